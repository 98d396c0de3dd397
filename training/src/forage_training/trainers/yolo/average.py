r"""Averages the weights of several checkpoints of one run, or of a run and what it started from.

    python -m forage_training.trainers.yolo.average --checkpoint A [--checkpoint B ...] [--share 0.7 --share 0.3] \
        [--known-classes 87] --out FILE.safetensors

The mean of a run's last checkpoints lies flatter than any of them; a mean with the starting weights keeps more of
what those weights knew. Both are chosen on validation.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from pathlib import Path

import torch

from forage_training.base_model.taxonomy import load_taxonomy
from forage_training.trainers.mean_weights import average
from forage_training.trainers.weights_file import write_checkpoint
from forage_training.trainers.yolo.head import load_checkpoint

CLASS_ROWS = re.compile(r"\.cv3\.\d+\.2\.(weight|bias)$")


def keep_unknown_rows(
    mixed: dict[str, torch.Tensor], first: Mapping[str, torch.Tensor], known: int
) -> dict[str, torch.Tensor]:
    """Takes the class head's rows from ``known`` on out of ``first``: a checkpoint grown to fit has noise there."""
    return {
        key: torch.cat([value[:known], first[key][known:]]) if CLASS_ROWS.search(key) else value
        for key, value in mixed.items()
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
