"""What the labels of a photo say and leave unsaid, worked out from its set; ``partial_labels`` uses it.

A set in ``taxonomy.json`` labels

- ``classes-of-set``: each of its classes wherever it is in the photo;
- ``own-classes-of-photo``: only the classes that the photo has boxes of; other things in view have no box;
- ``everything``: nothing in the photo is unlabelled.

``absent`` names kinds of classes that no photo of the set shows: their absence is known too. Where a box was dropped
because the taxonomy has no class for it, nothing is known.

A set folder may hold three notes: ``weak.txt`` (photos whose box is only rough), ``how.json`` (how a photo's box
was made) and ``item-boxes.json`` (boxes of the single items in a heap that has one box around it all).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from forage_training.base_model.corrections import Correction, correct
from forage_training.base_model.taxonomy import Source, Taxonomy
from forage_training.datasets.knowledge import WHOLE_PHOTO, Knowledge, Region
from forage_training.datasets.labels import Box

HEAPS = frozenset({"heap", "heapu", "centred"})
ROUGH = frozenset({"centred", "weak"})
NOTHING_TO_MEND = Correction()
ITEM_SCORE_MIN = 0.35
ITEMS_MIN = 2


@dataclass(frozen=True)
class Notes:
    """A set's notes on single photos, by the name of the photo's file without its ending."""

    weak: frozenset[str] = frozenset()
    how: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, Sequence[Sequence[float]]] = field(default_factory=dict)


def read_notes(folder: Path) -> Notes:
    """The notes of a set; empty where it has none."""

    def read(name: str) -> dict[str, object]:
        file = folder / name
        return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}

    weak = folder / "weak.txt"
    stems = {Path(line.strip()).stem for line in weak.read_text().splitlines() if line.strip()} if weak.exists() else ()
    return Notes(frozenset(stems), read("how.json"), read("item-boxes.json"))  # type: ignore[arg-type]


def ids_of_kinds(taxonomy: Taxonomy, kinds: Sequence[str]) -> frozenset[int]:
    """Ids of all classes of some kinds."""
    return frozenset(c.id for c in taxonomy.classes if c.kind in kinds)


def labelled_by_set(source: Source, taxonomy: Taxonomy) -> frozenset[int] | None:
    """The classes a set labels in all its photos; None is all there are."""
    if source.labels == "everything":
        return None
    absent = ids_of_kinds(taxonomy, source.absent)
    if source.labels == "own-classes-of-photo":
        return absent
    return absent | {taxonomy.id_of(name) for name in source.classes.values() if name is not None}


def dropped_boxes(original: Sequence[Box], ids: Mapping[int, int | None]) -> list[Box]:
    """Boxes for which the taxonomy has no class."""
    return [b for b in original if ids[b.class_id] is None]


def frame(box: Box) -> tuple[float, float, float, float]:
    """A box without its class."""
    return box.cx, box.cy, box.w, box.h


def read_heap(
    stem: str, boxes: Sequence[Box], notes: Notes, taxonomy: Taxonomy
) -> tuple[tuple[Box, ...], tuple[Region, ...]]:
    """The items of a heap in place of the box around it, and the heap as a region.

    The items are known incompletely: within the heap nothing is known of their class, and all other classes are absent.
    A photo without items keeps its box.
    """
    is_heap = notes.how.get(stem) in HEAPS and len(boxes) == 1
    items = [i for i in notes.items.get(stem, ()) if i[4] >= ITEM_SCORE_MIN]
    if not is_heap or len(items) < ITEMS_MIN:
        return tuple(boxes), ()
    own = boxes[0].class_id
    others = frozenset(c.id for c in taxonomy.classes) - {own}
    return tuple(Box(own, *i[:4]) for i in items), (Region(frame(boxes[0]), others),)


def know_photo(
    stem: str,
    source: Source,
    taxonomy: Taxonomy,
    ids: Mapping[int, int | None],
    original: Sequence[Box],
    merged: Sequence[Box],
    notes: Notes,
    correction: Correction = NOTHING_TO_MEND,
) -> tuple[tuple[Box, ...], Knowledge | None]:
    """A training photo's boxes, and what they say if it differs from what the set says.

    Raises:
        ValueError: if its correction does not fit.
    """
    by_set = labelled_by_set(source, taxonomy)
    mended, doubts = correct(merged, correction)
    boxes, regions = read_heap(stem, mended, notes, taxonomy)
    unknown = () if by_set is None else tuple(Region(frame(b), frozenset()) for b in dropped_boxes(original, ids))
    is_weak = not regions and (stem in notes.weak or notes.how.get(stem) in ROUGH)
    if source.labels != "own-classes-of-photo" and not unknown and not regions and not doubts and not is_weak:
        return boxes, None
    whole = by_set
    if source.labels == "own-classes-of-photo" and by_set is not None:
        whole = by_set | {b.class_id for b in boxes}
    known = frozenset(c.id for c in taxonomy.classes) if whole is None else whole
    doubtful = tuple(Region(place, frozenset() if c is None else known - {c}) for c, place in doubts)
    return boxes, Knowledge((Region(WHOLE_PHOTO, whole), *regions, *unknown, *doubtful), is_weak)
