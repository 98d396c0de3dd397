"""Evidently's report, where its environment is: ``bash scripts/training-setup.sh --evidently``."""

import json
import os
import subprocess
from pathlib import Path
from random import Random
from typing import Any, cast

from forage_training.places import PACKAGE

PYTHON = PACKAGE.parents[1] / ".venv-evidently/bin/python"


def columns(shift: float, sketch_shift: int = 0, gap: bool = False) -> list[dict[str, object]]:
    """120 rows before and now; the brightness of now is moved by ``shift``, its vectors by ``sketch_shift``."""
    random = Random(7)

    def side(moved: float, sketch_moved: int) -> dict[str, list[object]]:
        return {
            "brightness": [random.gauss(0.5 + moved, 0.1) for _ in range(120)],
            "device": [random.choice(["phone", "computer"]) for _ in range(120)],
            "sketch": [
                None if gap and row == 0 else [random.randint(-30, 30) + sketch_moved for _ in range(4)]
                for row in range(120)
            ],
        }

    before, now = side(0, 0), side(shift, sketch_shift)
    kinds = {"brightness": "number", "device": "category", "sketch": "vector"}
    return [
        {"name": name, "kind": kind, "reference": before[name], "current": now[name]} for name, kind in kinds.items()
    ]


def report(folder: Path, rows_of: list[dict[str, object]]) -> dict[str, Any]:
    rows = folder / "rows.json"
    rows.write_text(json.dumps({"columns": rows_of}))
    words = [str(PYTHON), "-m", "forage_training.monitoring.evidently_report", str(rows), str(folder)]
    subprocess.run(words, check=True, timeout=600, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PACKAGE.parent)})
    return cast(dict[str, Any], json.loads((folder / "summary.json").read_text()))


def test_a_moved_column_drifts_and_the_others_do_not(tmp_path: Path) -> None:
    said = report(tmp_path, columns(0.1))
    drifts = {column["column"]: column["isDrift"] for column in said["columns"]}
    assert drifts == {"brightness": True, "device": False, "sketch": False}
    assert said["leftOut"] == []
    assert said["drifted"] == {"count": 1, "share": 0.5}
    assert {test["status"] for test in said["tests"]} >= {"SUCCESS", "FAIL"}
    page = (tmp_path / "report.html").read_text()
    assert "brightness" in page
    assert len(page) > 1_000_000


def test_moved_vectors_drift(tmp_path: Path) -> None:
    said = report(tmp_path, columns(0, sketch_shift=30))
    assert {column["column"]: column["isDrift"] for column in said["columns"]}["sketch"] is True


def test_vectors_with_a_gap_are_left_out_by_name(tmp_path: Path) -> None:
    said = report(tmp_path, columns(0, gap=True))
    assert said["leftOut"] == ["sketch"]
    assert {column["column"] for column in said["columns"]} == {"brightness", "device"}
