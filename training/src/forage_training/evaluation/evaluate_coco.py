"""Validation figures of a checkpoint, per source, by COCO's definition, to choose between checkpoints while training.

    python -m forage_training.evaluation.evaluate_coco --merged DIR --checkpoint FILE [--checkpoint FILE ...]

Published figures come from ``npx forage eval``, the pipeline that ships.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from torch import nn
from torchvision.ops import batched_nms

from forage_training.base_model.taxonomy import load_taxonomy
from forage_training.datasets.labels import parse_labels
from forage_training.datasets.letterbox import Sample, letterbox
from forage_training.datasets.sampling import label_of
from forage_training.evaluation.heads import corners_of
from forage_training.trainers.about import Head
from forage_training.trainers.registry import TRAINERS, trainer_named


@dataclass(frozen=True)
class EvalConfig:
    """How detections are made for measuring."""

    image_px: int = 320
    score_min: float = 0.001
    nms_iou: float = 0.7
    detections_max: int = 300
    batch: int = 16
    head: Head = "yolo-v8"


def detect(model: nn.Module, samples: Sequence[Sample], config: EvalConfig) -> Iterator[npt.NDArray[np.float32]]:
    """Yields [n, 6] per photo: x, y, width, height in source pixels, score, class."""
    pixels = np.stack([s.pixels for s in samples]).transpose(0, 3, 1, 2)
    device = next(model.parameters()).device
    with torch.no_grad():
        output = model(torch.from_numpy(pixels.astype(np.float32) / 255).to(device))[0].cpu()
    for raw, sample in zip(output, samples, strict=True):
        is_candidate = config.score_min < raw[4:].T
        anchors, classes = torch.nonzero(is_candidate, as_tuple=True)
        scores = raw[4 + classes, anchors]
        order = scores.argsort(descending=True)[:3000]
        anchors, classes, scores = anchors[order], classes[order], scores[order]
        corners = corners_of(raw[:4, anchors], config.head)
        kept = batched_nms(corners, scores, classes, config.nms_iou)[: config.detections_max]
        there = sample.place
        offset = torch.tensor([there.left, there.top] * 2)
        scale = torch.tensor([there.scale_x, there.scale_y] * 2)
        limit = torch.tensor([sample.width, sample.height] * 2)
        corners = ((corners[kept] - offset) / scale).clamp(min=0).minimum(limit)
        size = corners[:, 2:] - corners[:, :2]
        yield torch.cat([corners[:, :2], size, scores[kept, None], classes[kept, None].float()], 1).numpy()


def coco_ground_truth(photos: Sequence[Path], sizes: Sequence[tuple[int, int]], names: Sequence[str]) -> COCO:
    """Labels of the photos as a COCO index; image ids are positions in ``photos``."""
    annotations: list[dict[str, Any]] = []
    for image_id, (photo, (width, height)) in enumerate(zip(photos, sizes, strict=True)):
        for b in parse_labels(label_of(photo).read_text(encoding="utf-8")):
            w, h = b.w * width, b.h * height
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": image_id,
                    "category_id": b.class_id,
                    "bbox": [b.cx * width - w / 2, b.cy * height - h / 2, w, h],
                    "area": w * h,
                    "iscrowd": 0,
                }
            )
    coco = COCO()
    coco.dataset = {
        "images": [{"id": i, "width": w, "height": h} for i, (w, h) in enumerate(sizes)],
        "categories": [{"id": i, "name": name} for i, name in enumerate(names)],
        "annotations": annotations,
    }
    with contextlib.redirect_stdout(io.StringIO()):
        coco.createIndex()
    return coco


def average_precision(truth: COCO, rows: npt.NDArray[np.float64], config: EvalConfig) -> dict[int, float]:
    """AP at IoU 0.5 by class, for classes that have boxes. ``rows`` is [n, 7]: image, x, y, w, h, score, class."""
    if len(rows) == 0:  # pycocotools takes no empty list of detections
        return {a["category_id"]: 0.0 for a in truth.dataset["annotations"]}
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = COCOeval(truth, truth.loadRes(rows), "bbox")
        evaluation.params.iouThrs = np.array([0.5])
        evaluation.params.maxDets = [1, 10, config.detections_max]
        evaluation.params.areaRng = evaluation.params.areaRng[:1]
        evaluation.params.areaRngLbl = ["all"]
        evaluation.evaluate()
        evaluation.accumulate()
    precision = evaluation.eval["precision"][0, :, :, 0, -1]  # [recall steps, classes]
    return {
        category: float(column.mean())
        for category, column in zip(evaluation.params.catIds, precision.T, strict=True)
        if (column > -1).all()
    }


def evaluate(model: nn.Module, photos: Sequence[Path], names: Sequence[str], config: EvalConfig) -> dict[str, float]:
    """AP50 by class name on a list of photos."""
    rows: list[npt.NDArray[np.float64]] = []
    sizes: list[tuple[int, int]] = []
    for start in range(0, len(photos), config.batch):
        samples = [letterbox(p, config.image_px) for p in photos[start : start + config.batch]]
        for found, sample in zip(detect(model, samples, config), samples, strict=True):
            image = np.full((len(found), 1), len(sizes), dtype=np.float64)
            rows.append(np.concatenate([image, found.astype(np.float64)], axis=1))
            sizes.append((sample.width, sample.height))
    truth = coco_ground_truth(photos, sizes, names)
    return {names[c]: ap for c, ap in average_precision(truth, np.concatenate(rows), config).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--merged", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, action="append", required=True)
    parser.add_argument("--trainer", choices=TRAINERS, default=TRAINERS[0], help="what trained it")
    parser.add_argument("--class-count", type=int)
    parser.add_argument("--split", default="val", choices=["val", "train"], help="test is for the shipped pipeline")
    parser.add_argument("--sources", nargs="*", help="only these sources")
    parser.add_argument("--image-px", type=int, default=EvalConfig.image_px, help="edge of the network's input")
    parser.add_argument("--per-class", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    taxonomy = load_taxonomy()
    names = taxonomy.names[: args.class_count] if args.class_count else taxonomy.names
    trainer = trainer_named(args.trainer)
    for checkpoint in args.checkpoint:
        model = trainer.load(checkpoint, len(names)).float().eval()
        figures: dict[str, float] = {}
        for source in args.sources or [s.name for s in taxonomy.sources]:
            photos = sorted((args.merged / source / "images" / args.split).glob("*"))
            if len(photos) < 5 or source == "negatives_home":
                continue
            config = EvalConfig(image_px=args.image_px, head=trainer.about.head)
            by_class = evaluate(model, photos, names if not args.class_count else taxonomy.names, config)
            figures[source] = round(100 * float(np.mean(list(by_class.values()))), 1)
            if args.per_class:
                print(json.dumps({source: {k: round(100 * v, 1) for k, v in sorted(by_class.items())}}))
        print(json.dumps({"checkpoint": str(checkpoint), "mAP50": figures}), flush=True)


if __name__ == "__main__":
    main()
