"""A teacher: frozen weights that look at a photo as it is and mirrored, and a loss that draws a model to what they saw.

Two looks fused say a little more than one (``EXPERIMENTS.md``), and cost twice as much. A model that learns
from the fused answer gets a part of that for one look. The teacher sees the very picture the model sees, after
mosaic and turning, and it has an opinion on classes that a photo's labels leave open.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

from forage_training.trainers.yolo.head import load_weights

SIDES_MIRRORED = [2, 1, 0, 3]
"""Distances are left, top, right, bottom: in a mirror left and right change places."""


@dataclass(frozen=True)
class Taught:
    """What the teacher says of a batch: likelihoods [photos, classes, anchors] and, for each of the four sides,
    shares of the distance bins [photos, 4, bins, anchors].
    """

    likelihoods: torch.Tensor
    distances: torch.Tensor


def mirrored(rows: torch.Tensor, levels: list[tuple[int, int]]) -> torch.Tensor:
    """Values by anchor, [..., anchors], as they lie in the mirrored picture.

    Args:
        rows: the anchors of all levels behind one another, each row by row.
        levels: height and width of each level in cells.
    """
    parts = rows.split([height * width for height, width in levels], -1)
    turned = [p.unflatten(-1, size).flip(-1).flatten(-2) for p, size in zip(parts, levels, strict=True)]
    return torch.cat(turned, -1)


class Teacher:
    """Frozen weights that answer for a batch."""

    def __init__(self, model: nn.Module) -> None:
        self.model = model.eval()
        for parameter in self.model.parameters():
            parameter.requires_grad_(False)

    @classmethod
    def load(cls, weights: Path, classes: int, device: torch.device, channels_last: bool) -> Teacher:
        """Reads a safetensors file of the same classes as the model that learns."""
        model: nn.Module = load_weights(weights, classes).to(device)
        return cls(model.to(memory_format=torch.channels_last) if channels_last else model)

    def _look(self, pictures: torch.Tensor) -> tuple[Taught, list[tuple[int, int]]]:
        with torch.no_grad(), torch.autocast(pictures.device.type, dtype=torch.bfloat16):
            _, raw = self.model(pictures)
        levels = [(int(level.shape[2]), int(level.shape[3])) for level in raw["feats"]]
        bins = raw["boxes"].float().unflatten(1, (4, -1)).softmax(2)
        return Taught(raw["scores"].float().sigmoid(), bins), levels

    def __call__(self, pictures: torch.Tensor) -> Taught:
        """The mean of both looks at pictures [photos, 3, height, width] in 0..1."""
        plain, levels = self._look(pictures)
        other, _ = self._look(pictures.flip(3))
        likelihoods = mirrored(other.likelihoods, levels)
        distances = mirrored(other.distances[:, SIDES_MIRRORED], levels)
        return Taught((plain.likelihoods + likelihoods) / 2, (plain.distances + distances) / 2)


def distance_loss(distances: torch.Tensor, taught: Taught) -> torch.Tensor:
    """How far raw distances [photos, 4 * bins, anchors] are from the teacher's, weighted by how sure it is."""
    own = distances.unflatten(1, (4, -1)).log_softmax(2)
    apart = functional.kl_div(own, taught.distances, reduction="none").sum(2).mean(1)
    return (apart * taught.likelihoods.amax(1)).sum()
