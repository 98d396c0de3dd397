"""What training starts from: the champion's own weights, or, if only its ONNX is left, the un-fused ONNX weights."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from forage_training.datasets.letterbox import letterbox
from forage_training.export.write_onnx import write_checkpoint
from forage_training.flow.events import RunError
from forage_training.places import TRAINING
from forage_training.trainers.yolo.unfuse import unfuse

WEIGHTS = "weights.safetensors"
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


def find_weights(champion_folder: Path, champion_id: str) -> Path | None:
    """Stored weights of a model, in its folder or among the checkpoints that ship."""
    beside = champion_folder / WEIGHTS
    shipped = SHIPPED / f"{champion_id.replace('/', '-')}.safetensors"
    return next((p for p in (beside, shipped) if p.exists()), None)


def input_side(model_folder: Path) -> int:
    """Edge of a version's input, px; 320 where it has no manifest."""
    manifest = model_folder / "manifest.json"
    return int(json.loads(manifest.read_text(encoding="utf-8"))["inputSize"]) if manifest.exists() else 320


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


def write_starting_weights(
    champion_folder: Path, champion_id: str, photos: Sequence[Path], names: Sequence[str], target: Path
) -> str:
    """Puts starting weights at ``target`` and returns where they are from.

    Raises:
        RunError: if the champion has nothing to start from.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f"part-{target.name}")
    stored = find_weights(champion_folder, champion_id)
    if stored:
        shutil.copyfile(stored, scratch)
        scratch.replace(target)
        return f"weights of {champion_id}"
    path, side = onnx_of(champion_folder)
    model = unfuse(path, calibration_batches(photos, side))
    write_checkpoint(model, scratch, list(names[: model.nc]))
    scratch.replace(target)
    return f"un-fused from {path.name} of {champion_id}, calibrated on {min(len(photos), CALIBRATION_PHOTOS)} photos"
