"""Sweeps with Optuna and a trainer that only pretends: drawn, ended early, killed, gone on with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from forage_training.flow.events import RunError, read_events
from forage_training.flow.run_request import RunRequest, config_named, parse_request
from forage_training.sweeps.study import DATABASE, Study, drop_half_line
from forage_training.sweeps.worker import finished_results
from sweep_process import work
from tiny_run import write_request

LR = {"lr": {"from": 0.001, "to": 0.03, "scale": "log"}}


def write_sweep(root: Path, **changes: Any) -> Path:
    sweep = {"method": "random", "parameters": LR, "budget": {"runs": 6}, "pruning": None, **changes}
    return write_request(root, sweep=sweep)


def request_of(run: Path) -> RunRequest:
    return parse_request((run / "request.json").read_text())


def ends(run: Path) -> list[tuple[str, str]]:
    return [(e["config"], e["state"]) for e in read_events(run) if e["type"] == "trial" and e["state"] != "running"]


def epochs(run: Path) -> list[str]:
    return (run / "epochs.txt").read_text().splitlines()


def test_a_budget_of_runs_is_used_up_and_the_best_trial_is_found(tmp_path: Path) -> None:
    run = write_sweep(tmp_path)
    assert len(work(run)) == 6
    assert work(run) == []  # nothing is left to do
    request = request_of(run)
    assert request.sweep
    results = finished_results(request, request.sweep, lambda name: run / "configs" / name / "result.json")
    best = max(results, key=lambda one: float(one["map50"]))
    values = [e["values"]["lr"] for e in read_events(run) if e["type"] == "trial" and e["state"] == "complete"]
    assert config_named(request, best["config"]).values["lr"] == min(values, key=lambda lr: abs(lr - 0.01))
    assert config_named(request, best["config"]).values["imagePx"] == 64  # what all trials have


def test_the_checkpoints_of_trials_that_ended_are_not_kept(tmp_path: Path) -> None:
    run = write_sweep(tmp_path)
    work(run)
    assert list(run.glob("configs/*/weights")) == []


def test_the_same_seed_draws_the_same_trials(tmp_path: Path) -> None:
    def drawn(name: str, **changes: Any) -> list[float]:
        run = write_sweep(tmp_path / name, **changes)
        work(run)
        return [e["values"]["lr"] for e in read_events(run) if e["type"] == "trial" and e["state"] == "running"]

    assert drawn("one") == drawn("two")
    assert drawn("one more", seed=7) != drawn("three")


def test_a_grid_trains_every_combination_once_and_then_ends(tmp_path: Path) -> None:
    parameters = {"lr": {"values": [0.01, 0.02]}, "optimiser": {"values": ["adamw", "sgd"]}, "batch": {"values": [4]}}
    run = write_sweep(tmp_path, method="grid", parameters=parameters, budget={})
    assert len(work(run)) == 4
    values = [e["values"] for e in read_events(run) if e["type"] == "trial" and e["state"] == "complete"]
    assert len({json.dumps(one, sort_keys=True) for one in values}) == 4


def test_what_was_drawn_before_is_not_trained_again(tmp_path: Path) -> None:
    run = write_sweep(tmp_path, parameters={"lr": {"values": [0.01, 0.02, 0.03]}}, budget={"runs": 20})
    assert len(work(run)) == 3


def test_a_trial_below_the_median_ends_early(tmp_path: Path) -> None:
    run = write_sweep(
        tmp_path,
        method="tpe",
        budget={"runs": 12},
        pruning={"startAfterTrials": 2, "startAfterEpochs": 1},
    )
    work(run)
    found = Counter(state for _, state in ends(run))
    assert found["pruned"] >= 2 and found["complete"] >= 2 and sum(found.values()) == 12
    trained = Counter(line.split()[0] for line in epochs(run))
    assert all(trained[name] == (2 if state == "pruned" else 3) for name, state in ends(run))


def test_of_hours_no_trial_begins_that_would_go_beyond_them(tmp_path: Path) -> None:
    run = write_sweep(tmp_path, budget={"hours": 10 / 60})  # a trial takes 3 of the 10 minutes
    assert len(work(run)) == 3


def test_a_worker_that_was_killed_goes_on_with_its_trial_and_repeats_none(tmp_path: Path) -> None:
    run = write_sweep(tmp_path, method="tpe", budget={"runs": 8}, pruning={"startAfterTrials": 3})
    words = [sys.executable, "-m", "sweep_process", str(run)]
    for kills, at in enumerate((4, 9, 13), 1):
        both = [subprocess.Popen([*words, name, "0.05"]) for name in ("worker-1", "worker-2")]
        deadline = time.monotonic() + 60
        while not (run / "epochs.txt").exists() or len(epochs(run)) < at:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        for process in both:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert kills and len(ends(run)) < 8
    (run / "sweep" / "journal.jsonl").open("ab").write(b'{"op_code": 5, "wor')  # a kill in the middle of a line
    work(run, "worker-1")
    work(run, "worker-2")
    assert sorted({name for name, _ in ends(run)}) == [f"trial-{i:03d}" for i in range(1, 9)]
    assert max(Counter(epochs(run)).values()) == 1  # no epoch was trained twice


@pytest.mark.parametrize("end", ["complete", "pruned", "failed"])
def test_an_end_that_the_study_was_not_told_of_is_told_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    run = write_sweep(tmp_path, budget={"runs": 3}, pruning={"startAfterTrials": 1, "startAfterEpochs": 0})

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    if end == "failed":
        monkeypatch.setattr("sweep_process.quality", lambda *_: 1 / 0)
    if end == "pruned":
        values = iter([0.9, 0.9, 0.9, 0.9, 0.1])
        monkeypatch.setattr("sweep_process.quality", lambda *_: next(values, 0.2))
        work(with_budget(run, 1))
        with_budget(run, 3)
    with monkeypatch.context() as patch:
        patch.setattr("optuna.study.Study.tell", killed)
        with pytest.raises(KeyboardInterrupt):
            work(run)
    told = ends(run)[-1]
    assert told[1] == end
    with suppress(RunError):
        work(run)
    assert ends(run).count(told) == 2


def with_budget(run: Path, runs: int) -> Path:
    """The same run with another budget."""
    request = json.loads((run / "request.json").read_text())
    request["sweep"]["budget"] = {"runs": runs}
    (run / "request.json").write_text(json.dumps(request))
    return run


def test_a_trial_drawn_and_not_yet_anybodys_is_not_lost(tmp_path: Path) -> None:
    run = write_sweep(tmp_path, method="grid", parameters={"lr": {"values": [0.01, 0.02]}}, budget={})
    request = request_of(run)
    assert request.sweep
    study = Study(request.run_id, run, request.sweep)
    study.study.ask()  # and here it was killed
    assert len(work(run)) == 2


def test_several_workers_may_share_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATABASE, f"sqlite:///{tmp_path}/study.db")
    run = write_sweep(tmp_path)
    words = [sys.executable, "-m", "sweep_process", str(run)]
    both = [subprocess.Popen([*words, name, "0.01"], env=os.environ) for name in ("worker-1", "worker-2")]
    assert [process.wait(60) for process in both] == [0, 0]
    assert sorted(name for name, _ in ends(run)) == [f"trial-{i:03d}" for i in range(1, 7)]
    assert not (run / "sweep" / "journal.jsonl").exists()


def test_trials_that_fail_one_after_the_other_end_the_run(tmp_path: Path) -> None:
    run = write_sweep(tmp_path)
    (run / "configs").write_text("no folder")  # nothing can be written
    with pytest.raises(RunError, match="3 trials failed one after the other"):
        work(run)
    assert [state for _, state in ends(run)] == ["failed"] * 3


def test_a_sweep_over_what_no_config_has_is_refused(tmp_path: Path) -> None:
    run = write_sweep(tmp_path, parameters={"learningRate": {"values": [1]}})
    with pytest.raises(RunError, match="no config value is called learningRate"):
        request_of(run)


def test_half_a_line_is_dropped_and_whole_ones_stay(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text('{"a": 1}\n{"b"')
    drop_half_line(file)
    assert file.read_text() == '{"a": 1}\n'
