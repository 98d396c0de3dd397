"""How the learning rate falls."""

from __future__ import annotations

import math

from forage_training.trainers.config import Schedule


def rate_share(schedule: Schedule, done: float, end: float) -> float:
    """What is left of the learning rate: from 1 at 0 to ``end`` at 1, and ``end`` beyond."""
    if schedule == "constant":
        return 1.0
    there = min(1.0, done)
    return end + (1 - end) * ((1 + math.cos(math.pi * there)) / 2 if schedule == "cosine" else 1 - there)
