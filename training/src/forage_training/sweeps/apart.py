"""A sweep whose trials are trained on machines that share no disk: how its trials are given out.

One study is what keeps two workers from drawing the same trial. Where no database that all reach is named, the workers
have none in common, so trials that do not depend on each other are drawn before there are workers, each for a task of
its own, and the others are trained one after the other.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from forage_training.flow.run_request import SWEEP_FOLDER, RunRequest
from forage_training.sweeps.request import Sweep, worker_names
from forage_training.sweeps.study import DATABASE, JOURNAL, Study


def has_no_study_in_common(request: RunRequest) -> bool:
    """Whether the run's tasks are on machines that have only its store in common."""
    return request.store is not None and not os.environ.get(DATABASE)


def is_drawn_ahead(request: RunRequest) -> bool:
    """Whether every trial is drawn before the first is trained, each for a task of its own."""
    sweep = request.sweep
    if sweep is None or not has_no_study_in_common(request):
        return False
    return sweep.method == "grid" or (sweep.method == "random" and sweep.runs is not None)


def workers_of(request: RunRequest, sweep: Sweep) -> list[str]:
    """Makes the study, and names the tasks of the step ``train``: before there are workers, which may be elsewhere."""
    study = Study(request.run_id, request.run_folder, sweep)
    if is_drawn_ahead(request):
        return study.draw_all()
    return worker_names(1 if has_no_study_in_common(request) else request.parallel)


def shared_parts(request: RunRequest) -> list[str]:
    """Files of the study that a task sends to the store: those of the one worker there is, else none."""
    alone = has_no_study_in_common(request) and not is_drawn_ahead(request)
    return [f"{SWEEP_FOLDER}/{JOURNAL}"] if alone else []


def ended_apart(request: RunRequest, result_file: Callable[[str], Path]) -> list[str]:
    """Names of the trials, drawn ahead, that were trained to their end: each task wrote its own result."""
    trials = sorted((request.run_folder / SWEEP_FOLDER / "trials").glob("*.json"))
    return [file.stem for file in trials if result_file(file.stem).exists()]
