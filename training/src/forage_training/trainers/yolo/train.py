"""Trains the detector. The parts of this file: config, trainer, budget, run.

    python -m forage_training.trainers.yolo.train --merged DIR --weights FILE.safetensors --run DIR --hours 1.5
    python -m forage_training.trainers.yolo.train --run DIR --resume    # after a kill

To go on from a version with a fresh schedule, start a new run with that version's weights as ``--weights``.

An "epoch" here is a fixed number of photos, not a pass over the data: checkpoints, the learning-rate curve and the
time budget then have the same fine steps on a slow machine as on a fast one. The run folder holds everything that
made the weights: ``config.json`` with data-set hashes and commit, ``train.txt``, and a checkpoint per epoch.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("YOLO_OFFLINE", "1")

import torch
from torch import nn
from ultralytics.data.build import InfiniteDataLoader, seed_worker
from ultralytics.models.yolo.detect import DetectionTrainer
from ultralytics.nn.tasks import DetectionModel
from ultralytics.utils import SETTINGS

from forage_training.datasets.knowledge import read_knowledge
from forage_training.evaluation.evaluate_coco import EvalConfig, evaluate
from forage_training.trainers.checkpoints import newest_checkpoint, prune
from forage_training.trainers.config import TrainConfig, add_options, as_config, given_options, with_values
from forage_training.trainers.run_folder import PROGRESS, read_config, read_progress, start_run, validation_photos
from forage_training.trainers.schedule import rate_share
from forage_training.trainers.short_epochs import ShortEpochs
from forage_training.trainers.trainer import EpochDone, Progress
from forage_training.trainers.yolo.head import build_model, load_weights
from forage_training.trainers.yolo.partial_labels import LabelTable, PartialLabelLoss
from forage_training.trainers.yolo.photo_dataset import PhotoDataset
from forage_training.trainers.yolo.teacher import Teacher
from forage_training.whole_file import write_whole

OPTIMISERS = {"adamw": "AdamW", "adam": "Adam", "sgd": "SGD"}
"""The trainer's own names."""
INTEGRATIONS = ("clearml", "comet", "dvc", "mlflow", "raytune", "tensorboard", "wandb")

# ---------------------------------------------------------------------------------------------------------------------
# config


def trainer_overrides(config: TrainConfig, run: Path) -> dict[str, Any]:
    """The config in the trainer's own words. ``epochs`` is a first guess that the time budget corrects."""
    return {
        "model": "yolo11n.yaml",
        "data": str(run / "data.yaml"),
        "project": str(run.parent),
        "name": run.name,
        "exist_ok": True,
        "device": config.device or ("0" if torch.cuda.is_available() else "cpu"),
        "imgsz": config.image_px,
        "batch": config.batch,
        "nbs": config.batch,
        "epochs": config.epochs or max(2, round(config.hours * 30)),
        "optimizer": OPTIMISERS[config.optimiser],
        "momentum": config.momentum,
        "lr0": config.lr,
        "lrf": 1.0 if config.schedule == "constant" else config.lr_end_share,
        "cos_lr": config.schedule == "cosine",
        "warmup_epochs": config.warmup_epochs,
        "warmup_bias_lr": 0.0,
        "weight_decay": config.weight_decay,
        "mosaic": config.mosaic,
        "close_mosaic": max(1, round(config.epochs * config.mosaic_off_share)),
        "degrees": config.degrees,
        "scale": config.scale,
        "fliplr": config.fliplr,
        "hsv_h": config.hsv_h,
        "hsv_s": config.hsv_s,
        "hsv_v": config.hsv_v,
        "freeze": config.frozen_layers,
        "cache": "ram",
        "amp": False,
        "val": config.validation_photos > 0,
        "plots": False,
        "save_period": 1,
        "seed": config.seed,
        "deterministic": False,
    }


# ---------------------------------------------------------------------------------------------------------------------
# trainer


