"""Ultralytics YOLO as the flow's trainer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from torch import nn

from forage_training.trainers.config import TrainConfig
from forage_training.trainers.trainer import Champion, Progress, Trainer
from forage_training.trainers.yolo import ABOUT
from forage_training.trainers.yolo.export_module import for_export
from forage_training.trainers.yolo.head import build_model, load_checkpoint
from forage_training.trainers.yolo.samples import augmented
from forage_training.trainers.yolo.starting_weights import write_starting_weights
from forage_training.trainers.yolo.train import train


class Yolo(Trainer):
    """YOLO11n with a class head that grows."""

    about = ABOUT

    def build(self, classes: int) -> nn.Module:
        """A network with random weights."""
        model: nn.Module = build_model(classes)
        return model

    def load(self, file: Path, classes: int) -> nn.Module:
        """A network out of safetensors or a checkpoint."""
        model: nn.Module = load_checkpoint(file, classes)
        return model

    def train(self, run: Path, resume: bool, progress: Progress) -> None:
        """Trains the run's config."""
        train(run, resume, progress)

    def for_export(self, model: nn.Module) -> nn.Module:
        """Batch norms folded, boxes decoded, features beside them."""
        return for_export(model)

    def start(self, champion: Champion, photos: Sequence[Path], names: Sequence[str], target: Path) -> str:
        """The champion's weights, or its ONNX un-fused; those that ship if it is another network."""
        return write_starting_weights(champion, photos, names, target)

    def samples(
        self, photos: Sequence[Path], names: Sequence[str], config: TrainConfig, count: int
    ) -> list[dict[str, Any]]:
        """Samples as Ultralytics' data set gives them."""
        return augmented(photos, names, config, count)


TRAINER = Yolo()
