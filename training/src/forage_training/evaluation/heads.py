"""How the first four rows of a network's output become corners, as ``lib/core/detection/heads.ts`` does it."""

from __future__ import annotations

import torch

from forage_training.trainers.about import Head


def corners_of(rows: torch.Tensor, head: Head) -> torch.Tensor:
    """[n, 4] left, top, right, bottom in model px.

    Args:
        rows: [4, n], as the network answers.
        head: what they mean.
    """
    if head == "corners":
        return rows.T
    cx, cy, w, h = rows
    return torch.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], 1)
