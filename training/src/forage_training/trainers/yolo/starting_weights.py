"""What training starts from: the champion's own weights, or, if only its ONNX is left, the un-fused ONNX weights."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from forage_training.datasets.letterbox import letterbox
from forage_training.flow.events import RunError
from forage_training.places import TRAINING
from forage_training.trainers.trainer import WEIGHTS, Champion, input_side
from forage_training.trainers.weights_file import write_checkpoint
from forage_training.trainers.yolo import ABOUT
from forage_training.trainers.yolo.unfuse import unfuse

SHIPPED = TRAINING / "checkpoints"
CALIBRATION_PHOTOS = 64
CALIBRATION_BATCH = 8


def calibration_batches(photos: Sequence[Path], side: int) -> list[npt.NDArray[np.float32]]:
    """Evenly spaced photos as the network sees them, [n, 3, side, side] in 0..1."""
    step = max(1, len(photos) // CALIBRATION_PHOTOS)
    chosen = list(photos)[::step][:CALIBRATION_PHOTOS]
    batches = []
    for start in range(0, len(chosen), CALIBRATION_BATCH):
        pixels = np.stack([letterbox(p, side).pixels for p in chosen[start : start + CALIBRATION_BATCH]])
        batches.append((pixels.transpose(0, 3, 1, 2) / 255).astype(np.float32))
    return batches


def find_weights(champion: Champion) -> tuple[Path, str] | None:
    """Stored weights, and whose they are: the champion's own, or, when it is another network, the newest that ship."""
    if champion.architecture in {None, ABOUT.architecture}:
        beside = champion.folder / WEIGHTS
        shipped = SHIPPED / f"{champion.id.replace('/', '-')}.safetensors"
        found = next((p for p in (beside, shipped) if p.exists()), None)
        return None if found is None else (found, champion.id)
    newest = max(SHIPPED.glob("*.safetensors"), key=lambda p: int(p.stem.rpartition("-")[2]), default=None)
    if newest is None:
        raise RunError(f"{champion.id} is no {ABOUT.architecture}, and training/checkpoints is empty.")
    return newest, newest.stem


def onnx_of(champion_folder: Path) -> tuple[Path, int]:
    """The ONNX file that ships, and the edge of its input.

    Raises:
        RunError: if there is none.
    """
    side = input_side(champion_folder)
    path = champion_folder / f"model-{side}.onnx"
    if not path.exists():
        raise RunError(f"The champion has neither weights nor {path.name} in {champion_folder}.")
    return path, side


def write_starting_weights(champion: Champion, photos: Sequence[Path], names: Sequence[str], target: Path) -> str:
    """Puts starting weights at ``target`` and returns where they are from.

    Raises:
        RunError: if there is nothing to start from.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f"part-{target.name}")
    stored = find_weights(champion)
    if stored:
        shutil.copyfile(stored[0], scratch)
        scratch.replace(target)
        return f"weights of {stored[1]}"
    path, side = onnx_of(champion.folder)
    model = unfuse(path, calibration_batches(photos, side))
    write_checkpoint(model, scratch, list(names[: model.nc]))
    scratch.replace(target)
    return f"un-fused from {path.name} of {champion.id}, calibrated on {min(len(photos), CALIBRATION_PHOTOS)} photos"
