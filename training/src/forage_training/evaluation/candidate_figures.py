"""Measures the candidate with the pipeline that ships, and lets Forage compute what the run's page draws."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from forage_training.flow.forage_command import Forage
from forage_training.flow.run_models import models_environment
from forage_training.flow.run_request import RunRequest
from forage_training.whole_file import write_whole

FOLDER = "evaluation"


def measure(
    request: RunRequest, forage: Forage, model_id: str, folder: Path, split: str
) -> tuple[dict[str, Any], Path]:
    """``forage eval`` on one set; the result is kept and not computed again."""
    place = request.run_folder / FOLDER
    place.mkdir(exist_ok=True)
    name = f"{split}-{folder.name}"
    figures_file, details = place / f"{name}.json", place / f"{name}.jsonl"
    if figures_file.exists():
        return dict(json.loads(figures_file.read_text(encoding="utf-8"))), details
    words = ["eval", str(folder), "--split", split, "--model", model_id, "--json", "--details", str(details)]
    # the frozen sets' figures go into the candidate's manifest and card, with which it is registered
    recorded = ["--write-metrics"] if split == "test" else []
    figures = forage.run(*words, *recorded, environment=models_environment(request)).last
    write_whole(figures_file, json.dumps(figures) + "\n")
    return figures, details


def evaluate_candidate(
    request: RunRequest, forage: Forage, candidate: dict[str, Any], version: Path, sets: tuple[Path, ...]
) -> dict[str, Any]:
    """Figures per frozen set and on validation, and a report with curves, confusion, thresholds and worst photos.

    Thresholds are chosen on validation alone; on the frozen sets they are only applied.
    """
    validation, validation_details = measure(request, forage, candidate["id"], version, "val")
    measured = [measure(request, forage, candidate["id"], one, "test") for one in sets]
    out = request.run_folder / FOLDER / "report.json"
    words = ["train-report", "--model", candidate["id"], "--validation", str(validation_details), "--out", str(out)]
    words += ["--write-default"]
    details = [str(path) for _, path in measured]
    forage.run(*words, *(["--sets", *details] if details else []), environment=models_environment(request))
    report = json.loads(out.read_text(encoding="utf-8"))
    return {
        "validation": {**figures_of(validation), "f1": f1_of(report, report["validation"])},
        "sets": [
            {**figures_of(one), "f1": f1_of(report, found)}
            for (one, _), found in zip(measured, report["sets"], strict=True)
        ],
    }


def f1_of(report: dict[str, Any], found: dict[str, Any] | None) -> float | None:
    """F1 over all boxes of a set, at the confidence that is best on validation; None where the report lacks the set."""
    return None if found is None else float(found["curve"]["f1"][round(100 * report["thresholds"]["common"])])


def figures_of(line: dict[str, Any]) -> dict[str, Any]:
    """What lists show of a set."""
    return {key: line[key] for key in ("set", "split", "photos", "boxes", "map50", "map50_95")}
