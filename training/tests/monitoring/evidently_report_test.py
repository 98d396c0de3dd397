"""Evidently's report, where its environment is: ``bash scripts/training-setup.sh --evidently``."""

import json
import os
import subprocess
from pathlib import Path
from random import Random
from typing import Any, cast

from forage_training.places import PACKAGE

PYTHON = PACKAGE.parents[1] / ".venv-evidently/bin/python"


def columns(shift: float) -> list[dict[str, object]]:
    """120 rows before and now; the brightness of now is moved by ``shift``."""
    random = Random(7)

    def side(moved: float) -> dict[str, list[object]]:
        return {
            "brightness": [random.gauss(0.5 + moved, 0.1) for _ in range(120)],
            "device": [random.choice(["phone", "computer"]) for _ in range(120)],
            "sketch": [[random.randint(-30, 30) for _ in range(4)] if row else None for row in range(120)],
        }

    before, now = side(0), side(shift)
    kinds = {"brightness": "number", "device": "category", "sketch": "vector"}
    return [
        {"name": name, "kind": kind, "reference": before[name], "current": now[name]} for name, kind in kinds.items()
    ]


def report(folder: Path, shift: float) -> dict[str, Any]:
    rows = folder / "rows.json"
    rows.write_text(json.dumps({"columns": columns(shift)}))
    words = [str(PYTHON), "-m", "forage_training.monitoring.evidently_report", str(rows), str(folder)]
    subprocess.run(words, check=True, timeout=600, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PACKAGE.parent)})
    return cast(dict[str, Any], json.loads((folder / "summary.json").read_text()))


def test_a_moved_column_drifts_and_the_others_do_not(tmp_path: Path) -> None:
    said = report(tmp_path, 0.1)
    drifts = {column["column"]: column["isDrift"] for column in said["columns"]}
    assert drifts == {"brightness": True, "device": False, "sketch": None}
    assert said["drifted"] == {"count": 1, "share": 0.5}
    assert {test["status"] for test in said["tests"]} >= {"SUCCESS", "FAIL"}
    page = (tmp_path / "report.html").read_text()
    assert "brightness" in page
    assert len(page) > 1_000_000
