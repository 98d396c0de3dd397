"""docs/extending.md: its trainer and its tracker are registered as it says, and offered."""

from __future__ import annotations

import json
from pathlib import Path

from extended_package import extend, python


def test_what_the_page_adds_is_offered(tmp_path: Path) -> None:
    probed = json.loads(python(extend(tmp_path), "-m", "forage_training.flow.probe"))
    assert probed["trainers"][-1] == {"name": "toy", "title": "Toy"}
    assert probed["trackers"][-1] == {"name": "notes", "title": "Notes", "isInstalled": True}
