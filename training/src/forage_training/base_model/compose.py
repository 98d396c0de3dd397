"""Composes scenes with several foods: crops of labelled boxes pasted with soft edges onto rooms without food.

    python -m forage_training.base_model.compose --merged DIR [--scenes 360] [--seed 0]

Most training photos hold one kind of food; these scenes teach the detector tables with many. Only training photos
are read. Writes ``DIR/composed/{images,labels}/train``; the same seed and photos give the same scenes.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from forage_training.datasets.labels import Box, format_labels, parse_labels

CROP_SOURCES = ("ingredients", "pantry", "tableware", "fruits15", "fruits15b", "fruitveg_mixed", "packages_counter")
BACKGROUND_SOURCES = ("negatives_home", "negatives_wide")

PixelBox = tuple[int, int, int, int]


@dataclass(frozen=True)
class ComposeConfig:
    """How scenes are made; lengths are shares of the scene's side unless named px."""

    scenes: int = 360
    side_px: int = 480
    foods_min: int = 3
    foods_max: int = 8
    paste_min: float = 0.18
    paste_max: float = 0.46
    overlap_max: float = 0.15
    crop_min_px: int = 48
    seed: int = 0


@dataclass(frozen=True)
class Crop:
    """One labelled food: where to cut it."""

    image: Path
    box: Box


def overlap_share(a: Box, b: Box) -> float:
    """Share of ``a`` covered by ``b``."""
    w = min(a.cx + a.w / 2, b.cx + b.w / 2) - max(a.cx - a.w / 2, b.cx - b.w / 2)
    h = min(a.cy + a.h / 2, b.cy + b.h / 2) - max(a.cy - a.h / 2, b.cy - b.h / 2)
    return max(w, 0.0) * max(h, 0.0) / (a.w * a.h)


def find_crops(merged: Path, crop_min_px: int) -> dict[int, list[Crop]]:
    """Boxes worth cutting, by class: large enough, and no other box covers much of them."""
    crops: dict[int, list[Crop]] = {}
    for source in CROP_SOURCES:
        for image in sorted((merged / source / "images" / "train").glob("*")):
            label = merged / source / "labels" / "train" / f"{image.stem}.txt"
            boxes = parse_labels(label.read_text(encoding="utf-8"))
            with Image.open(image) as opened:
                width, height = opened.size
            for box in boxes:
                is_large = min(box.w * width, box.h * height) >= crop_min_px
                is_alone = all(other is box or overlap_share(box, other) <= 0.1 for other in boxes)
                if is_large and is_alone and box.w * box.h < 0.8:
                    crops.setdefault(box.class_id, []).append(Crop(image, box))
    return crops


