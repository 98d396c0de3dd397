"""Averages the weights of several checkpoints of one run, or of a run and what it started from.

    python average.py --checkpoint A [--checkpoint B ...] [--share 0.7 --share 0.3] --out FILE.safetensors

The mean of a run's last checkpoints lies flatter than any of them; a mean with the starting weights keeps more of
what these knew. Both are chosen on validation.

Sources: Izmailov et al. 2018, arXiv:1803.05407; Wortsman et al. 2022, arXiv:2109.01903
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from export import load_checkpoint, write_checkpoint
from taxonomy import load_taxonomy


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, action="append", required=True)
    parser.add_argument("--share", type=float, action="append", help="one for each checkpoint; equal by default")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    taxonomy = load_taxonomy()
    models = [load_checkpoint(path, len(taxonomy.classes)) for path in args.checkpoint]
    shares = args.share or [1 / len(models)] * len(models)
    models[0].load_state_dict(average([m.state_dict() for m in models], shares))
    write_checkpoint(models[0], args.out, list(taxonomy.names))


if __name__ == "__main__":
    main()
