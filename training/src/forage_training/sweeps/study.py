"""A sweep's study: Optuna keeps what was drawn, how it went and who trains it, in the run's folder or a database.

A kill leaves trials that are "running" for ever. Each is written down with the worker that trains it, under a lock, so
that the worker finds its trial again and goes on with it; none is drawn twice for it and none is lost.
"""

from __future__ import annotations

import fcntl
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import optuna
from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock
from optuna.trial import FrozenTrial, Trial, TrialState

from forage_training.flow.events import RunError
from forage_training.flow.run_request import SWEEP_FOLDER as FOLDER
from forage_training.sweeps.request import Choices, Range, Sweep, worker_name

DATABASE = "FORAGE_SWEEP_STORAGE"
"""Names a database that Optuna can use, for workers on several machines."""
JOURNAL = "journal.jsonl"
WORKER, SECONDS, REPEATS = "worker", "seconds", "repeats"
"""What is noted on a trial: who trains it, how long it has trained, and which earlier trial had the same values."""
AGAIN = 25
"""Draws in a row that may repeat earlier trials before a sweep has nothing new to try."""


class FileLock(JournalFileOpenLock):
    """A lock that the system takes from a process that is killed."""

    def __init__(self, file: Path) -> None:
        super().__init__(str(file))
        self._file = file
        self._held: IO[bytes] | None = None

    def acquire(self) -> bool:
        """Waits for the lock."""
        held = self._file.open("ab")
        fcntl.flock(held, fcntl.LOCK_EX)
        self._held = held
        return True

    def release(self) -> None:
        """Gives it back."""
        if self._held:
            self._held.close()
            self._held = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds it for a while."""
        self.acquire()
        try:
            yield
        finally:
            self.release()


def drop_half_line(file: Path) -> None:
    """Drops a last line that a kill cut off; Optuna refuses a file with one in its middle."""
    if not file.exists():
        return
    written = file.read_bytes()
    if written and not written.endswith(b"\n"):
        os.truncate(file, written.rfind(b"\n") + 1)


def storage_of(folder: Path) -> optuna.storages.BaseStorage:
    """Where the study is: the database that is named, else a journal in the run's folder."""
    url = os.environ.get(DATABASE)
    if url:
        return optuna.storages.RDBStorage(url)
    folder.mkdir(parents=True, exist_ok=True)
    journal, lock = folder / JOURNAL, FileLock(folder / "journal.lock")
    with lock.held():
        drop_half_line(journal)
    return optuna.storages.JournalStorage(JournalFileBackend(str(journal), lock_obj=lock))


def suggest(trial: Trial, name: str, parameter: Range | Choices) -> None:
    """Draws a value for a trial; one that it has stays."""
    if isinstance(parameter, Choices):
        trial.suggest_categorical(name, parameter.values)
    elif parameter.whole:
        low, high = int(parameter.low), int(parameter.high)
        trial.suggest_int(name, low, high, log=parameter.log, step=int(parameter.step or 1))
    else:
        trial.suggest_float(name, parameter.low, parameter.high, log=parameter.log, step=parameter.step)


