"""Trackers for real, each in its own environment (``npm run training:setup -- --tracker mlflow``); skipped without."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from run_request import parse_request
from supervise import HERE, flow_environment
from tiny_run import write_run

TRAIN = """
import sys
from pathlib import Path
from dataset import prepare
from forage_command import Forage
from run_request import parse_request
from starting_weights import write_starting_weights
from tiny_run import NAMES
from train_config import train_config

request = parse_request((Path(sys.argv[1]) / "request.json").read_text())
data = prepare(request, Forage(request.project_root))
weights = request.run_folder / "start" / "weights.safetensors"
write_starting_weights(request.champion_folder, request.champion_id, [], NAMES, weights)
train_config(request, request.configs[0], data.by_source, weights, NAMES)
"""


def python_of(tracker: str) -> str:
    """The tracker's own Python, or a skipped test."""
    named = os.environ.get(f"FORAGE_{tracker.upper()}_PYTHON")
    own = HERE / f".venv-{tracker}" / "bin" / "python"
    if not named and not own.exists():
        pytest.skip(f"npm run training:setup -- --tracker {tracker}")
    return named or str(own)


def train_with(tracker: str, tmp_path: Path) -> Path:
    """Trains two epochs under a tracker; returns where it keeps its own."""
    python = python_of(tracker)
    run = write_run(tmp_path, tracker=tracker)
    request = parse_request((run / "request.json").read_text())
    values = {**request.configs[0].values, "epochs": 2}
    changed = json.loads((run / "request.json").read_text()) | {"configs": [{"name": "quick", "values": values}]}
    (run / "request.json").write_text(json.dumps(changed))
    # the trainer's integrations are quiet under pytest
    environment = {k: v for k, v in flow_environment(request).items() if not k.startswith("PYTEST")}
    words = [python, "-c", TRAIN, str(run)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, cwd=run)
    assert done.returncode == 0, done.stderr[-3000:]
    return run / "tracker"


def test_mlflow_on_sqlite_has_the_losses_of_each_epoch(tmp_path: Path) -> None:
    folder = train_with("mlflow", tmp_path)
    with sqlite3.connect(folder / "mlflow.db") as database:
        rows = database.execute("select key, step from metrics").fetchall()
        (experiment,) = database.execute("select name from experiments where name != 'Default'").fetchone()
    steps = {step for key, step in rows if "box_loss" in key}
    assert experiment == "tiny"
    assert len(steps) == 2
    assert any("mAP50" in key for key, _ in rows)


def test_clearml_offline_keeps_a_session_of_the_run(tmp_path: Path) -> None:
    folder = train_with("clearml", tmp_path)
    sessions = list(folder.rglob("*offline*"))
    assert sessions, sorted(str(p) for p in folder.rglob("*"))[:20]
