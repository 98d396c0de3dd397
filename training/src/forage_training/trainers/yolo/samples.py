"""Photos as the config augments them, for a contact sheet."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ultralytics.cfg import DEFAULT_CFG, get_cfg

from forage_training.trainers.config import TrainConfig
from forage_training.trainers.yolo.photo_dataset import PhotoDataset
from forage_training.trainers.yolo.train import trainer_overrides


def augmented(photos: Sequence[Path], names: Sequence[str], config: TrainConfig, count: int) -> list[dict[str, Any]]:
    """Samples as the trainer's own data set gives them."""
    overrides = trainer_overrides(config, Path("sheet"))
    arguments = {k: v for k, v in overrides.items() if k not in {"model", "data", "project", "name", "exist_ok"}}
    hyp = get_cfg(DEFAULT_CFG, {**arguments, "cache": False})
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as listing:
        listing.write("".join(f"{p}\n" for p in photos))
        listing.flush()
        dataset = photo_dataset(listing.name, names, config, hyp)
    dataset.inverted_share = config.inverted_share
    return [dataset[i % len(dataset)] for i in range(count)]


def photo_dataset(listing: str, names: Sequence[str], config: TrainConfig, hyp: Any) -> PhotoDataset:
    """The trainer's data set over a list of photos."""
    return PhotoDataset(
        img_path=listing,
        imgsz=config.image_px,
        data={"names": dict(enumerate(names)), "nc": len(names), "channels": 3},
        augment=True,
        hyp=hyp,
        rect=False,
        cache=False,
        task="detect",
        prefix="",
    )
