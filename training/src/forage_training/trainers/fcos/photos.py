"""Training photos for FCOS: scaled, shifted, mirrored and coloured as the config says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch.utils.data import Dataset

from forage_training.datasets.labels import parse_labels
from forage_training.datasets.letterbox import PAD_GREY
from forage_training.datasets.sampling import label_of
from forage_training.trainers.config import TrainConfig

LEAST_LEFT = 0.1
"""A box of which less than this share is still in the picture is left out."""
LEAST_PX = 2.0


@dataclass(frozen=True)
class Shown:
    """One photo as training sees it."""

    pixels: npt.NDArray[np.uint8]
    """[side, side, 3]"""
    corners: npt.NDArray[np.float32]
    """[n, 4] in px."""
    labels: npt.NDArray[np.int64]


def read_labels(photo: Path) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Corners in shares of the photo, and class ids."""
    boxes = parse_labels(label_of(photo).read_text(encoding="utf-8"))
    corners = [(b.cx - b.w / 2, b.cy - b.h / 2, b.cx + b.w / 2, b.cy + b.h / 2) for b in boxes]
    return np.array(corners, np.float32).reshape(-1, 4), np.array([b.class_id for b in boxes], np.int64)


def inside(corners: npt.NDArray[np.float32], side: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """Boxes cut at the picture's edge, and which of them are still worth learning."""
    cut = corners.clip(0, side)
    size, before = cut[:, 2:] - cut[:, :2], corners[:, 2:] - corners[:, :2]
    left = size.prod(1) / np.maximum(before.prod(1), 1e-6)
    return cut, (size.min(1, initial=np.inf) >= LEAST_PX) & (left >= LEAST_LEFT)


def recoloured(image: Image.Image, config: TrainConfig, random: np.random.Generator) -> Image.Image:
    """Hue, colour and light changed by up to the config's shares."""
    gains = random.uniform(-1, 1, 3) * (config.hsv_h, config.hsv_s, config.hsv_v)
    hue, colour, light = image.convert("HSV").split()
    hue = hue.point([int(value + 255 * gains[0]) % 256 for value in range(256)])
    colour, light = (
        band.point([int(min(255, value * (1 + gain))) for value in range(256)])
        for band, gain in ((colour, gains[1]), (light, gains[2]))
    )
    return Image.merge("HSV", (hue, colour, light)).convert("RGB")


def show(photo: Path, config: TrainConfig, random: np.random.Generator) -> Shown:
    """A photo in a grey square, at another size and place each time."""
    side = config.image_px
    corners, labels = read_labels(photo)
    with Image.open(photo) as opened:
        image = opened.convert("RGB")
    for source, share in config.inverted_share:
        if f"/{source}/" in str(photo) and random.random() < share:
            image = Image.eval(image, lambda value: 255 - value)
    image = recoloured(image, config, random)
    fit = side / max(image.size) * (1 + random.uniform(-config.scale, config.scale))
    width, height = (max(1, round(edge * fit)) for edge in image.size)
    left, top = (round(float(random.uniform(*sorted((0, side - edge))))) for edge in (width, height))
    canvas = Image.new("RGB", (side, side), (PAD_GREY,) * 3)
    canvas.paste(image.resize((width, height), Image.Resampling.BILINEAR), (left, top))
    pixels = np.asarray(canvas)
    corners = corners * np.array([width, height] * 2, np.float32) + np.array([left, top] * 2, np.float32)
    if random.random() < config.fliplr:
        pixels = pixels[:, ::-1]
        corners = np.stack([side - corners[:, 2], corners[:, 1], side - corners[:, 0], corners[:, 3]], 1)
    corners, is_kept = inside(corners, side)
    return Shown(np.ascontiguousarray(pixels), corners[is_kept], labels[is_kept])


class ShownPhotos(Dataset[tuple[torch.Tensor, dict[str, torch.Tensor]]]):
    """The photos of a pass. An index in an epoch decides what is random of a photo, so a resumed run sees others."""

    def __init__(self, photos: Sequence[Path], config: TrainConfig, epoch: int) -> None:
        self.photos = photos
        self.config = config
        self.epoch = epoch
        self.shown = 0

    def __len__(self) -> int:
        return len(self.photos)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        self.shown += 1
        random = np.random.default_rng((self.config.seed, self.epoch, index, self.shown))
        one = show(self.photos[index], self.config, random)
        pixels = torch.from_numpy(one.pixels.copy()).permute(2, 0, 1)
        return pixels, {"boxes": torch.from_numpy(one.corners), "labels": torch.from_numpy(one.labels)}


def together(
    items: list[tuple[torch.Tensor, dict[str, torch.Tensor]]],
) -> tuple[torch.Tensor, list[dict[str, torch.Tensor]]]:
    """A batch: pictures in 0..1, and what is in each."""
    return torch.stack([pixels for pixels, _ in items]).float() / 255, [target for _, target in items]


def samples(photos: Sequence[Path], config: TrainConfig, count: int) -> list[dict[str, Any]]:
    """For a contact sheet."""
    dataset = ShownPhotos(photos, config, 0)
    found = []
    for i in range(count):
        pixels, target = dataset[i % len(dataset)]
        corners = target["boxes"] / config.image_px
        boxes = torch.cat([(corners[:, :2] + corners[:, 2:]) / 2, corners[:, 2:] - corners[:, :2]], 1)
        found.append({"img": pixels, "bboxes": boxes, "cls": target["labels"].float()})
    return found
