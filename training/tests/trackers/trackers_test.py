"""Real trackers, each in its own environment (``npm run training:setup -- --tracker mlflow``); skipped without it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import zipfile
from pathlib import Path

import pytest

from forage_training.flow.run_request import parse_request
from forage_training.flow.supervise import flow_environment
from forage_training.places import TRAINING
from tiny_run import write_run

TRAIN = """
import sys
from pathlib import Path
from forage_training.datasets.run_data import class_names, prepare
from forage_training.flow.forage_command import Forage
from forage_training.flow.run_request import parse_request
from forage_training.trainers.yolo.starting_weights import write_starting_weights
from forage_training.flow.train_config import train_config

request = parse_request((Path(sys.argv[1]) / "request.json").read_text())
data = prepare(request, Forage(request.project_root))
names = class_names(data.version)
weights = request.run_folder / "start" / "weights.safetensors"
write_starting_weights(request.champion_folder, request.champion_id, [], names, weights)
train_config(request, request.configs[0], data.by_source, weights, names)
"""


def python_of(tracker: str) -> str:
    """The tracker's own Python, or a skipped test."""
    named = os.environ.get(f"FORAGE_{tracker.upper()}_PYTHON")
    own = TRAINING / f".venv-{tracker}" / "bin" / "python"
    if not named and not own.exists():
        pytest.skip(f"npm run training:setup -- --tracker {tracker}")
    return named or str(own)


def train_with(tracker: str, tmp_path: Path, **extra: str) -> Path:
    """Trains two epochs under a tracker, with more in the environment; returns the run's folder."""
    python = python_of(tracker)
    run = write_run(tmp_path, tracker=tracker)
    request = parse_request((run / "request.json").read_text())
    values = {**request.configs[0].values, "epochs": 2}
    changed = json.loads((run / "request.json").read_text()) | {"configs": [{"name": "quick", "values": values}]}
    (run / "request.json").write_text(json.dumps(changed))
    # the trainer's integrations are quiet under pytest
    environment = {k: v for k, v in flow_environment(request).items() if not k.startswith("PYTEST")} | extra
    words = [python, "-c", TRAIN, str(run)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, cwd=run)
    assert done.returncode == 0, done.stderr[-3000:]
    return run


def test_mlflow_on_sqlite_has_the_losses_of_each_epoch(tmp_path: Path) -> None:
    folder = train_with("mlflow", tmp_path) / "tracker"
    with sqlite3.connect(folder / "mlflow.db") as database:
        rows = database.execute("select key, step from metrics").fetchall()
        (experiment,) = database.execute("select name from experiments where name != 'Default'").fetchone()
    steps = {step for key, step in rows if "box_loss" in key}
    assert experiment == "tiny"
    assert len(steps) == 2
    assert any("mAP50" in key for key, _ in rows)


def test_clearml_offline_keeps_a_session_of_the_run(tmp_path: Path) -> None:
    folder = train_with("clearml", tmp_path) / "tracker"
    sessions = list(folder.rglob("*offline*"))
    assert sessions, sorted(str(p) for p in folder.rglob("*"))[:20]


READ_WANDB = """
import json, struct, sys
from pathlib import Path
from wandb.proto import wandb_internal_pb2

# a log of LevelDB's form behind a header of seven bytes: blocks of 32 KiB, records that may go over several
data, at, parts, steps = Path(sys.argv[1]).read_bytes(), 7, b"", []
while at + 7 <= len(data):
    if 32768 - at % 32768 < 7:
        at += 32768 - at % 32768
        continue
    _, length, kind = struct.unpack_from("<IHB", data, at)
    parts += data[at + 7 : at + 7 + length]
    at += 7 + length
    if kind in (1, 4):  # whole, or the last part
        record = wandb_internal_pb2.Record.FromString(parts)
        parts = b""
        if record.HasField("history"):
            steps.append([item.key or "/".join(item.nested_key) for item in record.history.item])
print(json.dumps(steps))
"""


def test_weights_and_biases_offline_has_the_losses_of_each_epoch(tmp_path: Path) -> None:
    run = train_with("wandb", tmp_path, WANDB_MODE="offline")
    (log,) = run.rglob("run-*.wandb")
    read = subprocess.run([python_of("wandb"), "-c", READ_WANDB, str(log)], capture_output=True, text=True, check=True)
    steps = json.loads(read.stdout)
    assert len([keys for keys in steps if "train/box_loss" in keys]) == 2
    assert any("mAP50" in key for keys in steps for key in keys)


def test_comet_offline_keeps_an_archive_with_the_losses_of_each_epoch(tmp_path: Path) -> None:
    folder = train_with("comet", tmp_path, COMET_MODE="offline") / "tracker"
    (archive,) = folder.glob("*.zip")
    with zipfile.ZipFile(archive) as content:
        messages = content.read("messages.json").decode().splitlines()
    metrics = [m["payload"]["metric"] for m in map(json.loads, messages) if m["type"] == "metric_msg"]
    names = [metric["metricName"] for metric in metrics]
    assert names.count("train/box_loss") == 2
    assert any("mAP50" in name for name in names)
