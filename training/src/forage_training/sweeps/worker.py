"""One worker of a sweep: draws a trial, trains it, tells how it went, and draws the next until the budget is spent."""

from __future__ import annotations

import gc
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from optuna.trial import Trial, TrialState

from forage_training.flow.events import Events, RunError, reason_of
from forage_training.flow.named_config import config_part
from forage_training.flow.run_request import NamedConfig, RunRequest, config_named, trial_file
from forage_training.sweeps.apart import ended_apart, is_drawn_ahead
from forage_training.sweeps.pruned import Judge, PrunedError
from forage_training.sweeps.request import Sweep
from forage_training.sweeps.study import SECONDS, Study, number_name, values_of
from forage_training.whole_file import write_whole

FAILURES = 3
"""So many trials that fail one after the other end the run: the fault is not in what was drawn."""
SETTLE_S = 0.5
"""A process that is told to end fails first where its helpers were ended before it: that is no failed trial."""

Train = Callable[[NamedConfig, Judge], dict[str, Any]]
"""Trains a config from its last epoch on; its result as ``train_config`` gives it."""


def judge_of(trial: Trial) -> Judge:
    """Tells the study of each epoch, and asks it whether to go on."""
    before = float(trial.user_attrs.get(SECONDS, 0.0))

    def judge(epoch: int, map50: float | None, seconds: float) -> None:
        nonlocal before
        before += seconds
        trial.set_user_attr(SECONDS, round(before, 2))
        if map50 is None:
            return
        trial.report(map50, epoch)
        if trial.should_prune():
            raise PrunedError(epoch)

    return judge


def end_what_was_judged(study: Study, trial: Trial) -> None:
    """Ends a trial again that a kill kept from being written down as ended.

    Raises:
        PrunedError: if its last epoch was not good enough.
    """
    reported = study.reported(trial)
    if reported and trial.should_prune():
        raise PrunedError(max(reported))


class Worker:
    """A worker of a run's sweep."""

    def __init__(self, request: RunRequest, sweep: Sweep, worker: str, events: Events, side_by_side: bool) -> None:
        self.request = request
        self.sweep = sweep
        self.worker = worker
        self.events = events
        self.reason = ""
        self.study = Study(request.run_id, request.run_folder, sweep, side_by_side)

    def tell(self, trial: Trial, state: str, **facts: object) -> None:
        """An event of a trial. Of its end before the study knows of it: a kill between the two has it told again."""
        values = values_of(trial, self.sweep)
        name = number_name(trial.number)
        self.events.add("trial", config=name, number=trial.number + 1, state=state, values=values, **facts)

    def run(self, train: Train) -> list[str]:
        """Works until nothing is left to draw; names of the trials that were trained to their end.

        Raises:
            RunError: if several trials in a row failed.
        """
        whole, failed = [], 0
        while trial := self.study.draw(self.worker):
            name = number_name(trial.number)
            end = self._train(trial, name, train)
            failed = failed + 1 if end == "failed" else 0
            if end == "complete":
                whole.append(name)
            if failed >= FAILURES:
                raise RunError(f"{FAILURES} trials failed one after the other. The last: {self.reason}")
            gc.collect()
        return whole

    def _train(self, trial: Trial, name: str, train: Train) -> str:
        file = trial_file(self.request.run_folder, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        values = values_of(trial, self.sweep)
        write_whole(file, json.dumps({"worker": self.worker, "number": trial.number + 1, "values": values}) + "\n")
        self.tell(trial, "running")
        try:
            end_what_was_judged(self.study, trial)
            result = train(config_named(self.request, name), judge_of(trial))
        except PrunedError as pruned:
            self.tell(trial, "pruned", epoch=pruned.epoch)
            self.study.study.tell(trial, state=TrialState.PRUNED)
            self._drop_checkpoints(name)
            return "pruned"
        except Exception as error:
            time.sleep(SETTLE_S)
            self.reason = reason_of(error)
            self.tell(trial, "failed", reason=self.reason)
            self.study.study.tell(trial, state=TrialState.FAIL)
            self._drop_checkpoints(name)
            return "failed"
        if result["map50"] is None:
            raise RunError("Trials are compared on validation photos, and this version has none.")
        self.tell(trial, "complete", map50=result["map50"])
        self.study.study.tell(trial, float(result["map50"]))
        self._drop_checkpoints(name)
        return "complete"

    def _drop_checkpoints(self, name: str) -> None:
        """What only going on with the trial would need."""
        shutil.rmtree(self.request.run_folder / config_part(name) / "weights", ignore_errors=True)


def finished_results(request: RunRequest, sweep: Sweep, result_file: Callable[[str], Path]) -> list[dict[str, Any]]:
    """Results of the trials that were trained to their end, by all workers.

    Raises:
        RunError: if there is none.
    """
    study = Study(request.run_id, request.run_folder, sweep)
    whole = [number_name(one.number) for one in study.trials(TrialState.COMPLETE)]
    names = ended_apart(request, result_file) if is_drawn_ahead(request) else whole
    found = [json.loads(result_file(name).read_text(encoding="utf-8")) for name in names]
    if not found:
        raise RunError("No trial of this sweep was trained to its end: there is none to keep. Give it a larger budget.")
    return found
