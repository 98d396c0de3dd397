"""What TypeScript computes too comes to the same here: recorded by ``lib/core/both-languages.test.ts``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from forage_training.datasets.letterbox import letterbox, place
from forage_training.datasets.near_duplicates import group, perceptual_hash
from forage_training.evaluation.golden_map import Photo, average_precision
from forage_training.places import TRAINING

RECORD: dict[str, Any] = json.loads(Path(__file__).with_name("both-languages.json").read_text(encoding="utf-8"))
GOLDEN: dict[str, Any] = json.loads(
    (TRAINING.parent / "lib/core/metrics/fixtures/map-golden.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", RECORD["letterbox"], ids=lambda c: f"{c['width']}x{c['height']}")
def test_a_photo_lies_at_the_same_place_in_the_square(case: dict[str, Any]) -> None:
    placed = place(case["width"], case["height"], case["side"])
    found = (placed.scale_x, placed.scale_y, placed.left, placed.top)
    assert found == pytest.approx((case["scaleX"], case["scaleY"], case["padX"], case["padY"]), abs=1e-12)


def test_an_enlarged_photo_has_the_same_pixels(tmp_path: Path) -> None:
    case = RECORD["pixels"]
    pixels = np.array(case["rgb"], np.uint8).reshape(case["height"], case["width"], 3)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    found = letterbox(tmp_path / "photo.png", case["side"]).pixels.astype(np.float64)
    assert np.abs(found - np.array(case["values"]).reshape(found.shape)).max() <= 1.0  # 8 bits round


@pytest.mark.parametrize("case", RECORD["hashes"], ids=lambda c: str(c["hash"]))
def test_a_small_grey_photo_has_the_same_hash(case: dict[str, Any]) -> None:
    grey = Image.fromarray(np.array(case["grey"], np.uint8).reshape(32, 32))
    assert f"{perceptual_hash(grey):016x}" == case["hash"]


def test_the_same_hashes_are_near() -> None:
    case = RECORD["groups"]
    names = {str(i): value for i, value in enumerate(case["hashes"])}
    found = [[int(name) for name in one] for one in group(names, case["mostBits"]) if len(one) > 1]
    assert found == case["groups"]


@pytest.mark.parametrize("expected", GOLDEN["expected"], ids=lambda e: str(e["maxDetections"]))
def test_average_precision_is_what_typescript_must_come_to(expected: dict[str, Any]) -> None:
    photos = [Photo(one["truths"], one["detections"]) for one in GOLDEN["photos"]]
    found = average_precision(photos, expected["maxDetections"])
    assert found["map50"] == pytest.approx(expected["map50"], abs=1e-12)
    assert found["map50To95"] == pytest.approx(expected["map50To95"], abs=1e-12)
