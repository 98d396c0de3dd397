"""A photo as the network sees it: scaled to fit a square, with grey around it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

PAD_GREY = 114


@dataclass(frozen=True)
class Place:
    """How a photo lies in the square, per axis: the scaled edge is rounded to whole pixels."""

    width: int
    """Of the scaled photo, px."""
    height: int
    left: int
    top: int
    scale_x: float
    scale_y: float


@dataclass(frozen=True)
class Sample:
    """A letterboxed photo and how to get back to its own pixels."""

    pixels: npt.NDArray[np.uint8]
    place: Place
    width: int
    height: int


def place(width: int, height: int, side: int) -> Place:
    """Where a photo goes in a square of ``side`` px, as ``letterboxTransform`` of ``lib/core/detection`` has it."""
    scale = side / max(width, height)
    # halves go up, as in JavaScript; Python's own ``round`` takes the even neighbour
    across, down = (max(1, math.floor(edge * scale + 0.5)) for edge in (width, height))
    return Place(across, down, (side - across) // 2, (side - down) // 2, across / width, down / height)


def letterbox(path: Path, side: int) -> Sample:
    """Scales a photo to fit a grey square of ``side`` px."""
    with Image.open(path) as opened:
        image = opened.convert("RGB")
    there = place(image.width, image.height, side)
    canvas = Image.new("RGB", (side, side), (PAD_GREY,) * 3)
    canvas.paste(image.resize((there.width, there.height), Image.Resampling.BILINEAR), (there.left, there.top))
    return Sample(np.asarray(canvas), there, image.width, image.height)