def soft_mask(width: int, height: int) -> Image.Image:
    """Rounded rectangle, opaque inside and feathered towards its edges."""
    feather = max(2, min(width, height) // 14)
    mask = Image.new("L", (width, height), 0)
    inner = (feather, feather, width - feather - 1, height - feather - 1)
    ImageDraw.Draw(mask).rounded_rectangle(inner, radius=min(width, height) // 4, fill=255)
    return mask.filter(ImageFilter.GaussianBlur(feather / 2))


def cut(crop: Crop, longest_px: int) -> Image.Image:
    """Cuts a crop and scales it so that its longer side is ``longest_px``, at most 1.5 times enlarged."""
    with Image.open(crop.image) as opened:
        image = opened.convert("RGB")
    w, h = image.size
    b = crop.box
    piece = image.crop(
        (
            max(0, round((b.cx - b.w / 2) * w)),
            max(0, round((b.cy - b.h / 2) * h)),
            min(w, round((b.cx + b.w / 2) * w)),
            min(h, round((b.cy + b.h / 2) * h)),
        )
    )
    scale = min(longest_px / max(piece.size), 1.5)
    size = (max(8, round(piece.width * scale)), max(8, round(piece.height * scale)))
    return piece.resize(size, Image.Resampling.BILINEAR)


def hides_too_much(new: PixelBox, placed: Sequence[PixelBox], overlap_max: float) -> bool:
    """Whether a new rectangle (left, top, right, bottom) covers more than ``overlap_max`` of any placed one."""
    for old in placed:
        w = min(new[2], old[2]) - max(new[0], old[0])
        h = min(new[3], old[3]) - max(new[1], old[1])
        area = (old[2] - old[0]) * (old[3] - old[1])
        if w > 0 and h > 0 and w * h > overlap_max * area:
            return True
    return False


def background(paths: Sequence[Path], side: int, rng: random.Random) -> Image.Image:
    """A random square of a random background photo, sometimes mirrored."""
    with Image.open(rng.choice(paths)) as opened:
        image = opened.convert("RGB")
    edge = round(min(image.size) * rng.uniform(0.6, 1.0))
    left, top = rng.randint(0, image.width - edge), rng.randint(0, image.height - edge)
    square = image.crop((left, top, left + edge, top + edge)).resize((side, side), Image.Resampling.BILINEAR)
    return square.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if rng.random() < 0.5 else square


def compose(
    crops: Mapping[int, Sequence[Crop]], backgrounds: Sequence[Path], config: ComposeConfig, rng: random.Random
) -> tuple[Image.Image, tuple[Box, ...]]:
    """One scene and its boxes; classes are drawn evenly, so rare foods appear as often as common ones."""
    side = config.side_px
    scene = background(backgrounds, side, rng)
    classes = sorted(crops)
    placed: list[PixelBox] = []
    boxes: list[Box] = []
    for _ in range(rng.randint(config.foods_min, config.foods_max)):
        class_id = rng.choice(classes)
        piece = cut(rng.choice(crops[class_id]), round(side * rng.uniform(config.paste_min, config.paste_max)))
        for _attempt in range(20):
            left = rng.randint(0, side - piece.width)
            top = rng.randint(0, side - piece.height)
            rectangle = (left, top, left + piece.width, top + piece.height)
            if not hides_too_much(rectangle, placed, config.overlap_max):
                scene.paste(piece, (left, top), soft_mask(piece.width, piece.height))
                placed.append(rectangle)
                boxes.append(
                    Box(
                        class_id,
                        (left + piece.width / 2) / side,
                        (top + piece.height / 2) / side,
                        piece.width / side,
                        piece.height / side,
                    )
                )
                break
    return with_common_light(scene, rng), tuple(boxes)


def with_common_light(scene: Image.Image, rng: random.Random) -> Image.Image:
    """One gain per colour channel and a little noise over the whole scene, for one light on all pieces."""
    pixels: npt.NDArray[np.float32] = np.asarray(scene, dtype=np.float32)
    gains = np.array([rng.uniform(0.9, 1.1) for _ in range(3)], dtype=np.float32) * rng.uniform(0.75, 1.15)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(0, 5), pixels.shape)
    return Image.fromarray(np.clip(pixels * gains + noise, 0, 255).astype(np.uint8))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--merged", type=Path, required=True, help="folder written by prepare.py")
    parser.add_argument("--scenes", type=int, default=ComposeConfig.scenes)
    parser.add_argument("--seed", type=int, default=ComposeConfig.seed)
    args = parser.parse_args()
    config = ComposeConfig(scenes=args.scenes, seed=args.seed)

    crops = find_crops(args.merged, config.crop_min_px)
    backgrounds = sorted(p for s in BACKGROUND_SOURCES for p in (args.merged / s / "images" / "train").glob("*"))
    images, labels = (args.merged / "composed" / kind / "train" for kind in ("images", "labels"))
    images.mkdir(parents=True, exist_ok=True)
    labels.mkdir(parents=True, exist_ok=True)
    for number in range(config.scenes):
        scene, boxes = compose(crops, backgrounds, config, random.Random(f"{config.seed}/{number}"))
        scene.save(images / f"scene-{number:04d}.jpg", quality=88)
        (labels / f"scene-{number:04d}.txt").write_text(format_labels(boxes), encoding="utf-8")
    print(f"{config.scenes} scenes from {sum(map(len, crops.values()))} crops of {len(crops)} classes")


if __name__ == "__main__":
    main()
