"""What a trainer is to the flow: it starts, trains, reads its own files and gives a network that can be exported."""

from __future__ import annotations

import json
import shutil
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from torch import nn

from forage_training.trainers.about import About
from forage_training.trainers.config import TrainConfig
from forage_training.trainers.weights_file import write_checkpoint

WEIGHTS = "weights.safetensors"


@dataclass(frozen=True)
class EpochDone:
    """An epoch whose checkpoint is written."""

    epoch: int
    """From 1."""
    epochs: int
    loss: Mapping[str, float]
    map50: float | None
    """On validation photos; None where none are measured."""
    lr: float
    photos: int


class Progress(Protocol):
    """What a trainer tells while it trains."""

    def epoch_begins(self) -> None:
        """Before an epoch's first batch."""

    def batch_done(self, epoch: int, epochs: int, done: int, total: int) -> None:
        """After each batch; ``epoch`` counts from 1."""

    def epoch_done(self, done: EpochDone) -> None:
        """After an epoch, its checkpoint written."""


@dataclass(frozen=True)
class Champion:
    """The model that training may start from."""

    id: str
    folder: Path

    @property
    def architecture(self) -> str | None:
        """As its manifest has it; None where it has no manifest or the manifest says nothing."""
        manifest = self.folder / "manifest.json"
        if not manifest.exists():
            return None
        said = json.loads(manifest.read_text(encoding="utf-8")).get("architecture")
        return None if said is None else str(said)


def input_side(model_folder: Path) -> int:
    """Edge of a version's input, px; 320 where it has no manifest."""
    manifest = model_folder / "manifest.json"
    return int(json.loads(manifest.read_text(encoding="utf-8"))["inputSize"]) if manifest.exists() else 320


class Trainer(ABC):
    """One way to train a network. Its run folder is ``run_folder.start_run``'s, its checkpoints ``checkpoints``'."""

    about: About

    @abstractmethod
    def build(self, classes: int) -> nn.Module:
        """A network with random weights.

        In eval mode it answers a tuple, [n, 4 + classes, anchors] first: boxes as ``about.head`` says, scores in 0..1.
        """

    @abstractmethod
    def load(self, file: Path, classes: int) -> nn.Module:
        """A network out of a file of ``save`` or one of its checkpoints; grown if the file has fewer classes."""

    @abstractmethod
    def train(self, run: Path, resume: bool, progress: Progress) -> None:
        """Trains the run's config to its last epoch, a checkpoint each.

        With ``resume`` it goes on from the newest checkpoint that can be read.
        """

    @abstractmethod
    def for_export(self, model: nn.Module) -> nn.Module:
        """The network without what only training needs; ``model`` may change.

        It answers detections, as ``build`` has them, and features [1, length].
        """

    @abstractmethod
    def samples(
        self, photos: Sequence[Path], names: Sequence[str], config: TrainConfig, count: int
    ) -> list[dict[str, Any]]:
        """Photos as training sees them, for a contact sheet.

        Each has ``img`` [3, s, s] in 0..255, ``bboxes`` [n, 4] centre and size in 0..1, and ``cls`` [n].
        """

    def save(self, model: nn.Module, file: Path, names: Sequence[str]) -> None:
        """Keeps weights to go on from."""
        write_checkpoint(model, file, list(names))

    def start(self, champion: Champion, photos: Sequence[Path], names: Sequence[str], target: Path) -> str:
        """Puts starting weights at ``target`` and says where they are from: the champion's, or random ones.

        Raises:
            RunError: if there is nothing to start from.
        """
        del photos
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = target.with_name(f"part-{target.name}")
        stored = champion.folder / WEIGHTS
        if champion.architecture == self.about.architecture and stored.exists():
            shutil.copyfile(stored, scratch)
            origin = f"weights of {champion.id}"
        else:
            self.save(self.build(len(names)), scratch, names)
            origin = f"random weights: {champion.id} is no {self.about.architecture}"
        scratch.replace(target)
        return origin
