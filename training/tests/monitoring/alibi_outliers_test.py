"""Alibi Detect's outliers, where its environment is: ``bash scripts/training-setup.sh --alibi``."""

import json
import os
import subprocess
from pathlib import Path
from random import Random
from typing import Any, cast

from forage_training.places import PACKAGE

PYTHON = PACKAGE.parents[1] / ".venv-alibi/bin/python"


def columns(strange: int) -> list[dict[str, Any]]:
    """120 rows before and now, of which ``strange`` rows of now lie far from all of before."""
    random = Random(7)

    def side(far: int) -> dict[str, list[object]]:
        return {
            "brightness": [
                None if row == 119 else random.gauss(0.5, 0.1) + (2 if row < far else 0) for row in range(120)
            ],
            "sketch": [[random.gauss(0, 8) + (90 if row < far else 0) for _ in range(4)] for row in range(120)],
            "device": ["phone"] * 120,
        }

    before, now = side(0), side(strange)
    kinds = {"brightness": "number", "sketch": "vector", "device": "category"}
    return [
        {"name": name, "kind": kind, "reference": before[name], "current": now[name]} for name, kind in kinds.items()
    ]


def summary(folder: Path, strange: int) -> dict[str, Any]:
    rows = folder / "rows.json"
    rows.write_text(json.dumps({"columns": columns(strange)}))
    words = [str(PYTHON), "-m", "forage_training.monitoring.alibi_outliers", str(rows), str(folder)]
    subprocess.run(words, check=True, timeout=600, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PACKAGE.parent)})
    return cast(dict[str, Any], json.loads((folder / "summary.json").read_text()))


def test_rows_far_from_all_of_before_are_outliers(tmp_path: Path) -> None:
    found = summary(tmp_path, strange=40)
    assert found["isDrift"] and found["outliers"]["current"] >= 40
    assert found["leftOut"] == ["device"]
    assert found["apart"][0]["by"] > 1
    page = (tmp_path / "report.html").read_text()
    assert "More outliers than before." in page and "<script" not in page


def test_rows_like_those_of_before_are_no_more_outliers_than_chance_makes(tmp_path: Path) -> None:
    found = summary(tmp_path, strange=0)
    assert not found["isDrift"]
    assert found["rows"] == {"learnt": 60, "reference": 60, "current": 120}
