import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.ops import batched_nms

from forage_training.datasets.letterbox import letterbox
from forage_training.evaluation.evaluate_coco import EvalConfig, average_precision, coco_ground_truth

RECORD = json.loads((Path(__file__).parent.parent / "both-languages.json").read_text(encoding="utf-8"))


def labelled(folder: Path, lines: str) -> Path:
    image = folder / "images" / "val" / "a.png"
    label = folder / "labels" / "val" / "a.txt"
    image.parent.mkdir(parents=True)
    label.parent.mkdir(parents=True)
    Image.new("RGB", (100, 50)).save(image)
    label.write_text(lines)
    return image


def test_a_wide_photo_is_padded_above_and_below(tmp_path: Path) -> None:
    sample = letterbox(labelled(tmp_path, ""), 320)
    # 100x50 at 3.2: 320x160, (320 - 160) / 2 = 80 px of grey above
    assert (sample.place.scale_x, sample.place.left, sample.place.top) == (3.2, 0, 80)
    assert sample.pixels[0, 0].tolist() == [114, 114, 114]
    assert sample.pixels[160, 160].tolist() == [0, 0, 0]


def test_average_precision_of_one_hit_and_one_earlier_false_alarm(tmp_path: Path) -> None:
    photo = labelled(tmp_path, "0 0.5 0.5 0.4 0.4\n")
    truth = coco_ground_truth([photo], [(100, 50)], ["apple"])
    # the box is x 30..70, y 15..35; precision at recall 1 is 1 of 2
    rows = np.array([[0, 0, 0, 10, 10, 0.9, 0], [0, 30, 15, 40, 20, 0.8, 0]], dtype=np.float64)
    assert average_precision(truth, rows, EvalConfig())[0] == pytest.approx(0.5)
    assert average_precision(truth, rows[1:], EvalConfig())[0] == pytest.approx(1.0)


@pytest.mark.parametrize("case", RECORD["suppression"]["cases"], ids=lambda c: str(c["iou"]))
def test_the_same_boxes_are_left_of_those_that_overlap(case: dict[str, Any]) -> None:
    ones = RECORD["suppression"]["ones"]
    boxes = torch.tensor([one["corners"] for one in ones], dtype=torch.float32)
    scores = torch.tensor([one["score"] for one in ones])
    classes = torch.tensor([one["classId"] for one in ones])
    assert batched_nms(boxes, scores, classes, case["iou"]).tolist() == case["kept"]