def sampler_of(sweep: Sweep, draws: int, side_by_side: bool) -> optuna.samplers.BaseSampler:
    """Draws the next trial; ``draws`` before it give each its own random numbers, the same whoever asks."""
    if sweep.method == "random":
        return optuna.samplers.RandomSampler(seed=sweep.seed + draws)
    first = 10 if sweep.runs is None else max(3, min(10, sweep.runs // 3))
    return optuna.samplers.TPESampler(seed=sweep.seed + draws, n_startup_trials=first, constant_liar=side_by_side)


def pruner_of(sweep: Sweep) -> optuna.pruners.BasePruner:
    """Ends trials below the median of those before them, at the same epoch."""
    if sweep.pruning is None:
        return optuna.pruners.NopPruner()
    # epochs count from 1, and Optuna judges from its warm-up on
    return optuna.pruners.MedianPruner(sweep.pruning.after_trials, n_warmup_steps=sweep.pruning.after_epochs + 1)


class Study:
    """The study of a run's sweep, as one worker uses it.

    Args:
        side_by_side: whether other workers draw at the same time.
    """

    def __init__(self, run_id: str, run_folder: Path, sweep: Sweep, side_by_side: bool = False) -> None:
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        folder = run_folder / FOLDER
        self.sweep = sweep
        self.side_by_side = side_by_side
        folder.mkdir(parents=True, exist_ok=True)
        self.lock = FileLock(folder / "draw.lock")
        with self.lock.held():
            # two that make a new database's tables at the same time get in each other's way
            self.storage = storage_of(folder)
            self.study = optuna.create_study(
                study_name=run_id,
                storage=self.storage,
                direction="maximize",
                pruner=pruner_of(sweep),
                load_if_exists=True,
            )
            self._plan_grid()

    def _plan_grid(self) -> None:
        """Of a grid every combination is written down before the first is trained."""
        if self.sweep.method != "grid":
            return
        names = list(self.sweep.parameters)
        lists = [one.values for one in self.sweep.parameters.values() if isinstance(one, Choices)]
        if len(lists) != len(names):
            raise RunError("A grid needs a list of values for each parameter.")
        for combination in itertools.product(*lists):
            self.study.enqueue_trial(dict(zip(names, combination, strict=True)), skip_if_exists=True)

    def trials(self, *states: TrialState) -> list[FrozenTrial]:
        """Trials that somebody took; without states all."""
        found = self.study.get_trials(deepcopy=False, states=states or None)
        return [one for one in found if WORKER in one.user_attrs]

    def draw_all(self) -> list[str]:
        """Draws every trial of a sweep that is drawn ahead, each for a worker of its own; again gives the same ones.

        Returns:
            The workers' names.
        """
        names: list[str] = []
        while self.draw(name := worker_name(len(names))):
            names.append(name)
        return names

    def left_over(self, worker: str) -> Trial | None:
        """The trial that this worker had when it was killed."""
        own = [one for one in self.trials(TrialState.RUNNING) if one.user_attrs[WORKER] == worker]
        return Trial(self.study, own[0]._trial_id) if own else None

    def reported(self, trial: Trial) -> dict[int, float]:
        """What was told of a trial's epochs."""
        return dict(self.storage.get_trial(trial._trial_id).intermediate_values)

    def spent_seconds(self) -> float:
        """What all trials have trained so far."""
        return float(sum(one.user_attrs.get(SECONDS, 0.0) for one in self.trials()))

    def is_spent(self) -> bool:
        """Whether no further trial may begin: of hours, also when a usual trial would go beyond them."""
        taken = self.trials()
        if self.sweep.runs is not None and len(taken) >= self.sweep.runs:
            return True
        if self.sweep.hours is None:
            return False
        whole = [float(one.user_attrs.get(SECONDS, 0.0)) for one in taken if one.state == TrialState.COMPLETE]
        usual = sum(whole) / len(whole) if whole else 0.0
        going = [float(one.user_attrs.get(SECONDS, 0.0)) for one in taken if one.state == TrialState.RUNNING]
        still = sum(max(0.0, usual - seconds) for seconds in going)
        left = self.sweep.hours * 3600 - self.spent_seconds() - still
        return left <= 0 or left < usual

    def draw(self, worker: str) -> Trial | None:
        """The next trial for a worker, its own from before a kill first; None when there is nothing more to do."""
        with self.lock.held():
            own = self.left_over(worker) or self._unclaimed(worker)
            if own:
                return own
            for _ in range(AGAIN):
                if self.is_spent() or self._has_nothing_new():
                    return None
                trial = self._ask()
                earlier = self._same_as(trial)
                if earlier is None:
                    trial.set_user_attr(WORKER, worker)
                    return trial
                trial.set_user_attr(REPEATS, earlier)
                self.study.tell(trial, state=TrialState.FAIL)
            return None

    def _unclaimed(self, worker: str) -> Trial | None:
        """A trial that was drawn before a kill and not yet written down as anybody's: who holds the lock knows that."""
        for one in self.study.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
            if WORKER not in one.user_attrs and not os.environ.get(DATABASE):
                trial = Trial(self.study, one._trial_id)
                self._suggest(trial)
                trial.set_user_attr(WORKER, worker)
                return trial
        return None

    def _has_nothing_new(self) -> bool:
        """Of a grid, when no combination waits."""
        waiting = self.study.get_trials(deepcopy=False, states=(TrialState.WAITING,))
        return self.sweep.method == "grid" and not waiting

    def _ask(self) -> Trial:
        draws = len(self.study.get_trials(deepcopy=False))
        self.study.sampler = sampler_of(self.sweep, draws, self.side_by_side)
        trial = self.study.ask()
        self._suggest(trial)
        return trial

    def _suggest(self, trial: Trial) -> None:
        for name, parameter in self.sweep.parameters.items():
            suggest(trial, name, parameter)

    def _same_as(self, trial: Trial) -> int | None:
        """Number of an earlier trial with the same values."""
        same = [one.number for one in self.trials() if one.number != trial.number and one.params == trial.params]
        return same[0] if same else None


def values_of(trial: Trial | FrozenTrial, sweep: Sweep) -> dict[str, Any]:
    """What a trial's config has of its own, by the names of files."""
    return {name: trial.params[name] for name in sweep.parameters}


def number_name(number: int) -> str:
    """Name of a trial's config, counted from 1."""
    return f"trial-{number + 1:03d}"
