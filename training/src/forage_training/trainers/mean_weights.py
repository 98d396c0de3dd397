"""The mean of several networks' weights.

Sources: Izmailov et al. 2018, arXiv:1803.05407; Wortsman et al. 2022, arXiv:2109.01903
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch


def average(states: Sequence[Mapping[str, torch.Tensor]], shares: Sequence[float]) -> dict[str, torch.Tensor]:
    """Weighted mean of state dicts with equal keys and shapes; integer entries are taken from the first.

    Raises:
        ValueError: if there is not one share for each state, or the shares do not add up to 1.
    """
    if len(states) != len(shares) or abs(sum(shares) - 1) > 1e-6:
        raise ValueError("one share for each checkpoint, together 1")
    return {
        key: sum((s[key] * share for s, share in zip(states, shares, strict=True)), torch.zeros_like(first))
        if first.is_floating_point()
        else first
        for key, first in states[0].items()
    }
