"""How often each training photo is seen: per source, and more for classes with few photos."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from forage_training.datasets.labels import parse_labels


def label_of(image: Path) -> Path:
    """The label file that belongs to an image of a YOLO folder."""
    return image.parent.parent.parent / "labels" / image.parent.name / f"{image.stem}.txt"


def repeat_factors(classes_of: Mapping[Path, frozenset[int]], threshold: float, limit: float) -> dict[Path, float]:
    """Repeat factor of each photo: that of its rarest class, max(1, sqrt(threshold / share of photos with it)).

    Source: Gupta et al. 2019, "LVIS", arXiv:1908.03195, section 5.2
    """
    photos_with = Counter(c for classes in classes_of.values() for c in classes)
    total = len(classes_of)
    factor = {c: max(1.0, math.sqrt(threshold * total / n)) for c, n in photos_with.items()}
    return {photo: min(limit, max((factor[c] for c in classes), default=1.0)) for photo, classes in classes_of.items()}


def whole_repeats(name: str, factor: float) -> int:
    """Rounds a factor up or down by the photo's name, so that 1.5 is 2 for half of all photos, always the same."""
    fraction = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 2**32
    return int(factor) + (fraction < factor % 1)


def sampling_plan(merged: Path, source_repeats: Mapping[str, float], rare_threshold: float, limit: float) -> list[Path]:
    """All training photos of the merged folder, each as often as training sees it in one pass."""
    photos = sorted(p for p in merged.glob("*/images/train/*") if p.suffix != ".npy")
    classes_of = {
        p: frozenset(b.class_id for b in parse_labels(label_of(p).read_text(encoding="utf-8"))) for p in photos
    }
    factors = repeat_factors(classes_of, rare_threshold, limit)
    plan: list[Path] = []
    for photo in photos:
        source = photo.relative_to(merged).parts[0]
        factor = min(limit, factors[photo] * source_repeats.get(source, 1.0))
        plan.extend([photo] * whole_repeats(f"{source}/{photo.name}", factor))
    return plan


def unique_sources(plan: Sequence[Path], merged: Path) -> dict[str, int]:
    """How many entries of a plan come from each source."""
    return dict(Counter(p.relative_to(merged).parts[0] for p in plan))
