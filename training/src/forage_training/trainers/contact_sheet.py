"""A contact sheet of what training will see: photos as the config augments them, with their boxes.

    python -m forage_training.trainers.contact_sheet --data DIR --config '{"mosaic": 0.8}' --out sheet.jpg

``DIR`` is a YOLO folder as ``npx forage data export`` writes it, or a folder arranged by source.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from PIL import Image, ImageDraw

from forage_training.datasets.run_data import class_names
from forage_training.trainers.config import TrainConfig
from forage_training.trainers.registry import trainer_named

CELL_PX = 240
GAP_PX = 6
COLUMNS = 4
PALETTE = ("#e2a21b", "#5fbf86", "#ff7a59", "#7ab2ff", "#c58af9", "#f2c14e")


def photos_of(folder: Path) -> list[Path]:
    """Training photos of a YOLO folder, or of one arranged by source."""
    found = [*folder.glob("images/train/*"), *folder.glob("*/images/train/*")]
    return sorted(p for p in found if p.suffix != ".npy")


def draw(sample: dict[str, Any], names: list[str]) -> Image.Image:
    """One cell: the photo with its boxes and class names."""
    pixels = sample["img"].permute(1, 2, 0).numpy()
    image = Image.fromarray(np.ascontiguousarray(pixels)).convert("RGB").resize((CELL_PX, CELL_PX))
    pen = ImageDraw.Draw(image)
    for box, class_id in zip(sample["bboxes"].tolist(), sample["cls"].flatten().tolist(), strict=True):
        cx, cy, w, h = (value * CELL_PX for value in box)
        colour = PALETTE[int(class_id) % len(PALETTE)]
        corners = (cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)
        pen.rectangle(corners, outline=colour, width=2)
        label = names[int(class_id)]
        x, y = max(0.0, corners[0]), max(0.0, corners[1] - 12)
        pen.rectangle((x, y, x + pen.textlength(label) + 4, y + 12), fill="#121513")
        pen.text((x + 2, y), label, fill=colour)
    return image


def contact_sheet(folder: Path, config: TrainConfig, out: Path, count: int = 12) -> None:
    """Writes the sheet as JPEG."""
    random.seed(config.seed)
    np.random.seed(config.seed)
    torch.manual_seed(config.seed)
    photos = photos_of(folder)
    names = class_names(folder)
    random.shuffle(photos)
    samples = trainer_named(config.trainer).samples(photos[: max(16, count)], names, config, count)
    cells = [draw(sample, names) for sample in samples]
    columns = min(COLUMNS, len(cells))
    rows = -(-len(cells) // columns)
    step = CELL_PX + GAP_PX
    sheet = Image.new("RGB", (columns * step - GAP_PX, rows * step - GAP_PX), "#1a1e1b")
    for i, cell in enumerate(cells):
        sheet.paste(cell, ((i % columns) * step, (i // columns) * step))
    out.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(out, quality=88)


def main() -> None:
    from forage_training.flow.named_config import to_train_config
    from forage_training.flow.run_request import NamedConfig

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--config", default="{}", help="values of the config, JSON")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=12)
    args = parser.parse_args()
    machine: Any = SimpleNamespace(device="cpu", threads=1)
    values = {"epochs": 1, **json.loads(args.config)}
    config = to_train_config(machine, NamedConfig("sheet", values), args.data, args.data)
    contact_sheet(args.data, config, args.out, args.count)


if __name__ == "__main__":
    main()
