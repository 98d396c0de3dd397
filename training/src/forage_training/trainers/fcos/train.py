"""Trains FCOS: one loop that reads top to bottom."""

from __future__ import annotations

import copy
import math
import time
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader

from forage_training.evaluation.evaluate_coco import EvalConfig, evaluate
from forage_training.trainers.checkpoints import newest_checkpoint, write_epoch
from forage_training.trainers.config import TrainConfig
from forage_training.trainers.fcos import ABOUT
from forage_training.trainers.fcos.network import FcosNetwork, Target, load_network
from forage_training.trainers.fcos.photos import ShownPhotos, together
from forage_training.trainers.run_folder import (
    planned_photos,
    read_config,
    run_names,
    validation_photos,
    write_progress,
)
from forage_training.trainers.schedule import rate_share
from forage_training.trainers.short_epochs import ShortEpochs
from forage_training.trainers.trainer import EpochDone, Progress

MOST_GRADIENT = 10.0
LOSSES = {"classification": "cls", "bbox_regression": "box", "bbox_ctrness": "centre"}
"""torchvision's names as the run's page has them."""


def optimiser_for(network: nn.Module, config: TrainConfig) -> torch.optim.Optimizer:
    """The config's optimiser; biases and norms do not decay."""
    learning = [one for one in network.parameters() if one.requires_grad]
    groups = [
        {"params": [one for one in learning if one.ndim > 1], "weight_decay": config.weight_decay},
        {"params": [one for one in learning if one.ndim <= 1], "weight_decay": 0.0},
    ]
    if config.optimiser == "sgd":
        return torch.optim.SGD(groups, lr=config.lr, momentum=config.momentum, nesterov=config.momentum > 0)
    kind = torch.optim.AdamW if config.optimiser == "adamw" else torch.optim.Adam
    return kind(groups, lr=config.lr, betas=(config.momentum, 0.999))


def lower_rate(optimiser: torch.optim.Optimizer, config: TrainConfig, epochs_done: float) -> float:
    """Sets the rate for a batch; returns it."""
    before = config.photos_before / config.photos_per_epoch
    whole = config.photos / config.photos_per_epoch if config.photos else config.epochs
    rate = config.lr * rate_share(config.schedule, (math.floor(epochs_done) + before) / whole, config.lr_end_share)
    if epochs_done < config.warmup_epochs:
        rate *= epochs_done / config.warmup_epochs
    for group in optimiser.param_groups:
        group["lr"] = rate
    return rate


def follow(mean: nn.Module, network: nn.Module, config: TrainConfig, updates: int) -> None:
    """Moves the averaged weights towards the network's."""
    keep = config.ema_decay * (1 - math.exp(-updates / config.ema_ramp))
    now = network.state_dict()
    for key, value in mean.state_dict().items():
        if value.is_floating_point():
            value.mul_(keep).add_(now[key].detach(), alpha=1 - keep)


def device_named(name: str) -> torch.device:
    """The config's device; an empty name takes a CUDA device where there is one."""
    if not name:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.device(f"cuda:{name}" if name.isdigit() else name)


class Training:
    """What one process of a run works on: network, averaged weights, optimiser."""

    def __init__(self, run: Path, config: TrainConfig, resume: bool) -> None:
        self.run = run
        self.config = config
        self.device = device_named(config.device)
        self.names = run_names(run)
        newest = newest_checkpoint(run) if resume else None
        self.first_epoch = newest[1] + 1 if newest else 0
        torch.manual_seed(config.seed + self.first_epoch)
        self.mean = load_network(newest[0] if newest else Path(config.weights), len(self.names)).to(self.device).eval()
        self.network = copy.deepcopy(self.mean).train()
        self.optimiser = optimiser_for(self.network, config)
        self.updates = 0
        if newest:
            stored = torch.load(newest[0], map_location=self.device, weights_only=True)
            self.network.load_state_dict(stored["network"])
            self.optimiser.load_state_dict(stored["optimiser"])
            self.updates = int(stored["updates"])

    def learn(self, images: torch.Tensor, targets: list[Target]) -> dict[str, float]:
        """One step; the losses before it."""
        there = [{key: value.to(self.device) for key, value in one.items()} for one in targets]
        found = self.network.loss(images.to(self.device), there)
        self.optimiser.zero_grad()
        torch.autograd.backward(torch.stack(list(found.values())).sum())
        nn.utils.clip_grad_norm_(self.network.parameters(), MOST_GRADIENT)
        self.optimiser.step()
        self.updates += 1
        follow(self.mean, self.network, self.config, self.updates)
        return {LOSSES[key]: value.item() for key, value in found.items()}

    def epoch(self, epoch: int, loader: DataLoader[Any], progress: Progress) -> tuple[dict[str, float], float]:
        """All batches of an epoch, counted from 0: mean losses, and the last learning rate."""
        losses = dict.fromkeys(LOSSES.values(), 0.0)
        rate = self.config.lr
        self.network.train()
        for done, (images, targets) in enumerate(loader, 1):
            rate = lower_rate(self.optimiser, self.config, epoch + (done - 1) / len(loader))
            for key, value in self.learn(images, targets).items():
                losses[key] += value / len(loader)
            progress.batch_done(epoch + 1, self.config.epochs, done, len(loader))
        return losses, rate

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return {
            "ema": self.mean.state_dict(),
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "updates": self.updates,
        }


def train(run: Path, resume: bool, progress: Progress) -> None:
    """Trains a run's config to its last epoch; with ``resume`` from the newest checkpoint.

    Raises:
        ValueError: if the config has no number of epochs.
    """
    config = read_config(run)
    if not config.epochs:
        raise ValueError("FCOS needs a number of epochs")
    torch.set_num_threads(config.threads)
    torch.set_flush_denormal(True)
    training = Training(run, config, resume)
    photos = planned_photos(run)
    sampler = ShortEpochs(len(photos), config.photos_per_epoch, config.seed + training.first_epoch)
    validation = validation_photos(run, config.validation_photos)
    for epoch in range(training.first_epoch, config.epochs):
        began = time.monotonic()
        progress.epoch_begins()
        loader = DataLoader(
            ShownPhotos(photos, config, epoch),
            batch_size=config.batch,
            sampler=sampler,
            num_workers=config.workers,
            collate_fn=together,
            drop_last=config.photos_per_epoch >= config.batch,
        )
        losses, rate = training.epoch(epoch, loader, progress)
        map50 = measure(training.mean, validation, training.names, config)
        write_epoch(run, epoch, training.state(), config.kept_checkpoints)
        write_progress(run, config, epoch, losses, time.monotonic() - began)
        progress.epoch_done(EpochDone(epoch + 1, config.epochs, losses, map50, rate, config.photos_per_epoch))


def measure(network: FcosNetwork, photos: list[Path], names: list[str], config: TrainConfig) -> float | None:
    """mAP50 on validation photos; None when there are none."""
    if not photos:
        return None
    by_class = evaluate(network.eval(), photos, names, EvalConfig(image_px=config.image_px, head=ABOUT.head))
    return sum(by_class.values()) / max(1, len(by_class))
