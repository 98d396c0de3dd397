"""A run's checkpoints: ``weights/epoch<N>.pt`` for each epoch, counted from 0, and ``weights/last.pt``."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import torch


def checkpoints(run: Path) -> list[Path]:
    """Checkpoints of single epochs, newest first."""
    return sorted((run / "weights").glob("epoch*.pt"), key=lambda p: int(p.stem[5:]), reverse=True)


def newest_checkpoint(run: Path) -> tuple[Path, int] | None:
    """The newest checkpoint that can be read whole, and its epoch, from 0.

    A kill may have cut off the file that was being written.
    """
    for path in (run / "weights" / "last.pt", *checkpoints(run)):
        epoch = epoch_in(path)
        if epoch is not None:
            return path, epoch
    return None


def epoch_in(path: Path) -> int | None:
    """Of a checkpoint, from 0; None where it cannot be read whole."""
    try:
        return int(torch.load(path, map_location="cpu", weights_only=False)["epoch"])
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError):
        return None


def drop_damaged(run: Path) -> None:
    """Deletes checkpoints that a full disk or a kill cut off; their epoch, which was not told, is trained again."""
    damaged = [path for path in checkpoints(run) if epoch_in(path) is None]
    last = run / "weights" / "last.pt"
    epoch = epoch_in(last)
    if epoch is None or any(path.stem == f"epoch{epoch}" for path in damaged):
        last.unlink(missing_ok=True)
    for path in damaged:
        path.unlink()


def prune(run: Path, kept: int) -> None:
    """Deletes all but the newest checkpoints; ``last.pt`` stays."""
    for path in checkpoints(run)[kept:] if kept else []:
        path.unlink()


def write_epoch(run: Path, epoch: int, state: dict[str, Any], kept: int) -> None:
    """Writes a checkpoint whole, under its epoch (from 0) and as the last; ``kept`` epochs stay, all with 0.

    ``state`` is what the trainer's ``load`` and ``train`` read of it.
    """
    folder = run / "weights"
    folder.mkdir(exist_ok=True)
    for name in (f"epoch{epoch}.pt", "last.pt"):
        scratch = folder / f"{name}.part"
        torch.save({"epoch": epoch, **state}, scratch)
        scratch.replace(folder / name)
    prune(run, kept)
