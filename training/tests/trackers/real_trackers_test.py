"""Each tracker for real, told by two processes one after the other, without a network.

Each runs in its own environment (``npm run training:setup -- --tracker mlflow``); a test of one whose environment is
not there is skipped by name.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from trackers_test import CONFIG, FACTS, HASH

from forage_training.places import SOURCES, TRAINING
from forage_training.trackers.registry import about, environment_of


def python_of(tracker: str) -> str:
    """The tracker's own Python, or a skipped test."""
    named = os.environ.get(f"FORAGE_{tracker.upper()}_PYTHON")
    own = TRAINING / f".venv-{tracker}" / "bin" / "python"
    if not named and not own.exists():
        pytest.skip(f"npm run training:setup -- --tracker {tracker}")
    return named or str(own)


TELL = """
import json, sys
from pathlib import Path
from forage_training.trackers.session import Session
from forage_training.trackers.tracker import Entry

name, folder, first = sys.argv[1], Path(sys.argv[2]), sys.argv[3] == "first"
facts, config = json.loads(sys.argv[4]), json.loads(sys.argv[5])
entry = Entry("tiny", "abc quick", folder / "tracker", config, facts)
said = []
with Session.open(name, entry, folder / "quick.json", said.append) as session:
    if first:
        session.metrics({"train/box": 2.5, "validation/map50": 0.25, "lr": 0.1}, 1)
        session.metrics({"train/box": 1.5, "validation/map50": 0.5, "lr": 0.05}, 2)
        session.picture("curves", folder / "curves.png")
        session.artifact("weights", folder / "weights.safetensors")
    else:
        session.facts({"verdict": "rejected", "candidate": "tiny/2", "test/shop/map50": 0.375})
        session.artifact("gate", folder / "gate.json")
print(json.dumps(said))
"""


def tell_real(name: str, tmp_path: Path) -> Path:
    """Tells a real tracker in two processes, without a network; returns what it keeps offline."""
    python = python_of(name)
    Image.new("RGB", (32, 16), "green").save(tmp_path / "curves.png")
    (tmp_path / "weights.safetensors").write_bytes(b"weights")
    (tmp_path / "gate.json").write_text('{"verdict": "rejected"}')
    offline = about(name).offline
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PYTEST")},
        **environment_of(name, tmp_path / "tracker", "tiny"),
        **({offline[0]: offline[1]} if offline else {}),
        "PYTHONPATH": str(SOURCES),
    }
    for part in ("first", "then"):
        words = [python, "-c", TELL, name, str(tmp_path), part, json.dumps(FACTS), json.dumps(CONFIG)]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stderr[-3000:]
        assert json.loads(done.stdout.splitlines()[-1]) == []
    return tmp_path / "tracker"


def test_mlflow_has_config_figures_lineage_verdict_and_files_of_one_run(tmp_path: Path) -> None:
    folder = tell_real("mlflow", tmp_path)
    with sqlite3.connect(folder / "mlflow.db") as database:
        runs = database.execute("select status, name from runs").fetchall()
        points = database.execute("select key, value, step from metrics").fetchall()
        parameters = dict(database.execute("select key, value from params").fetchall())
        tags = dict(database.execute("select key, value from tags").fetchall())
    assert runs == [("FINISHED", "abc quick")]
    assert {("train/box", 2.5, 1), ("train/box", 1.5, 2), ("test/shop/map50", 0.375, 0)} <= set(points)
    assert (parameters["optimiser"], parameters["lr"]) == ("sgd", "0.001")
    assert (tags["manifestSha256"], tags["startedFrom"], tags["verdict"]) == (HASH, "tiny/1", "rejected")
    kept = {str(p.relative_to(folder)).split("artifacts/")[-1] for p in folder.rglob("*") if p.is_file()}
    assert {"plots/curves/curves.png", "weights/weights.safetensors", "gate/gate.json"} <= kept


def test_clearml_offline_keeps_both_sessions_with_all_that_was_told(tmp_path: Path) -> None:
    folder = tell_real("clearml", tmp_path)
    first = json.loads((tmp_path / "quick.json").read_text())["entry"]
    archives = sorted(folder.rglob("*.zip"), key=lambda p: p.stat().st_mtime)
    texts = [texts_of(archive) for archive in archives]
    assert len(texts) == 2
    for word in ("optimiser", HASH, "train", "curves", "weights.safetensors"):
        assert word in texts[0], word
    for word in ("rejected", "test/shop/map50", f"after {first}", "gate.json"):
        assert word in texts[1], word


def texts_of(archive: Path) -> str:
    """Names and texts of an archive, one after the other."""
    with zipfile.ZipFile(archive) as content:
        return " ".join([*content.namelist(), *(content.read(n).decode(errors="replace") for n in content.namelist())])


READ_WANDB = """
import json, struct, sys
from pathlib import Path
from wandb.proto import wandb_internal_pb2

# a log of LevelDB's form behind a header of seven bytes: blocks of 32 KiB, records that may go over several
data, at, parts, found = Path(sys.argv[1]).read_bytes(), 7, b"", {"history": [], "config": {}, "summary": {}}
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
        named = lambda items: {i.key or "/".join(i.nested_key): i.value_json for i in items}
        if record.HasField("history"):
            found["history"].append(named(record.history.item))
        if record.HasField("run"):
            found["id"] = record.run.run_id
            found["config"] |= named(record.run.config.update)
        if record.HasField("summary"):
            found["summary"] |= named(record.summary.update)
print(json.dumps(found))
"""


def test_weights_and_biases_offline_has_two_logs_of_one_run(tmp_path: Path) -> None:
    folder = tell_real("wandb", tmp_path)
    logs = sorted(folder.rglob("run-*.wandb"), key=lambda p: p.stat().st_mtime)
    words = [python_of("wandb"), "-c", READ_WANDB]
    read = [json.loads(subprocess.run([*words, str(log)], capture_output=True, check=True).stdout) for log in logs]
    assert [one["id"] for one in read] == [json.loads((tmp_path / "quick.json").read_text())["entry"]] * 2
    assert [row["train/box"] for row in read[0]["history"] if "train/box" in row] == ["2.5", "1.5"]
    assert read[0]["config"]["optimiser"] == '"sgd"' and HASH in read[0]["config"]["manifestSha256"]
    assert "rejected" in json.dumps(read[1]["summary"])
    assert any("curves" in key for row in read[0]["history"] for key in row)


def test_comet_offline_keeps_two_archives_of_one_experiment(tmp_path: Path) -> None:
    folder = tell_real("comet", tmp_path)
    archives = sorted(folder.glob("*.zip"), key=lambda p: p.stat().st_mtime)
    assert len(archives) == 2
    first, second = (texts_of(archive) for archive in archives)
    for word in ('"sgd"', HASH, "train/box", "weights/weights.safetensors", "curves"):
        assert word in first, word
    for word in ("rejected", "test/shop/map50", "gate/gate.json"):
        assert word in second, word
    assert json.loads((tmp_path / "quick.json").read_text())["entry"] in second
