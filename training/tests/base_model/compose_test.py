import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forage_training.base_model.compose import ComposeConfig, Crop, compose, hides_too_much, overlap_share, soft_mask
from forage_training.datasets.labels import Box


def test_overlap_is_the_share_of_the_first_box() -> None:
    # the right half of a is inside b; a is half of b's width
    a, b = Box(0, 0.25, 0.5, 0.5, 1.0), Box(0, 0.5, 0.5, 0.5, 1.0)
    assert overlap_share(a, b) == pytest.approx(0.5)


def test_a_paste_may_hide_a_little_but_not_more() -> None:
    # covers 10 of 100 columns of the first, then 20
    assert not hides_too_much((90, 0, 190, 100), [(0, 0, 100, 100)], 0.15)
    assert hides_too_much((80, 0, 180, 100), [(0, 0, 100, 100)], 0.15)


def test_the_mask_is_opaque_inside_and_clear_at_the_corner() -> None:
    mask = soft_mask(80, 60)
    assert mask.getpixel((40, 30)) == 255
    assert mask.getpixel((0, 0)) == 0


def test_the_same_seed_gives_the_same_scene(tmp_path: Path) -> None:
    for name, colour in (("room.png", "gray"), ("food.png", "red")):
        Image.new("RGB", (200, 200), colour).save(tmp_path / name)
    crops = {4: [Crop(tmp_path / "food.png", Box(4, 0.5, 0.5, 0.5, 0.5))]}
    config = ComposeConfig(side_px=160)
    one, again = (compose(crops, [tmp_path / "room.png"], config, random.Random("0/1")) for _ in range(2))
    assert np.array_equal(np.asarray(one[0]), np.asarray(again[0]))
    assert one[1] == again[1]
    assert one[0].size == (160, 160)
    assert all(b.class_id == 4 and 0 < b.cx < 1 and 0 < b.w < 0.5 for b in one[1])
