"""torchvision's FCOS as the flow's trainer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from torch import nn

from forage_training.trainers.config import TrainConfig
from forage_training.trainers.fcos import ABOUT
from forage_training.trainers.fcos.network import FcosNetwork, fold, load_network
from forage_training.trainers.fcos.photos import samples
from forage_training.trainers.fcos.train import train
from forage_training.trainers.trainer import Progress, Trainer


class Fcos(Trainer):
    """FCOS on MobileNetV3 small."""

    about = ABOUT

    def build(self, classes: int) -> nn.Module:
        """A network with random weights."""
        return FcosNetwork(classes)

    def load(self, file: Path, classes: int) -> nn.Module:
        """A network out of safetensors or a checkpoint."""
        return load_network(file, classes)

    def train(self, run: Path, resume: bool, progress: Progress) -> None:
        """Trains the run's config."""
        train(run, resume, progress)

    def for_export(self, model: nn.Module) -> nn.Module:
        """Batch norms folded."""
        return fold(cast(FcosNetwork, model)).requires_grad_(False)

    def samples(
        self, photos: Sequence[Path], names: Sequence[str], config: TrainConfig, count: int
    ) -> list[dict[str, Any]]:
        """Photos as FCOS sees them."""
        del names
        return samples(photos, config, count)


TRAINER = Fcos()
