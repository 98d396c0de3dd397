r"""Averages the weights of several checkpoints of one run, or of a run and what it started from.

    python -m forage_training.trainers.yolo.average --checkpoint A [--checkpoint B ...] [--share 0.7 --share 0.3] \
        [--known-classes 87] --out FILE.safetensors

The mean of a run's last checkpoints lies flatter than any of them; a mean with the starting weights keeps more of
what those weights knew. Both are chosen on validation.

Sources: Izmailov et al. 2018, arXiv:1803.05407; Wortsman et al. 2022, arXiv:2109.01903
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from forage_training.base_model.taxonomy import load_taxonomy
from forage_training.export.write_onnx import load_checkpoint, write_checkpoint

CLASS_ROWS = re.compile(r"\.cv3\.\d+\.2\.(weight|bias)$")


def keep_unknown_rows(
    mixed: dict[str, torch.Tensor], first: Mapping[str, torch.Tensor], known: int
) -> dict[str, torch.Tensor]:
    """Takes the class head's rows from ``known`` on out of ``first``: a checkpoint grown to fit has noise there."""
    return {
        key: torch.cat([value[:known], first[key][known:]]) if CLASS_ROWS.search(key) else value
        for key, value in mixed.items()
    }


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
    parser.add_argument("--known-classes", type=int, help="rows of later classes are the first checkpoint's alone")
    args = parser.parse_args()
    taxonomy = load_taxonomy()
    models = [load_checkpoint(path, len(taxonomy.classes)) for path in args.checkpoint]
    shares = args.share or [1 / len(models)] * len(models)
    states = [m.state_dict() for m in models]
    mixed = average(states, shares)
    models[0].load_state_dict(keep_unknown_rows(mixed, states[0], args.known_classes or len(taxonomy.classes)))
    write_checkpoint(models[0], args.out, list(taxonomy.names))


if __name__ == "__main__":
    main()
