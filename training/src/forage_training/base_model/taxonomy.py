"""The merge of all data sets into one taxonomy, read from ``taxonomy.json``.

The merge is data: this file only reads it and answers questions about it. Class ids are stable;
a class that is no longer wanted keeps its id, and a new class is appended.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["ingredient", "dish", "leaf"]
Role = Literal["train", "test-only", "negatives"]
Labels = Literal["classes-of-set", "own-classes-of-photo", "everything"]

TAXONOMY_FILE = Path(__file__).with_name("taxonomy.json")


@dataclass(frozen=True)
class TaxonomyClass:
    """One class of the detector; ``species`` and ``condition`` are set only for leaves."""

    id: int
    name: str
    display_name: str
    kind: Kind
    synonyms: tuple[str, ...]
    species: str | None = None
    condition: str | None = None


@dataclass(frozen=True)
class Source:
    """One data set: where it is under the sources folder and what its class names mean here.

    ``classes`` maps the set's own class name to a canonical name, or to None where it is dropped. ``labels`` and
    ``absent`` say what is known where a photo has no box (see ``what_is_labelled``).
    """

    name: str
    folder: str
    role: Role
    classes: dict[str, str | None]
    labels: Labels = "classes-of-set"
    absent: tuple[Kind, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """All classes in id order, and all sources."""

    version: int
    classes: tuple[TaxonomyClass, ...]
    sources: tuple[Source, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Canonical names in id order."""
        return tuple(c.name for c in self.classes)

    def id_of(self, name: str) -> int:
        """Id of a canonical name.

        Raises:
            KeyError: if no class has that name.
        """
        for c in self.classes:
            if c.name == name:
                return c.id
        raise KeyError(name)


def load_taxonomy(path: Path = TAXONOMY_FILE) -> Taxonomy:
    """Reads and checks the taxonomy file.

    Raises:
        ValueError: if ids are not 0..n-1 in order, or a source maps to a class that does not exist.
    """
    raw = json.loads(path.read_text(encoding="utf-8"))
    classes = tuple(
        TaxonomyClass(
            id=c["id"],
            name=c["name"],
            display_name=c["displayName"],
            kind=c["kind"],
            synonyms=tuple(c["synonyms"]),
            species=c.get("species"),
            condition=c.get("condition"),
        )
        for c in raw["classes"]
    )
    if [c.id for c in classes] != list(range(len(classes))):
        raise ValueError("class ids must run from 0 without a gap, in order")
    sources = tuple(
        Source(s["name"], s["folder"], s["role"], s["classes"], s["labels"], tuple(s.get("absent", ())))
        for s in raw["sources"]
    )
    known = {c.name for c in classes}
    for source in sources:
        unknown = {v for v in source.classes.values() if v is not None} - known
        if unknown:
            raise ValueError(f"source {source.name} maps to unknown classes: {sorted(unknown)}")
    return Taxonomy(raw["version"], classes, sources)
