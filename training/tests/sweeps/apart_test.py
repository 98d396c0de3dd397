"""A sweep on machines that share a store in S3 and no study: each trial is trained once, by somebody."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from forage_training.flow.events import Events, read_events
from forage_training.flow.run_request import RunRequest, parse_request
from forage_training.flow.steps import shared_folder, tasks_of
from forage_training.sweeps.study import DATABASE
from forage_training.sweeps.worker import Worker, finished_results
from s3_double import BUCKET, s3_double
from sweep_process import Pretender, work
from tiny_run import write_request

LR = {"lr": {"from": 0.001, "to": 0.03, "scale": "log"}}
STORE = f"s3://{BUCKET}/runs/1"


def sweep_of(**changes: Any) -> dict[str, Any]:
    return {"method": "random", "parameters": LR, "budget": {"runs": 6}, "pruning": None, **changes}


class Cluster:
    """Machines that have nothing in common but the run's request and its store."""

    def __init__(self, root: Path, **sweep: Any) -> None:
        self.root = root
        self.text = (write_request(root, store=STORE, parallel=2, sweep=sweep_of(**sweep)) / "request.json").read_text()
        self.trained: list[str] = []

    def machine(self, name: str) -> RunRequest:
        """A new one: its folder is empty."""
        folder = self.root / "machines" / name
        shutil.rmtree(folder, ignore_errors=True)
        return parse_request(self.text, str(folder))

    def prepare(self) -> list[str]:
        """The step before there are workers."""
        request = self.machine("prepare")
        share = shared_folder(request, "prepare", "")
        share.pull()
        names = tasks_of(request)
        share.push()
        return names

    def train(self, worker: str, epochs_until_kill: int | None = None) -> None:
        """A worker's task on a machine of its own; it sends what it has after every epoch."""
        request = self.machine(worker)
        assert request.sweep
        shared_folder(request, "train", worker).pull()
        pretender = Pretender(request.run_folder)
        done = 0

        def train(named: Any, judge: Any) -> dict[str, Any]:
            def sent(epoch: int, map50: float | None, seconds: float) -> None:
                nonlocal done
                self.trained.append(f"{named.name} {epoch}")
                judge(epoch, map50, seconds)
                shared_folder(request, "train", worker).push()
                done += 1
                if done == epochs_until_kill:
                    raise KeyboardInterrupt

            return pretender(named, sent)

        Worker(request, request.sweep, worker, Events(request.run_folder, "train", worker), True).run(train)
        shared_folder(request, "train", worker).push()

    def choose(self) -> tuple[Path, list[dict[str, Any]]]:
        """The folder of the machine that chooses, and the results it sees."""
        request = self.machine("choose")
        assert request.sweep
        shared_folder(request, "choose", "").pull()
        folder = request.run_folder
        return folder, finished_results(request, request.sweep, lambda name: folder / "configs" / name / "result.json")


def drawn(run: Path) -> list[float]:
    """Learning rates of the trials that went to their end, in the order of their numbers."""
    trials = [e for e in read_events(run) if e["type"] == "trial" and e["state"] == "complete"]
    return [e["values"]["lr"] for e in sorted(trials, key=lambda e: int(e["number"]))]


@pytest.mark.parametrize(
    "sweep", [{}, {"method": "grid", "parameters": {"lr": {"values": [0.001, 0.01, 0.02]}}, "budget": {}}]
)
def test_each_trial_is_a_task_and_is_drawn_as_on_one_machine(tmp_path: Path, sweep: dict[str, Any]) -> None:
    with s3_double():
        cluster = Cluster(tmp_path / "many", **sweep)
        workers = cluster.prepare()
        assert cluster.prepare() == workers  # a step that is tried again gives out the same
        for worker in reversed(workers):
            cluster.train(worker)
        folder, results = cluster.choose()
    alone = write_request(tmp_path / "one", sweep=sweep_of(**sweep))
    work(alone)
    assert len(workers) == len(results) == len(drawn(alone))
    assert drawn(folder) == drawn(alone)
    assert max(Counter(cluster.trained).values()) == 1


def test_a_trial_that_was_killed_goes_on_at_its_last_epoch_on_another_machine(tmp_path: Path) -> None:
    with s3_double():
        cluster = Cluster(tmp_path)
        workers = cluster.prepare()
        with pytest.raises(KeyboardInterrupt):
            cluster.train(workers[0], epochs_until_kill=2)
        for worker in workers:
            cluster.train(worker)
        _, results = cluster.choose()
    assert len(results) == 6
    assert Counter(cluster.trained)["trial-001 2"] == 1
    assert Counter(cluster.trained)["trial-001 3"] == 1


def test_trials_that_learn_from_each_other_are_trained_one_after_the_other(tmp_path: Path) -> None:
    with s3_double():
        cluster = Cluster(tmp_path, method="tpe")
        assert cluster.prepare() == ["worker-1"]
        with pytest.raises(KeyboardInterrupt):
            cluster.train("worker-1", epochs_until_kill=8)  # in the third trial
        cluster.train("worker-1")
        _, results = cluster.choose()
    assert sorted(one["config"] for one in results) == [f"trial-{i:03d}" for i in range(1, 7)]
    assert max(Counter(cluster.trained).values()) == 1


def test_with_a_database_there_are_as_many_workers_as_were_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATABASE, f"sqlite:///{tmp_path / 'study.db'}")
    run = write_request(tmp_path, store=STORE, parallel=2, sweep=sweep_of())
    assert tasks_of(parse_request((run / "request.json").read_text())) == ["worker-1", "worker-2"]
