"""What is said of a trainer without importing what it trains with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Head = Literal["yolo-v8", "corners"]
"""What the first four rows of a network's output mean: ``lib/core/detection/heads.ts`` reads the same names."""
HEADS: tuple[Head, ...] = get_args(Head)


@dataclass(frozen=True)
class About:
    """One trainer, in the ``__init__.py`` of its folder."""

    title: str
    licence: str
    """SPDX name of what its use asks of the weights; it goes into the model's manifest."""
    architecture: str
    """As the model's manifest has it. A champion of the same architecture is what training starts from."""
    head: Head
    unused: frozenset[str] = frozenset()
    """Values of the config that change nothing with this trainer, by their names in Python."""
