"""A photo as the network sees it: scaled to fit a square, with grey around it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

PAD_GREY = 114


@dataclass(frozen=True)
class Sample:
    """A letterboxed photo and how to get back to its own pixels."""

    pixels: npt.NDArray[np.uint8]
    scale: float
    left: int
    top: int
    width: int
    height: int


def letterbox(path: Path, side: int) -> Sample:
    """Scales a photo to fit a grey square of ``side`` px."""
    with Image.open(path) as opened:
        image = opened.convert("RGB")
    scale = side / max(image.size)
    width, height = round(image.width * scale), round(image.height * scale)
    left, top = (side - width) // 2, (side - height) // 2
    canvas = Image.new("RGB", (side, side), (PAD_GREY,) * 3)
    canvas.paste(image.resize((width, height), Image.Resampling.BILINEAR), (left, top))
    return Sample(np.asarray(canvas), scale, left, top, image.width, image.height)
