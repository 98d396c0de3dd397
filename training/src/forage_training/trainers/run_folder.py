"""The folder of one training: everything that makes its weights, written before it begins, and how far it got."""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import json
import math
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from forage_training.datasets.knowledge import LABELLED_FILE
from forage_training.datasets.sampling import label_of, sampling_plan, unique_sources
from forage_training.places import PACKAGE
from forage_training.trainers.config import TrainConfig, as_config, as_file
from forage_training.whole_file import write_whole

PROGRESS = "progress.json"


def git_commit() -> str:
    """Commit of the working tree, with ``+`` when files differ from it; empty outside a repository."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=PACKAGE, capture_output=True, text=True, check=False).stdout.strip()

    return git("rev-parse", "HEAD") + ("+" if git("status", "--porcelain", "--", ".") else "")


def sha256_of(file: Path) -> str | None:
    """Hash of a file's bytes; None where there is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else None


def start_run(config: TrainConfig, run: Path) -> None:
    """Writes the run folder: config, data description and the list of training photos."""
    if config.photos and not config.epochs:
        left = max(1, config.photos - config.photos_before)
        config = dataclasses.replace(config, epochs=math.ceil(left / config.photos_per_epoch))
    run.mkdir(parents=True, exist_ok=False)
    merged = Path(config.merged).resolve()
    plan = sampling_plan(merged, dict(config.source_repeats), config.rare_threshold, config.repeat_limit)
    (run / "train.txt").write_text("".join(f"{p}\n" for p in plan), encoding="utf-8")
    data = yaml.safe_load((merged / "data.yaml").read_text(encoding="utf-8"))
    data["train"] = str((run / "train.txt").resolve())
    (run / "data.yaml").write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
    record = {
        "config": as_file(config),
        "weightsSha256": sha256_of(Path(config.weights)),
        "dataSets": json.loads((merged / "manifest.json").read_text(encoding="utf-8")),
        "labelledSha256": sha256_of(merged / LABELLED_FILE),
        "photosPerPass": unique_sources(plan, merged),
        "commit": git_commit(),
        "torch": importlib.metadata.version("torch"),
    }
    (run / "config.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def read_config(run: Path) -> TrainConfig:
    """The config a run was started with."""
    return as_config(json.loads((run / "config.json").read_text(encoding="utf-8"))["config"])


def read_progress(file: Path) -> dict[str, Any]:
    """What a run's earlier processes finished; empty for a new run."""
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def write_progress(run: Path, config: TrainConfig, epoch: int, losses: Mapping[str, float], seconds: float) -> None:
    """How far a run of whole epochs got; ``epoch`` counts from 0."""
    spent = float(read_progress(run / PROGRESS).get("secondsSpent", 0.0)) + seconds
    progress = {
        "secondsSpent": round(spent, 1),
        "epochsDone": epoch + 1,
        "epochsPlanned": config.epochs,
        "photosSeen": (epoch + 1) * config.photos_per_epoch,
        "photosPerSecond": round(config.photos_per_epoch / max(seconds, 1e-3), 2),
        "loss": {key: round(value, 4) for key, value in losses.items()},
    }
    write_whole(run / PROGRESS, json.dumps(progress, indent=1) + "\n")


def run_names(run: Path) -> list[str]:
    """Class names of a run's data, in the order of their ids."""
    names = yaml.safe_load((run / "data.yaml").read_text(encoding="utf-8"))["names"]
    return [names[i] for i in range(len(names))]


def planned_photos(run: Path) -> list[Path]:
    """The photos of one pass; a photo may be in it several times."""
    return [Path(line) for line in (run / "train.txt").read_text(encoding="utf-8").splitlines()]


def validation_photos(run: Path, count: int) -> list[Path]:
    """The first photos of validation in the order of their names' hashes, so that every source has its share."""
    merged = Path(read_config(run).merged)
    photos = [*merged.glob("*/images/val/*"), *merged.glob("images/val/*")]
    photos = [p for p in photos if p.suffix != ".npy" and label_of(p).exists()]
    return sorted(photos, key=lambda p: hashlib.sha256(p.name.encode()).hexdigest())[:count]
