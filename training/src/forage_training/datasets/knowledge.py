"""What a photo's labels say and leave unsaid, as ``prepare`` writes it into ``labelled.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LABELLED_FILE = "labelled.json"


@dataclass(frozen=True)
class Region:
    """A part of a photo (cx, cy, w, h) and the classes that are fully labelled in it: None is all of them."""

    box: tuple[float, float, float, float]
    labelled: frozenset[int] | None


@dataclass(frozen=True)
class Knowledge:
    """What one photo's labels say: regions, later ones over earlier ones, and whether its boxes are rough."""

    regions: tuple[Region, ...]
    is_weak: bool = False


WHOLE_PHOTO = (0.5, 0.5, 1.0, 1.0)


def read_knowledge(merged: Path) -> dict[str, Knowledge] | None:
    """Knowledge by ``source/stem`` and by ``source``; None if nothing was written: then everything counts."""
    file = merged / LABELLED_FILE
    if not file.exists():
        return None
    raw = json.loads(file.read_text(encoding="utf-8"))
    return {key: parse_knowledge(value) for key, value in (raw["sources"] | raw["photos"]).items()}


def parse_knowledge(raw: Mapping[str, Any]) -> Knowledge:
    """One entry of ``labelled.json``."""
    regions = tuple(
        Region(
            (float(r["box"][0]), float(r["box"][1]), float(r["box"][2]), float(r["box"][3])),
            None if r["labelled"] == "everything" else frozenset(r["labelled"]),
        )
        for r in raw["regions"]
    )
    return Knowledge(regions, bool(raw.get("weak", False)))


def format_knowledge(known: Knowledge) -> dict[str, Any]:
    """The other way round."""
    regions = [
        {"box": list(r.box), "labelled": "everything" if r.labelled is None else sorted(r.labelled)}
        for r in known.regions
    ]
    return {"regions": regions} | ({"weak": True} if known.is_weak else {})


def knowledge_of(photo: Path, knowledge: Mapping[str, Knowledge]) -> Knowledge:
    """The photo's own knowledge, else its source's; a source without an entry labels everything."""
    source = photo.parent.parent.parent.name
    everything = Knowledge((Region(WHOLE_PHOTO, None),))
    return knowledge.get(f"{source}/{photo.stem}") or knowledge.get(source) or everything
