"""Trains one config of a run, from where the last process stopped, and chooses on validation what to keep."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from forage_training.evaluation.evaluate_coco import EvalConfig, evaluate
from forage_training.flow.events import Events, RunError
from forage_training.flow.named_config import AVERAGED_CHECKPOINTS, config_part, start_file, to_train_config
from forage_training.flow.run_request import NamedConfig, RunRequest, trainer_of
from forage_training.flow.tracking import tell_epoch, tell_kept, told
from forage_training.sweeps.pruned import Judge, PrunedError, go_on
from forage_training.trackers.session import Session
from forage_training.trainers.checkpoints import checkpoints, drop_damaged, newest_checkpoint
from forage_training.trainers.config import TrainConfig
from forage_training.trainers.mean_weights import average
from forage_training.trainers.registry import trainer_named
from forage_training.trainers.run_folder import start_run, validation_photos
from forage_training.trainers.trainer import EpochDone, Trainer
from forage_training.whole_file import write_whole

RESULT = "result.json"
TRAINED_SHARES = (1.0, 0.75, 0.5)
"""How much of the trained weights the kept ones hold; the rest is what training started from."""
CHOOSING_PHOTOS = 300


def config_folder(request: RunRequest, name: str) -> Path:
    """Where one config's training is."""
    return request.run_folder / config_part(name)


def result_file(request: RunRequest, name: str) -> Path:
    """What one config's training came to."""
    return config_folder(request, name) / RESULT


class Reporter:
    """Passes a trainer's progress on, as events and to the run's tracker."""

    def __init__(self, name: str, events: Events, session: Session, share: Callable[[], None], judge: Judge) -> None:
        self.name = name
        self.events = events
        self.session = session
        self.share = share
        self.judge = judge
        self.epoch_started = time.monotonic()

    def epoch_begins(self) -> None:
        """Before an epoch's first batch."""
        self.epoch_started = time.monotonic()

    def batch_done(self, epoch: int, epochs: int, done: int, total: int) -> None:
        """After each batch."""
        self.events.batch(config=self.name, epoch=epoch, epochs=epochs, done=done, total=total)

    def epoch_done(self, done: EpochDone) -> None:
        """After an epoch."""
        seconds = round(time.monotonic() - self.epoch_started, 2)
        self.events.add(
            "epoch",
            config=self.name,
            epoch=done.epoch,
            epochs=done.epochs,
            loss={key: round(value, 4) for key, value in done.loss.items()},
            map50=None if done.map50 is None else round(done.map50, 5),
            lr=done.lr,
            seconds=seconds,
            photos=done.photos,
        )
        tell_epoch(self.session, done, seconds)
        self.share()
        self.judge(done.epoch, done.map50, seconds)


def begin(folder: Path, config: TrainConfig) -> bool:
    """Makes the run folder if it is missing; true if training must be resumed."""
    if not (folder / "config.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        start_run(config, folder)
        return False
    drop_damaged(folder)
    return newest_checkpoint(folder) is not None


def choose_weights(trainer: Trainer, folder: Path, config: TrainConfig, names: list[str]) -> tuple[Any, dict[str, Any]]:
    """The best mean of the last checkpoints and the starting weights, on validation photos.

    Without such photos the last checkpoint is taken.
    """
    newest = newest_checkpoint(folder)
    if newest is None:
        raise RunError("Training left no checkpoint that can be read. Resume to train again.")
    photos = validation_photos(folder, CHOOSING_PHOTOS)
    classes = len(names)
    model = trainer.load(newest[0], classes)
    if not photos:
        return model, {"map50": None, "share": 1.0, "checkpoints": 1, "tried": []}
    recent = [trainer.load(p, classes).state_dict() for p in checkpoints(folder)[:AVERAGED_CHECKPOINTS]]
    start = trainer.load(Path(config.weights), classes).state_dict()
    trained = average(recent, [1 / len(recent)] * len(recent)) if recent else model.state_dict()
    candidates = [(share, average([trained, start], [share, 1 - share])) for share in TRAINED_SHARES]
    tried = []
    for share, state in candidates:
        model.load_state_dict(state)
        by_class = evaluate(model.float().eval(), photos, names, EvalConfig(head=trainer.about.head))
        tried.append({"share": share, "map50": round(sum(by_class.values()) / max(1, len(by_class)), 5)})
    best = max(range(len(tried)), key=lambda i: tried[i]["map50"])
    model.load_state_dict(candidates[best][1])
    return model, {**tried[best], "checkpoints": max(1, len(recent)), "tried": tried}


def train_until(trainer: Trainer, folder: Path, resume: bool, reporter: Reporter) -> PrunedError | None:
    """Trains to the last epoch, or until the judge ends it."""
    try:
        trainer.train(folder, resume, reporter)
    except PrunedError as pruned:
        return pruned
    return None


def train_config(
    request: RunRequest,
    named: NamedConfig,
    by_source: Path,
    names: list[str],
    events: Events,
    share: Callable[[], None] = lambda: None,
    judge: Judge = go_on,
) -> dict[str, Any]:
    """Trains and keeps: returns the config's name, figure on validation and file of weights.

    A finished config is not touched; an interrupted one goes on after its last epoch. ``share`` sends what there is to
    the run's store, after every epoch.

    Raises:
        RunError: if the config is invalid, or training made nothing.
        PrunedError: if ``judge`` ends it after an epoch.
    """
    folder = config_folder(request, named.name)
    if (folder / RESULT).exists():
        return dict(json.loads((folder / RESULT).read_text(encoding="utf-8")))
    trainer = trainer_named(trainer_of(named))
    config = to_train_config(request, named, by_source, start_file(request, trainer_of(named)))
    resume = begin(folder, config)
    newest = newest_checkpoint(folder)
    events.add("training", config=named.name, epochs=config.epochs, fromEpoch=newest[1] + 2 if resume and newest else 1)
    with told(request, named, config, events) as session:
        ended = train_until(trainer, folder, resume, Reporter(named.name, events, session, share, judge))
        if ended:
            session.facts({"prunedAfterEpoch": ended.epoch})
        else:
            torch.set_num_threads(config.threads)
            model, choice = choose_weights(trainer, folder, config, names)
            kept = folder / "weights.safetensors"
            trainer.save(model, kept, names)
            result = {"config": named.name, "weights": str(kept), **choice}
            tell_kept(session, request, named.name, folder, result)
    if ended:
        raise ended
    write_whole(folder / RESULT, json.dumps(result, indent=1) + "\n")
    events.add("chosen-weights", config=named.name, map50=choice["map50"], share=choice["share"], tried=choice["tried"])
    return result
