"""The request of a run: ``request.json``, written by the app and read by every step of the flow."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forage_training.flow.events import RunError
from forage_training.naming import to_file, to_python
from forage_training.sweeps.request import Sweep, to_sweep, trainers_of
from forage_training.trackers.registry import NONE, TRACKERS
from forage_training.trainers.registry import TRAINERS

VERSION = 2
BROUGHT_CHAMPION = "champion"
"""In the run folder: the champion that came as an archive."""
SCHEMA: dict[str, Any] = json.loads(Path(__file__).with_name("request.schema.json").read_text(encoding="utf-8"))
"""Written from ``lib/contracts/run-request.ts``, which is the one definition."""


@dataclass(frozen=True)
class NamedConfig:
    """Values of ``TrainConfig`` that differ from its defaults, by their names in files, under a name."""

    name: str
    values: dict[str, Any]


@dataclass(frozen=True)
class RunRequest:
    """One training run, by the names that ``naming.to_python`` gives those of the file. Paths are absolute."""

    run_id: str
    run_folder: Path
    project_root: Path
    version_number: int
    manifest_sha256: str
    champion_id: str
    champion_folder: Path
    model_name: str
    configs: tuple[NamedConfig, ...]
    node: str = "node"
    note: str = ""
    device: str = "cpu"
    threads: int = 1
    parallel: int = 1
    """Of this run's trainings at the same time, at most."""
    room: int = 1
    """Trainings that the machine has room for, those of other runs among them."""
    tracker: str = "none"
    deploy_to: str | None = None
    promote: bool = False
    data_folder: str | None = None
    """A materialised YOLO folder, or an archive of one (``s3://…/7.tar``); else the version is exported."""
    champion_archive: str | None = None
    """``s3://…/model.tar`` of the champion's folder, where it is not on the machines that train."""
    store: str | None = None
    """``s3://…`` folder that steps on different machines share; else they share the run folder."""
    known_errors: int = 0
    """Findings of the data check that somebody has looked at and waived in this version."""
    environment: dict[str, str] = field(default_factory=dict)
    sweep: Sweep | None = None
    """Trials that differ in some values of the first config, instead of that config alone."""


def trainer_of(named: NamedConfig) -> str:
    """Which trainer a config names; the first there is where it names none."""
    return str(named.values.get("trainer", TRAINERS[0]))


SWEEP_FOLDER = "sweep"


def trial_file(run_folder: Path, name: str) -> Path:
    """What is written down of a sweep's trial before it is trained: its worker, its number, its own values."""
    return run_folder / SWEEP_FOLDER / "trials" / f"{name}.json"


def trials_of(run_folder: Path, worker: str) -> list[str]:
    """Names of the trials of one of a sweep's workers."""
    files = sorted((run_folder / SWEEP_FOLDER / "trials").glob("*.json"))
    return [file.stem for file in files if json.loads(file.read_text(encoding="utf-8"))["worker"] == worker]


def config_named(request: RunRequest, name: str) -> NamedConfig:
    """One of a run's configs; of a sweep, a trial's: the values that all have, and its own.

    Raises:
        RunError: if there is none of this name.
    """
    for one in request.configs:
        if one.name == name:
            return one
    file = trial_file(request.run_folder, name)
    if not file.exists():
        raise RunError(f"Nothing is written down of {name}.")
    own = json.loads(file.read_text(encoding="utf-8"))["values"]
    return NamedConfig(name, {**request.configs[0].values, **own})


def trainers_in(request: RunRequest) -> dict[str, NamedConfig]:
    """The trainers that a run trains with, each with the first config that names it."""
    chosen = trainers_of(request.sweep) if request.sweep else ()
    if chosen:
        return dict.fromkeys(chosen, request.configs[0])
    found: dict[str, NamedConfig] = {}
    for one in request.configs:
        found.setdefault(trainer_of(one), one)
    return found


def parse_request(text: str, work_folder: str | None = None) -> RunRequest:
    """Reads a request. ``work_folder`` takes the place of its run folder, on another machine.

    Raises:
        RunError: if it has another version, or does not fit the schema.
    """
    raw = up_to_date(json.loads(text))
    check(raw)
    values = {to_python(key): value for key, value in raw.items() if key != "schema"}
    for key in ("run_folder", "project_root", "champion_folder"):
        values[key] = Path(values[key])
    if work_folder:
        values["run_folder"] = Path(work_folder)
    if raw.get("championArchive"):
        values["champion_folder"] = values["run_folder"] / BROUGHT_CHAMPION
    values["configs"] = tuple(NamedConfig(one["name"], dict(one["values"])) for one in raw["configs"])
    try:
        values["sweep"] = to_sweep(raw["sweep"]) if raw.get("sweep") else None
    except ValueError as error:
        raise RunError(f"The sweep of this run cannot be used: {error}.") from error
    request = RunRequest(**values)
    if request.tracker not in (NONE, *TRACKERS):
        raise RunError(f"No tracker is called {request.tracker}; there are {', '.join((NONE, *TRACKERS))}.")
    if len({c.name for c in request.configs}) != len(request.configs):
        raise RunError("Two configs of this run have the same name.")
    return request


def up_to_date(raw: dict[str, Any]) -> dict[str, Any]:
    """A request of version 1, which a run begun before may have, as one of today: its configs were spelt as in Python.

    Raises:
        RunError: if it is of a version nobody knows.
    """
    version = raw.get("schema")
    if version == 1:
        configs = [
            {**one, "values": {to_file(key): value for key, value in one["values"].items()}} for one in raw["configs"]
        ]
        return {**raw, "schema": VERSION, "configs": configs}
    if version != VERSION:
        raise RunError(f"This run was asked for by another version of Forage (schema {version}). Start it anew.")
    return raw


def check(raw: dict[str, Any]) -> None:
    """Holds a request against the schema.

    Raises:
        RunError: that names the first value that does not fit.
    """
    try:
        from jsonschema import Draft202012Validator
    except ImportError as error:
        raise RunError(
            "The Python environment is older than this version of Forage. Run npm run training:setup."
        ) from error
    wrong = sorted(Draft202012Validator(SCHEMA).iter_errors(raw), key=lambda one: list(map(str, one.absolute_path)))
    if wrong:
        place = ".".join(map(str, wrong[0].absolute_path))
        raise RunError(f"The request of this run cannot be used: {place + ': ' if place else ''}{wrong[0].message}.")
