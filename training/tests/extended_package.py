"""The package with the trainer and the tracker of docs/extending.md: taken out of the page, registered as it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from forage_training.places import SOURCES, TRAINING

PAGE = TRAINING.parent / "docs" / "extending.md"
BLOCK = re.compile(r"```python\n# (training/src/\S+)\n(.*?)```", re.DOTALL)


def extend(tmp_path: Path) -> Path:
    """A copy of the package with what the page tells: files, and a name in each registry."""
    sources = tmp_path / "src"
    shutil.copytree(SOURCES, sources, ignore=shutil.ignore_patterns("__pycache__"))
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) == 4
    for name, text in blocks:
        file = sources / Path(name).relative_to("training/src")
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for registry, before, after in (
        ("trainers", 'TRAINERS = ("yolo", "fcos")', 'TRAINERS = ("yolo", "fcos", "toy")'),
        ("trackers", '"mlflow", "comet")', '"mlflow", "comet", "notes")'),
    ):
        file = sources / "forage_training" / registry / "registry.py"
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1
        file.write_text(text.replace(before, after), encoding="utf-8")
    return sources


def python(sources: Path, *words: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(sources), str(TRAINING / "tests")]), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
