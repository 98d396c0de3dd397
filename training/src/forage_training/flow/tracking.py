"""What a run's tracker is told: config and lineage at the start, each epoch, and at the gate what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from forage_training.flow.events import Events, read_events
from forage_training.flow.named_config import start_file, to_train_config
from forage_training.flow.run_models import models_folder
from forage_training.flow.run_request import NamedConfig, RunRequest, config_named, trainer_of
from forage_training.trackers.registry import NONE
from forage_training.trackers.session import FOLDER, Session
from forage_training.trackers.tracker import Entry, Fact
from forage_training.trainers.config import TrainConfig, as_file
from forage_training.trainers.registry import about
from forage_training.trainers.run_folder import git_commit, sha256_of
from forage_training.trainers.trainer import EpochDone

LOCAL = ("merged", "weights")
"""Values of a config that are places on this machine."""


def entry_of(request: RunRequest, named: NamedConfig, config: TrainConfig) -> Entry:
    """What is known when a config's training begins."""
    of = about(trainer_of(named))
    facts: dict[str, Fact] = {
        "runId": request.run_id,
        "config": named.name,
        "datasetVersion": request.version_number,
        "manifestSha256": request.manifest_sha256,
        "startedFrom": request.champion_id,
        "weightsSha256": sha256_of(Path(config.weights)) or "",
        "architecture": of.architecture,
        "trainer": of.title,
        "commit": git_commit(),
        "note": request.note,
    }
    hashes = request.run_folder / "data" / "by-source" / "manifest.json"
    if hashes.exists():
        sources = json.loads(hashes.read_text(encoding="utf-8"))
        facts |= {f"dataSet/{source}": one["sha256"] for source, one in sources.items()}
    values = {key: value for key, value in as_file(config).items() if key not in LOCAL}
    name = f"{request.run_id[:8]} {named.name}"
    return Entry(request.model_name, name, request.run_folder / FOLDER, values, facts)


@contextmanager
def told(request: RunRequest, named: NamedConfig, config: TrainConfig, events: Events) -> Iterator[Session]:
    """A session of a config with the run's tracker."""
    record = request.run_folder / FOLDER / f"{named.name}.json"
    entry = entry_of(request, named, config)
    with Session.open(request.tracker, entry, record, lambda text: events.add("log", text=text)) as session:
        yield session


def tell_epoch(session: Session, done: EpochDone, seconds: float) -> None:
    """An epoch's figures."""
    values = {f"train/{key}": value for key, value in done.loss.items()} | {"lr": done.lr, "seconds": seconds}
    if done.map50 is not None:
        values["validation/map50"] = done.map50
    session.metrics(values, done.epoch)


def tell_kept(session: Session, request: RunRequest, name: str, folder: Path, result: dict[str, Any]) -> None:
    """What a config's training came to: its curves, what was kept of it, and its files."""
    from forage_training.evaluation.plots import draw_curves

    points = [e for e in read_events(request.run_folder) if e["type"] == "epoch" and e["config"] == name]
    draw_curves(points, folder / "curves.png")
    session.picture("curves", folder / "curves.png")
    session.picture("contact-sheet", request.run_folder / "contact-sheet.jpg")
    if result["map50"] is not None:
        session.facts({"kept/map50": result["map50"], "kept/share": result["share"]})
    session.artifact("weights", Path(result["weights"]))
    session.artifact("config", folder / "config.json")


def tell_judged(
    session: Session, request: RunRequest, candidate: dict[str, Any], figures: dict[str, Any], verdict: dict[str, Any]
) -> None:
    """The candidate's figures on the frozen sets, the gate's verdict, and the files that they come from."""
    from forage_training.evaluation.plots import draw_precision_recall

    facts: dict[str, Fact] = {"verdict": verdict["verdict"], "candidate": candidate["id"]}
    for one in (figures["validation"], *figures["sets"]):
        for key in ("map50", "map50_95", "f1", "photos"):
            # a run that was judged before F1 was told has none
            if one.get(key) is not None:
                facts[f"{one['split']}/{one['set']}/{key}"] = one[key]
    session.facts(facts)
    report = request.run_folder / "evaluation" / "report.json"
    if report.exists():
        plot = draw_precision_recall(json.loads(report.read_text(encoding="utf-8")), report.with_name("curves.png"))
        session.picture("precision-recall", plot)
    session.artifact("report", report)
    session.artifact("gate", request.run_folder / "gate.json")
    folder = models_folder(request) / candidate["id"]
    for file in ("manifest.json", "card.md"):
        session.artifact("model", folder / file)
    for onnx in sorted(folder.glob("model-*.onnx")):
        session.artifact("model", onnx)


def tell_verdict(
    request: RunRequest,
    candidate: dict[str, Any],
    figures: dict[str, Any],
    verdict: dict[str, Any],
    by_source: Path,
    events: Events,
) -> None:
    """Goes on with the entry of the config that the candidate is of."""
    if request.tracker == NONE:
        return
    named = config_named(request, candidate["config"])
    config = to_train_config(request, named, by_source, start_file(request, trainer_of(named)))
    with told(request, named, config, events) as session:
        tell_judged(session, request, candidate, figures, verdict)
