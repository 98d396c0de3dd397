"""YOLO label lines: parsing, polygons to boxes, class translation. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """One labelled box, centre and size normalised to the image."""

    class_id: int
    cx: float
    cy: float
    w: float
    h: float


def polygon_to_box(points: Sequence[float]) -> tuple[float, float, float, float]:
    """Smallest upright box around a polygon.

    Args:
        points: x1, y1, x2, y2, ... normalised; an even number of at least six values.

    Returns:
        (cx, cy, w, h), clipped to the image.

    Raises:
        ValueError: if the number of values is odd or below six.
    """
    if len(points) < 6 or len(points) % 2:
        raise ValueError(f"a polygon needs an even number of at least 6 values, got {len(points)}")
    xs = [min(max(x, 0.0), 1.0) for x in points[0::2]]
    ys = [min(max(y, 0.0), 1.0) for y in points[1::2]]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    return (left + right) / 2, (top + bottom) / 2, right - left, bottom - top


def parse_label_line(line: str) -> Box:
    """Parses ``class cx cy w h`` or ``class x1 y1 x2 y2 x3 y3 ...``.

    Raises:
        ValueError: if the line is neither.
    """
    first, *rest = line.split()
    values = [float(v) for v in rest]
    cx, cy, w, h = values if len(values) == 4 else polygon_to_box(values)
    return Box(int(float(first)), cx, cy, w, h)


def parse_labels(text: str) -> tuple[Box, ...]:
    """Parses a label file, skipping empty lines."""
    return tuple(parse_label_line(line) for line in text.splitlines() if line.strip())


def translate(boxes: Iterable[Box], ids: Mapping[int, int | None]) -> tuple[Box, ...]:
    """Replaces each class id through ``ids``, drops boxes mapped to None, boxes without area and repeats."""
    seen: dict[Box, None] = {}
    for box in boxes:
        target = ids[box.class_id]
        if target is not None and box.w > 0 and box.h > 0:
            seen[Box(target, box.cx, box.cy, box.w, box.h)] = None
    return tuple(seen)


def format_labels(boxes: Iterable[Box]) -> str:
    """Writes boxes as YOLO lines with six decimals."""
    return "".join(f"{b.class_id} {b.cx:.6f} {b.cy:.6f} {b.w:.6f} {b.h:.6f}\n" for b in boxes)
