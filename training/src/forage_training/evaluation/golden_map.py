"""Makes the golden average precisions that `lib/core/metrics` must reproduce, with pycocotools.

    python -m forage_training.evaluation.golden_map > ../lib/core/metrics/fixtures/map-golden.json

Synthetic and seeded: equal scores, crowds of one class, many classes, photos without boxes or without detections,
classes never found, detections of classes without true boxes, boxes that overlap a true box by exactly a half.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from dataclasses import dataclass

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

SEED = 20240611
PHOTOS = 30
CLASSES = 14
SIDE = 400

Box = list[int]
"""x, y, width, height in whole pixels."""


@dataclass(frozen=True)
class Photo:
    """True boxes as [class, x, y, w, h] and detections as [class, score, x, y, w, h]."""

    truths: list[list[int]]
    detections: list[list[float]]


def random_box(rng: np.random.Generator) -> Box:
    w, h = (int(v) for v in rng.integers(8, 120, 2))
    return [int(rng.integers(0, SIDE - w)), int(rng.integers(0, SIDE - h)), w, h]


def shifted(rng: np.random.Generator, box: Box, far: int) -> Box:
    x, y, w, h = (int(v + d) for v, d in zip(box, rng.integers(-far, far + 1, 4), strict=True))
    return [x, y, max(2, w), max(2, h)]


def make_photo(rng: np.random.Generator, index: int) -> Photo:
    crowded = index % 5 == 0
    count = 0 if index % 7 == 3 else int(rng.integers(12, 25) if crowded else rng.integers(1, 7))
    classes = rng.integers(0, 3 if crowded else CLASSES - 2, count)  # the last class but one has no true box
    if index == 4:
        classes[0] = CLASSES - 1  # one true box, never found
    truths = [[int(c), *random_box(rng)] for c in classes]
    detections: list[list[float]] = []
    if index % 11 != 6:
        for c, *box in truths:
            for _ in range(int(rng.integers(0, 4))):
                label = c if rng.random() < 0.8 else int(rng.integers(0, CLASSES - 1))
                score = int(rng.integers(1, 21)) / 20  # many ties
                detections.append([label, score, *shifted(rng, box, int(rng.integers(0, 25)))])
            if rng.random() < 0.1:
                x, y, w, h = box
                detections.append([c, 0.5, x, y, 2 * w, h])  # IoU is exactly a half
        for _ in range(int(rng.integers(0, 9))):
            detections.append([int(rng.integers(0, CLASSES - 1)), int(rng.integers(1, 1000)) / 1000, *random_box(rng)])
    detections = [d for d in detections if d[0] != CLASSES - 1]
    return Photo(truths, detections)


def coco_truth(photos: list[Photo]) -> COCO:
    coco = COCO()
    annotations = [
        {"image_id": i, "category_id": c, "bbox": [x, y, w, h], "area": w * h, "iscrowd": 0}
        for i, photo in enumerate(photos)
        for c, x, y, w, h in photo.truths
    ]
    coco.dataset = {
        "images": [{"id": i} for i in range(len(photos))],
        "categories": [{"id": c} for c in range(CLASSES)],
        "annotations": [{"id": n + 1, **a} for n, a in enumerate(annotations)],
    }
    coco.createIndex()
    return coco


def average_precision(photos: list[Photo], max_detections: int) -> dict[str, object]:
    truth = coco_truth(photos)
    rows = [[i, *d[2:], d[1], d[0]] for i, photo in enumerate(photos) for d in photo.detections]
    evaluation = COCOeval(truth, truth.loadRes(np.array(rows)), "bbox")
    evaluation.params.maxDets = [max_detections]
    evaluation.evaluate()
    evaluation.accumulate()
    precision = evaluation.eval["precision"][:, :, :, 0, -1]  # [iou, recall, class], area "all"
    by_class = {
        str(c): {"ap50": float(precision[0, :, c].mean()), "ap50To95": float(precision[:, :, c].mean())}
        for c in range(CLASSES)
        if precision[0, 0, c] > -1
    }
    return {
        "maxDetections": max_detections,
        "map50": float(np.mean([v["ap50"] for v in by_class.values()])),
        "map50To95": float(np.mean([v["ap50To95"] for v in by_class.values()])),
        "byClass": by_class,
    }


def main() -> None:
    rng = np.random.default_rng(SEED)
    photos = [make_photo(rng, i) for i in range(PHOTOS)]
    with contextlib.redirect_stdout(io.StringIO()):
        expected = [average_precision(photos, m) for m in (300, 3)]
    lines = ",\n".join(json.dumps({"truths": p.truths, "detections": p.detections}) for p in photos)
    sys.stdout.write(f'{{"photos": [\n{lines}\n],\n"expected": {json.dumps(expected)}}}\n')


if __name__ == "__main__":
    main()
