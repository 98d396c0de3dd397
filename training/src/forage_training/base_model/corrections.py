"""Corrections of training labels, read from ``corrections.json`` and applied by ``prepare``.

Photos are named by their file's name without its ending. Validation and test photos are never corrected: an entry for
a photo that is not a training photo is an error. A photo can be

- left out: ``"drop": "why"``;
- relabelled: ``"rename": [{"class": "steak", "at": [0.4, 0.5], "to": "sushi"}]``; ``"to": null`` takes the box away,
  and nothing is known where it was. Without ``at`` every box of the class is meant, with ``at`` the one whose centre
  is nearest;
- given boxes that are missing: ``"add": [["onion", cx, cy, w, h]]``;
- told to say nothing of a class in a region: ``"unlabelled": [["onion", cx, cy, w, h]]``, for heaps of which some are
  boxed; ``"*"`` is every class.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forage_training.base_model.taxonomy import Taxonomy
from forage_training.datasets.labels import Box

CORRECTIONS_FILE = Path(__file__).with_name("corrections.json")
EVERY_CLASS = "*"


Doubt = tuple[int | None, tuple[float, float, float, float]]
"""A class and the region where nothing is known of it; class None is every class."""


@dataclass(frozen=True)
class Rename:
    """A box's class, or that of every box of a class, becomes another; None takes it away."""

    class_id: int
    to: int | None
    at: tuple[float, float] | None = None


@dataclass(frozen=True)
class Correction:
    """What is corrected in one photo."""

    drop: bool = False
    renames: tuple[Rename, ...] = ()
    added: tuple[Box, ...] = ()
    unlabelled: tuple[Doubt, ...] = ()


def parse_correction(raw: Mapping[str, Any], taxonomy: Taxonomy) -> Correction:
    """One photo's entry.

    Raises:
        KeyError: if a class is not in the taxonomy.
        ValueError: if an entry is unknown, or a box is not valid.
    """
    unknown = set(raw) - {"drop", "rename", "add", "unlabelled"}
    if unknown:
        raise ValueError(f"no correction is called {', '.join(sorted(unknown))}")
    renames = tuple(
        Rename(
            taxonomy.id_of(one["class"]),
            None if one["to"] is None else taxonomy.id_of(one["to"]),
            (float(one["at"][0]), float(one["at"][1])) if "at" in one else None,
        )
        for one in raw.get("rename", ())
    )
    added = tuple(Box(taxonomy.id_of(name), *checked(values)) for name, *values in raw.get("add", ()))
    unlabelled = tuple(
        (None if name == EVERY_CLASS else taxonomy.id_of(name), checked(values))
        for name, *values in raw.get("unlabelled", ())
    )
    return Correction(bool(raw.get("drop")), renames, added, unlabelled)


def checked(values: Sequence[float]) -> tuple[float, float, float, float]:
    """Centre and size of a box that lies in the photo.

    Raises:
        ValueError: if it does not.
    """
    cx, cy, w, h = (float(v) for v in values)
    if not (0 < w <= 1 and 0 < h <= 1 and 0 <= cx <= 1 and 0 <= cy <= 1):
        raise ValueError(f"no box in a photo: {list(values)}")
    return cx, cy, w, h


def read_corrections(taxonomy: Taxonomy, file: Path = CORRECTIONS_FILE) -> dict[str, dict[str, Correction]]:
    """Corrections by source and photo; empty if there is no file."""
    if not file.exists():
        return {}
    raw = json.loads(file.read_text(encoding="utf-8"))["photos"]
    return {
        source: {stem: parse_correction(one, taxonomy) for stem, one in photos.items()}
        for source, photos in raw.items()
    }


def renamed(boxes: Sequence[Box], rename: Rename) -> tuple[list[Box], list[Box]]:
    """The boxes that stay, and those that were taken away.

    Raises:
        ValueError: if the photo has no box of the class: the correction was made for other labels.
    """
    own = [b for b in boxes if b.class_id == rename.class_id]
    if not own:
        raise ValueError(f"no box of class {rename.class_id} to correct")
    if rename.at is not None:
        x, y = rename.at
        own = [min(own, key=lambda b: (b.cx - x) ** 2 + (b.cy - y) ** 2)]
    kept = [b for b in boxes if b not in own]
    if rename.to is None:
        return kept, own
    return kept + [Box(rename.to, b.cx, b.cy, b.w, b.h) for b in own], []


def correct(boxes: Sequence[Box], correction: Correction) -> tuple[tuple[Box, ...], tuple[Doubt, ...]]:
    """The photo's boxes as they should be, and where less is known than its set says.

    Raises:
        ValueError: if there is no such box.
    """
    current, away = list(boxes), list[Box]()
    for rename in correction.renames:
        current, taken = renamed(current, rename)
        away += taken
    doubts = [(None, (b.cx, b.cy, b.w, b.h)) for b in away]
    return (*current, *correction.added), (*doubts, *correction.unlabelled)
