"""The real flow: Metaflow, the trainer on generated photos, and a kill in the middle of an epoch."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3

from forage_training.flow.events import read_events
from forage_training.flow.supervise import BUSY, GROUP, STOPPED, group_members
from s3_double import BUCKET, s3_double
from tiny_run import write_run

PATIENCE_S = 1500
SWEEP = {
    "method": "random",
    "parameters": {"lr": {"from": 0.0001, "to": 0.01, "scale": "log"}, "optimiser": {"values": ["adamw", "sgd"]}},
    "budget": {"runs": 8},
    "pruning": None,
}


def start(run: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "forage_training.flow.supervise", str(run)], stdin=subprocess.PIPE)


def wait_for(run: Path, process: subprocess.Popen[bytes], is_there: Callable[[dict[str, Any]], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not any(is_there(event) for event in read_events(run)):
        assert process.poll() is None, (run / "log.txt").read_text()[-3000:]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def finish(run: Path, process: subprocess.Popen[bytes]) -> None:
    status = process.wait(PATIENCE_S)
    assert status == 0, (run / "log.txt").read_text()[-3000:]


def done_steps(run: Path) -> list[str]:
    return [e["step"] for e in read_events(run) if e["type"] == "step" and e["state"] == "done"]


def test_a_run_killed_in_the_middle_of_an_epoch_goes_on(tmp_path: Path) -> None:
    run = write_run(tmp_path)
    first = start(run)
    wait_for(run, first, lambda e: e["type"] == "epoch" and e["epoch"] == 1)
    wait_for(run, first, lambda e: e["type"] == "batch" and e["epoch"] == 2)
    first.kill()  # kill -9 of the supervisor, and of the flow with all its processes
    os.killpg(json.loads((run / GROUP).read_text())["group"], signal.SIGKILL)
    first.wait()
    before = len(read_events(run))

    second = start(run)
    finish(run, second)
    events = read_events(run)
    steps = ["start", "prepare", "train", "choose", "export", "evaluate", "gate", "register", "deploy", "end"]
    assert done_steps(run) == steps  # each once, counted over both processes
    training = [e for e in events[before:] if e["type"] == "training"]
    assert [e["fromEpoch"] for e in training] == [2]
    assert [e["epoch"] for e in events if e["type"] == "epoch"] == [1, 2, 3]
    calls = (tmp_path / "calls.txt").read_text().splitlines()
    assert calls.count("model register") == 1
    assert calls.count("data check") == 1
    assert json.loads((run / "run.json").read_text())["verdict"] == "rejected"

    third = start(run)  # finished steps are not repeated
    finish(run, third)
    assert (tmp_path / "calls.txt").read_text().splitlines().count("model register") == 1


def test_a_task_killed_in_epoch_two_goes_on_there_on_another_machine(tmp_path: Path) -> None:
    """What a cluster has: a store in S3, Metaflow's own files, and a new machine without the run's folder."""
    with s3_double():
        run = write_run(tmp_path, store=f"s3://{BUCKET}/runs/1")
        first = start(run)
        wait_for(run, first, lambda e: e["type"] == "epoch" and e["epoch"] == 1)
        wait_for(run, first, lambda e: e["type"] == "batch" and e["epoch"] == 2)
        first.kill()
        os.killpg(json.loads((run / GROUP).read_text())["group"], signal.SIGKILL)
        first.wait()
        listed = boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="runs/1/")["Contents"]
        names = {item["Key"].removeprefix("runs/1/") for item in listed}
        assert {"configs/quick/weights/epoch0.pt", "configs/quick/weights/last.pt"} <= names, sorted(names)
        assert {"events/train-quick.jsonl", "configs/quick/config.json", "start/weights.safetensors"} <= names
        assert not [name for name in names if name.startswith(("flow/", "metaflow-home/")) or name.endswith(".part")]

        for path in run.iterdir():
            if path.name not in {"request.json", "flow", "metaflow-run-ids.json"}:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        second = start(run)
        finish(run, second)
    events = read_events(run)
    assert [e["fromEpoch"] for e in events if e["type"] == "training"] == [1, 2]
    assert [e["epoch"] for e in events if e["type"] == "epoch"] == [1, 2, 3]
    assert done_steps(run)[-1] == "end"


def test_everything_that_is_missing_is_named_at_once_and_nothing_else_is_done(tmp_path: Path) -> None:
    run = write_run(tmp_path, device="7", tracker="comet", dataFolder=str(tmp_path / "nowhere"))
    assert start(run).wait(PATIENCE_S) not in {0, STOPPED}
    failed = [e for e in read_events(run) if e["type"] == "step" and e["state"] == "failed"]
    assert [e["step"] for e in failed] == ["start"]
    for part in ("no data set at", "no CUDA device 7", "tracker comet"):
        assert part in failed[0]["reason"]
    assert done_steps(run) == []


def test_a_closed_stdin_ends_the_flow_and_all_its_processes(tmp_path: Path) -> None:
    run = write_run(tmp_path)
    process = start(run)
    wait_for(run, process, lambda e: e["type"] == "step" and e["step"] == "start")
    group = json.loads((run / GROUP).read_text())["group"]
    assert process.stdin
    process.stdin.close()
    assert process.wait(30) == STOPPED
    assert group_members(group, run) == []


def test_two_supervisors_of_one_run_keep_each_other_out(tmp_path: Path) -> None:
    run = write_run(tmp_path)
    first = start(run)
    wait_for(run, first, lambda e: e["type"] == "attempt")
    assert start(run).wait(60) == BUSY
    assert first.stdin
    first.stdin.close()
    first.wait(30)


def test_configs_of_two_trainers_go_side_by_side_to_one_model(tmp_path: Path) -> None:
    values = json.loads((write_run(tmp_path / "usual") / "request.json").read_text())["configs"][0]["values"]
    fast = {**values, "epochs": 1}
    configs = [{"name": "usual", "values": fast}, {"name": "second", "values": {**fast, "trainer": "fcos"}}]
    run = write_run(tmp_path / "both", configs=configs)
    finish(run, start(run))
    events = read_events(run)
    assert sorted(e["config"] for e in events if e["type"] == "epoch") == ["second", "usual"]
    notes = [e["text"] for e in events if e["type"] == "log"]
    assert "FCOS on MobileNetV3 (torchvision) starts from random weights: tiny/1 is no FCOS-MobileNetV3-small." in notes
    assert any("has no use for these values of second: mosaic" in note for note in notes)
    assert done_steps(run)[-1] == "end"
    losses = {e["config"]: set(e["loss"]) for e in events if e["type"] == "epoch"}
    assert losses == {"usual": {"box", "cls", "dfl"}, "second": {"box", "cls", "centre"}}


def test_eight_trials_go_on_after_their_machine_is_lost(tmp_path: Path) -> None:
    """A sweep as a cluster has it: its trials are Metaflow's tasks."""
    values = json.loads((write_run(tmp_path / "usual") / "request.json").read_text())["configs"][0]["values"]
    configs = [{"name": "quick", "values": {**values, "epochs": 2}}]
    with s3_double():
        run = write_run(tmp_path / "many", configs=configs, sweep=SWEEP, store=f"s3://{BUCKET}/runs/1")
        first = start(run)
        wait_for(run, first, lambda e: e["type"] == "epoch" and e["config"] == "trial-003" and e["epoch"] == 1)
        wait_for(run, first, lambda e: e["type"] == "batch" and e["config"] == "trial-003" and e["epoch"] == 2)
        first.kill()
        os.killpg(json.loads((run / GROUP).read_text())["group"], signal.SIGKILL)
        first.wait()
        listed = boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="runs/1/")["Contents"]
        names = sorted(item["Key"].removeprefix("runs/1/") for item in listed)
        print(len(names), "objects after the kill", *names, sep="\n")
        assert {"sweep/journal.jsonl", "configs/trial-001/result.json", "configs/trial-002/result.json"} <= {*names}
        assert "configs/trial-003/weights/epoch0.pt" in names
        assert not [name for name in names if name.startswith("configs/trial-001/weights/")]

        for path in run.iterdir():
            if path.name not in {"request.json", "flow", "metaflow-run-ids.json"}:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        second = start(run)
        finish(run, second)
    events = read_events(run)
    assert done_steps(run)[-1] == "end"
    ended = Counter(e["config"] for e in events if e["type"] == "trial" and e["state"] == "complete")
    assert sorted(ended) == [f"trial-{i:03d}" for i in range(1, 9)]
    epochs = Counter((e["config"], e["epoch"]) for e in events if e["type"] == "epoch")
    assert len(epochs) == 16 and max(epochs.values()) == 1  # none was trained twice
    results = json.loads((run / "run.json").read_text())["results"]
    assert len({json.dumps(e["values"]) for e in events if e["type"] == "trial"}) == len(results) == 8
