"""Evidently's interactive report and its tests over recorded figures, in an environment of its own.

    DO_NOT_TRACK=1 training/.venv-evidently/bin/python -m forage_training.monitoring.evidently_report ROWS.json FOLDER

``ROWS.json`` holds columns: ``{"columns": [{"name", "kind", "reference", "current"}]}``, where kind is ``number``,
``category`` or ``vector`` and missing values are null. ``FOLDER`` gets ``report.html`` and ``summary.json``. In a
notebook, ``report_of(columns)`` is shown as it is.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

# before Evidently is imported: it would say over the internet that it is used
os.environ["DO_NOT_TRACK"] = "1"

if TYPE_CHECKING:
    from evidently.core.report import Snapshot
    from evidently.metrics.embeddings import ModelDriftMethod


def without_gaps(columns: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """The columns that can be compared, and the names of vectors that cannot: Evidently has no missing vector, and a
    made-up one would pull the two samples apart or together.
    """

    def has_gap(column: dict[str, Any]) -> bool:
        return column["kind"] == "vector" and any(row is None for row in [*column["reference"], *column["current"]])

    return [one for one in columns if not has_gap(one)], [one["name"] for one in columns if has_gap(one)]


def vector_method(rows: int) -> ModelDriftMethod:
    """Evidently's domain classifier with its own default for so many reference rows: below 1,000 the area under the
    curve is compared with what random scores reach, from there on with 0.55.
    """
    from evidently.metrics.embeddings import ModelDriftMethod

    return ModelDriftMethod(bootstrap=rows < 1000)


def vector_verdicts(columns: list[dict[str, Any]]) -> dict[str, bool]:
    """Evidently's verdict on each vector, which its page shows and its data leave out; seeded, the same each time."""
    import pandas as pd

    verdicts: dict[str, bool] = {}
    for column in columns:
        if column["kind"] == "vector":
            reference, current = pd.DataFrame(column["reference"]), pd.DataFrame(column["current"])
            verdicts[column["name"]] = bool(vector_method(len(reference))(current, reference)[1])
    return verdicts


def report_of(columns: list[dict[str, Any]]) -> Snapshot:
    """Evidently's report over columns of two samples, every test with its own defaults.

    Vectors get its domain classifier as one column; those with gaps are left out. Raises ValueError where no column
    is left.
    """
    import pandas as pd
    from evidently import DataDefinition, Dataset, Report
    from evidently.metrics.embeddings import EmbeddingsDrift
    from evidently.presets import DataDriftPreset, DataSummaryPreset

    flat: dict[str, dict[str, list[Any]]] = {"reference": {}, "current": {}}
    numbers: list[str] = []
    names: list[str] = []
    vectors: dict[str, list[str]] = {}
    for column in without_gaps(columns)[0]:
        name, kind = column["name"], column["kind"]
        if kind == "vector":
            length = len(column["reference"][0])
            vectors[name] = [f"{name} {place + 1}" for place in range(length)]
            for side, found in flat.items():
                for place, part in enumerate(vectors[name]):
                    found[part] = [row[place] for row in column[side]]
            continue
        (numbers if kind == "number" else names).append(name)
        for side, found in flat.items():
            found[name] = column[side]
    if not numbers and not names:
        raise ValueError("no column can be compared")
    definition = DataDefinition(numerical_columns=numbers, categorical_columns=names, embeddings=vectors or None)

    def dataset(side: str) -> Dataset:
        frame = pd.DataFrame(flat[side])
        for name in numbers:
            frame[name] = pd.to_numeric(frame[name])
        return Dataset.from_pandas(frame, data_definition=definition)

    watched = [*numbers, *names]
    metrics: list[Any] = [DataDriftPreset(columns=watched), DataSummaryPreset(columns=watched)]
    method = vector_method(max((len(cells) for cells in flat["reference"].values()), default=0))
    metrics += [EmbeddingsDrift(embeddings_name=name, drift_method=method) for name in vectors]
    return Report(metrics, include_tests=True).run(dataset("current"), dataset("reference"))


def summary_of(snapshot: Snapshot, columns: list[dict[str, Any]]) -> dict[str, Any]:
    """What the report of these columns says: the drift of each, what was left out, and how each test ended."""
    import evidently

    compared, left_out = without_gaps(columns)
    verdicts = vector_verdicts(compared)
    said = json.loads(snapshot.json())
    fingerprints = {test["metric_config"]["metric_id"]: test["status"] for test in said["tests"]}
    drifts = []
    whole: dict[str, Any] = {"count": 0, "share": 0.0}
    for metric in said["metrics"]:
        config = metric["config"]
        if config["type"].endswith(":DriftedColumnsCount"):
            whole = {"count": int(metric["value"]["count"]), "share": float(metric["value"]["share"])}
        if config["type"].endswith(":ValueDrift"):
            drifts.append(
                {
                    "column": config["column"],
                    "method": config["method"],
                    "value": float(metric["value"]),
                    "threshold": config["threshold"],
                    "isDrift": fingerprints.get(metric["id"]) == "FAIL",
                }
            )
        if config["type"].endswith(":EmbeddingsDrift"):
            drifts.append(
                {
                    "column": config["embeddings_name"],
                    "method": "domain classifier",
                    "value": float(metric["value"]),
                    # with few rows it is what random scores reach, which Evidently does not tell
                    "threshold": 0.55 if len(compared[0]["reference"]) >= 1000 else None,
                    "isDrift": verdicts[config["embeddings_name"]],
                }
            )
    tests = [{key: test[key] for key in ("name", "description", "status")} for test in said["tests"]]
    return {
        "version": evidently.__version__,
        "drifted": whole,
        "columns": drifts,
        "leftOut": left_out,
        "tests": tests,
    }


def main() -> None:
    """Writes the report of a file of columns."""
    parser = argparse.ArgumentParser(description="Evidently's report over recorded figures")
    parser.add_argument("rows", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    columns = json.loads(asked.rows.read_text(encoding="utf-8"))["columns"]
    snapshot = report_of(columns)
    snapshot.save_html(str(asked.folder / "report.html"))
    (asked.folder / "summary.json").write_text(json.dumps(summary_of(snapshot, columns)), encoding="utf-8")


if __name__ == "__main__":
    main()