def run_in_bfloat16() -> None:
    """Makes every detection model of this process train in bfloat16."""
    stock = DetectionModel._predict_once

    def predict_once(self: Any, x: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
        if not self.training:
            return stock(self, x, *args, **kwargs)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = stock(self, x, *args, **kwargs)
        return in_float32(found)

    DetectionModel._predict_once = predict_once


def in_float32(found: Any) -> Any:
    """The same nest of lists, tuples and dicts with every tensor in float32."""
    if isinstance(found, torch.Tensor):
        return found.float()
    if isinstance(found, dict):
        return {key: in_float32(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return type(found)(in_float32(value) for value in found)
    return found


class ForageTrainer(DetectionTrainer):  # type: ignore[misc]
    """The stock trainer with a grown head, short epochs and one loader process on the CPU.

    Validation is ``evaluate_coco``'s: it measures by COCO's definition, on as many photos as the config says.
    """

    config: TrainConfig
    validation: Sequence[Path] = ()
    label_mask: torch.Tensor | None = None

    def get_model(self, cfg: Any = None, weights: nn.Module | None = None, verbose: bool = True) -> nn.Module:
        """Builds the grown model from the starting weights, or from a checkpoint when resuming."""
        del cfg, verbose
        classes = self.data["nc"]
        if weights is None:
            model: nn.Module = load_weights(Path(self.config.weights), classes)
        else:
            model = build_model(classes)
            model.load_state_dict(weights.float().state_dict())
        model.names = self.data["names"]
        if self.config.channels_last:
            model = model.to(memory_format=torch.channels_last)
        return model

    def get_dataloader(self, dataset_path: str, batch_size: int = 16, rank: int = 0, mode: str = "train") -> Any:
        """One worker next to the training process; the stock trainer would decode and augment in its own thread."""
        if mode != "train":
            return super().get_dataloader(dataset_path, batch_size, rank, mode)
        dataset = self.build_photos(dataset_path, batch_size)
        epochs_done = int(read_progress(Path(self.args.save_dir) / PROGRESS).get("epochsDone", 0))
        sampler = ShortEpochs(len(dataset), self.config.photos_per_epoch, self.config.seed + epochs_done)
        return InfiniteDataLoader(
            dataset=dataset,
            batch_size=batch_size,
            sampler=sampler,
            num_workers=self.config.workers,
            prefetch_factor=6 if self.config.workers else None,
            collate_fn=dataset.collate_fn,
            worker_init_fn=seed_worker,
            drop_last=True,
        )

    def build_photos(self, listed: str, batch_size: int) -> PhotoDataset:
        """The training photos, with notes on what is not labelled if ``prepare`` wrote them."""
        dataset = PhotoDataset(
            img_path=listed,
            imgsz=self.args.imgsz,
            batch_size=batch_size,
            augment=True,
            hyp=self.args,
            cache=self.args.cache,
            stride=32,
            prefix="train: ",
            task="detect",
            data=self.data,
        )
        dataset.inverted_share = self.config.inverted_share
        knowledge = read_knowledge(Path(self.config.merged))
        if knowledge is not None:
            table = LabelTable(len(self.data["names"]))
            dataset.know(knowledge, table)
            self.label_mask = table.mask()
        return dataset

    def prepare_loss(self) -> None:
        """Callback ``on_train_start``: the loss and the averaging this project wants."""
        self.ema.decay = lambda updates: self.config.ema_decay * (1 - math.exp(-updates / self.config.ema_ramp))
        config = self.config
        if self.label_mask is None and not config.teacher:
            return
        classes = len(self.data["names"])
        mask = torch.ones(1, classes) if self.label_mask is None else self.label_mask
        teacher = None
        if config.teacher:
            teacher = Teacher.load(Path(config.teacher), classes, self.device, config.channels_last)
        self.model.criterion = PartialLabelLoss(self.model, mask, teacher, config.teacher_share)

    def _setup_scheduler(self) -> None:
        """The rate over the whole schedule, of which earlier runs may have done a part."""
        if not self.config.photos:
            super()._setup_scheduler()
            return
        per_epoch, before, end = self.config.photos_per_epoch, self.config.photos_before, self.config.lr_end_share
        of = self.config.schedule
        self.lf = lambda epoch: rate_share(of, (before + epoch * per_epoch) / self.config.photos, end)
        self.scheduler = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lr_lambda=self.lf)

    def preprocess_batch(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Scales to 0..1 in the memory layout the model has."""
        batch = super().preprocess_batch(batch)
        if self.config.channels_last:
            batch["img"] = batch["img"].contiguous(memory_format=torch.channels_last)
        return batch

    def validate(self) -> tuple[dict[str, float], float]:
        """mAP50 of the averaged weights on the validation photos; nothing when there are none."""
        if not self.validation:
            return self.metrics, 0.0
        model = copy.deepcopy(self.ema.ema).float().eval()
        by_class = evaluate(model, self.validation, list(self.data["names"].values()), EvalConfig())
        map50 = sum(by_class.values()) / max(1, len(by_class))
        return {"metrics/mAP50(B)": map50}, map50

    def final_eval(self) -> None:
        """Nothing: the last checkpoint keeps its optimizer state, so that a run can go on."""


# ---------------------------------------------------------------------------------------------------------------------
# budget


class TimeBudget:
    """Corrects the number of epochs after each one, so that the learning rate reaches its end when the time does.

    Time spent is kept in the run folder: a resumed run goes on with what was left. With ``epochs`` set it only keeps
    the record.
    """

    def __init__(self, hours: float, mosaic_off_share: float, file: Path, epochs: int = 0) -> None:
        self.seconds = hours * 3600
        self.epochs = epochs
        self.mosaic_off_share = mosaic_off_share
        self.file = file
        self.spent_before = float(read_progress(file).get("secondsSpent", 0.0))
        self.started = time.monotonic()

    def on_start(self, _trainer: ForageTrainer) -> None:
        """Callback ``on_train_start``: loading photos is not training."""
        self.started = time.monotonic()

    def after_epoch(self, trainer: ForageTrainer) -> None:
        """Callback ``on_fit_epoch_end``."""
        here = time.monotonic() - self.started
        done_here = trainer.epoch - trainer.start_epoch + 1
        spent = self.spent_before + here
        total = self.epochs
        if not self.epochs:
            left = max(0, round((self.seconds - spent) / (here / done_here)))
            total = trainer.epoch + 1 + left
            trainer.epochs = trainer.args.epochs = total
            trainer.args.close_mosaic = max(1, round(total * self.mosaic_off_share))
            trainer._setup_scheduler()
            trainer.scheduler.last_epoch = trainer.epoch
            trainer.stop = trainer.stop or left == 0
        photos = (trainer.epoch + 1) * trainer.config.photos_per_epoch
        rate = done_here * trainer.config.photos_per_epoch / here
        progress = {
            "secondsSpent": round(spent, 1),
            "epochsDone": trainer.epoch + 1,
            "epochsPlanned": total,
            "photosSeen": photos,
            "photosPerSecond": round(rate, 2),
            "loss": {k: round(float(v), 4) for k, v in trainer.tloss.items()},
            "lr": trainer.optimizer.param_groups[0]["lr"],
        }
        write_whole(self.file, json.dumps(progress, indent=1) + "\n")
        print(time.strftime("%H:%M:%S"), json.dumps(progress), flush=True)


# ---------------------------------------------------------------------------------------------------------------------
# run


def no_integrations() -> None:
    """Switches off what the stock trainer would tell others: the flow tells the run's tracker."""
    SETTINGS.update({**dict.fromkeys(INTEGRATIONS, False), "sync": False})


class Reporter:
    """Tells the stock trainer's callbacks on."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.done = 0

    def on_epoch_start(self, _trainer: ForageTrainer) -> None:
        """Callback ``on_train_epoch_start``."""
        self.done = 0
        self.progress.epoch_begins()

    def on_batch_end(self, trainer: ForageTrainer) -> None:
        """Callback ``on_train_batch_end``."""
        self.done += 1
        self.progress.batch_done(trainer.epoch + 1, trainer.epochs, self.done, len(trainer.train_loader))

    def on_epoch_end(self, trainer: ForageTrainer) -> None:
        """Callback ``on_fit_epoch_end``: its checkpoint is written."""
        map50 = trainer.metrics.get("metrics/mAP50(B)")
        self.progress.epoch_done(
            EpochDone(
                epoch=trainer.epoch + 1,
                epochs=trainer.epochs,
                loss={key.removesuffix("_loss"): float(value) for key, value in trainer.tloss.items()},
                map50=None if map50 is None else float(map50),
                lr=float(trainer.optimizer.param_groups[0]["lr"]),
                photos=trainer.config.photos_per_epoch,
            )
        )


def train(run: Path, resume: bool, progress: Progress | None = None) -> None:
    """Trains until the epochs are done or the time budget is spent; with ``resume`` from the last checkpoint."""
    config = read_config(run)
    torch.set_num_threads(config.threads)
    torch.set_flush_denormal(True)
    if config.bfloat16:
        run_in_bfloat16()
    no_integrations()
    overrides = trainer_overrides(config, run)
    newest = newest_checkpoint(run) if resume else None
    if newest:
        checkpoint, epoch = newest
        if config.epochs and epoch + 1 >= config.epochs:
            return
        overrides["resume"] = str(checkpoint)
    ForageTrainer.config = config
    ForageTrainer.validation = validation_photos(run, config.validation_photos)
    trainer = ForageTrainer(overrides=overrides)
    budget = TimeBudget(config.hours, config.mosaic_off_share, run / PROGRESS, config.epochs)
    trainer.add_callback("on_train_start", budget.on_start)
    trainer.add_callback("on_train_start", lambda _: trainer.prepare_loss())
    trainer.add_callback("on_fit_epoch_end", budget.after_epoch)
    trainer.add_callback("on_fit_epoch_end", lambda _: prune(run, config.kept_checkpoints))
    if progress:
        reporter = Reporter(progress)
        trainer.add_callback("on_train_epoch_start", reporter.on_epoch_start)
        trainer.add_callback("on_train_batch_end", reporter.on_batch_end)
        trainer.add_callback("on_fit_epoch_end", reporter.on_epoch_end)
    trainer.train()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True, help="run folder")
    parser.add_argument("--resume", action="store_true", help="go on from the run's last checkpoint")
    parser.add_argument("--merged", help="folder written by prepare.py")
    parser.add_argument("--weights", help="starting weights, safetensors")
    parser.add_argument("--hours", type=float, help="time budget")
    parser.add_argument("--values", type=Path, help="JSON file with any of the config's values")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a value of the config")
    add_options(parser)
    args = parser.parse_args()
    if not args.resume:
        values = {**dict(pair.split("=", 1) for pair in args.set), **given_options(args)}
        stored = json.loads(args.values.read_text(encoding="utf-8")) if args.values else {}
        has_length = args.hours or {"epochs", "photos"} & {*values, *stored}
        if not (args.merged and args.weights and has_length):
            parser.error("a new run needs --merged, --weights, and --hours or --set photos=N")
        config = as_config({"hours": args.hours or 0.0, **stored, "merged": args.merged, "weights": args.weights})
        start_run(with_values(config, values), args.run)
    train(args.run, args.resume)


if __name__ == "__main__":
    main()
