"""Where a model is surest that a training photo's labels are wrong: a list and contact sheets for a person to check.

    python -m forage_training.tools.disagreements --merged DIR --checkpoint FILE --source ingredients --out FOLDER

A model's box disagrees when no label of its class is there: the place has a label of another class (*name*) or none
at all (*missing*). ``list.json`` has them by photo, surest first; ``name-0.jpg``, ``missing-0.jpg`` … show
labels in green and the model in red. This changes no labels: write what is surely wrong into ``corrections.json`` by
hand.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import torch
from PIL import Image, ImageDraw

from forage_training.base_model.taxonomy import load_taxonomy
from forage_training.datasets.labels import Box, parse_labels
from forage_training.datasets.letterbox import letterbox
from forage_training.datasets.sampling import label_of
from forage_training.evaluation.evaluate_coco import EvalConfig, detect
from forage_training.trainers.yolo.head import load_checkpoint

Kind = Literal["name", "missing"]
SAME_PLACE = 0.6
SAME_THING = 0.4
NOTHING_THERE = 0.2
CELL_PX = 320
COLUMNS = 6
ROWS = 6


@dataclass(frozen=True)
class Found:
    """A box the model is sure of; centre and size normalised."""

    class_id: int
    score: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Disagreement:
    """What the model says, and the class of the label in that place."""

    kind: Kind
    found: Found
    labelled: int | None


def overlap(a: Sequence[float], b: Sequence[float]) -> float:
    """Intersection over union of two boxes given by centre and size."""
    w = min(a[0] + a[2] / 2, b[0] + b[2] / 2) - max(a[0] - a[2] / 2, b[0] - b[2] / 2)
    h = min(a[1] + a[3] / 2, b[1] + b[3] / 2) - max(a[1] - a[3] / 2, b[1] - b[3] / 2)
    both = max(w, 0.0) * max(h, 0.0)
    return both / (a[2] * a[3] + b[2] * b[3] - both)


def compare(labels: Sequence[Box], found: Iterable[Found]) -> list[Disagreement]:
    """The boxes where the labels say something else, surest first."""
    disagreements = []
    for one in found:
        overlaps = [(overlap(one.box, (b.cx, b.cy, b.w, b.h)), b.class_id) for b in labels]
        if any(o >= SAME_THING and c == one.class_id for o, c in overlaps):
            continue
        best, labelled = max(overlaps, default=(0.0, -1))
        if best >= SAME_PLACE:
            disagreements.append(Disagreement("name", one, labelled))
        elif best < NOTHING_THERE:
            disagreements.append(Disagreement("missing", one, None))
    return sorted(disagreements, key=lambda d: -d.found.score)


def disagreements_of(
    photos: Sequence[Path], model: torch.nn.Module, config: EvalConfig
) -> dict[Path, list[Disagreement]]:
    """Disagreements by photo; photos without disagreements are left out."""
    by_photo: dict[Path, list[Disagreement]] = {}
    for start in range(0, len(photos), config.batch):
        batch = photos[start : start + config.batch]
        samples = [letterbox(p, config.image_px) for p in batch]
        for photo, sample, rows in zip(batch, samples, detect(model, samples, config), strict=True):
            width, height = sample.width, sample.height
            found = [
                Found(int(c), float(s), ((x + w / 2) / width, (y + h / 2) / height, w / width, h / height))
                for x, y, w, h, s, c in rows.tolist()
            ]
            own = compare(parse_labels(label_of(photo).read_text(encoding="utf-8")), found)
            if own:
                by_photo[photo] = own
    return by_photo


def draw_box(pen: ImageDraw.ImageDraw, box: Sequence[float], text: str, colour: str, size: tuple[int, int]) -> None:
    """A box with its name."""
    width, height = size
    left, top = (box[0] - box[2] / 2) * width, (box[1] - box[3] / 2) * height
    pen.rectangle((left, top, left + box[2] * width, top + box[3] * height), outline=colour, width=2)
    pen.text((max(0, left) + 2, max(0, top) + 1), text, fill=colour, stroke_width=2, stroke_fill="black")


def draw_sheet(photos: Sequence[tuple[Path, Sequence[Disagreement]]], names: Sequence[str], first: int) -> Image.Image:
    """Photos with their labels in green and what the model says in red; ``first`` is the number of the first."""
    sheet = Image.new("RGB", (COLUMNS * CELL_PX, -(-len(photos) // COLUMNS) * CELL_PX))
    for i, (photo, own) in enumerate(photos):
        with Image.open(photo) as opened:
            cell = opened.convert("RGB")
        cell.thumbnail((CELL_PX, CELL_PX))
        pen = ImageDraw.Draw(cell)
        for b in parse_labels(label_of(photo).read_text(encoding="utf-8")):
            draw_box(pen, (b.cx, b.cy, b.w, b.h), names[b.class_id], "lime", cell.size)
        for d in own:
            draw_box(pen, d.found.box, f"{names[d.found.class_id]} {d.found.score:.2f}", "red", cell.size)
        pen.text((2, cell.height - 12), str(first + i), fill="cyan", stroke_width=2, stroke_fill="black")
        sheet.paste(cell, ((i % COLUMNS) * CELL_PX, (i // COLUMNS) * CELL_PX))
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--merged", type=Path, required=True, help="folder written by prepare.py")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--class-count", type=int, help="classes the checkpoint has; all by default")
    parser.add_argument("--source", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--score-min", type=float, default=0.5)
    args = parser.parse_args()
    torch.set_num_threads(1)
    names = load_taxonomy().names
    model = load_checkpoint(args.checkpoint, args.class_count or len(names)).float().eval().fuse(verbose=False)
    photos = sorted((args.merged / args.source / "images" / "train").glob("*"))
    found = disagreements_of(photos, model, EvalConfig(image_px=256, score_min=args.score_min, nms_iou=0.5))
    args.out.mkdir(parents=True, exist_ok=True)
    kinds: tuple[Kind, ...] = ("name", "missing")
    for kind in kinds:
        own = [(p, [d for d in all_of if d.kind == kind]) for p, all_of in found.items()]
        shown = sorted(((p, ds) for p, ds in own if ds), key=lambda one: -one[1][0].found.score)
        for start in range(0, len(shown), COLUMNS * ROWS):
            sheet = draw_sheet(shown[start : start + COLUMNS * ROWS], names, start)
            sheet.save(args.out / f"{kind}-{start}.jpg", quality=88)
        print(f"{kind}: {sum(len(ds) for _, ds in shown)} boxes in {len(shown)} photos")
    listed = {p.stem: [asdict(d) for d in ds] for p, ds in found.items()}
    (args.out / "list.json").write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
