from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forage_training.datasets.labels import Box
from forage_training.tools.disagreements import CELL_PX, Disagreement, Found, compare, draw_sheet, overlap

ONION, TOMATO = 0, 1
LABEL = Box(TOMATO, 0.5, 0.5, 0.2, 0.2)
THERE = (0.5, 0.5, 0.2, 0.2)
ELSEWHERE = (0.1, 0.1, 0.1, 0.1)


def test_overlap_is_what_two_boxes_share_of_both() -> None:
    # moved by half its width: one half in common, three halves in all
    assert overlap(THERE, (0.6, 0.5, 0.2, 0.2)) == pytest.approx(1 / 3)
    assert overlap(THERE, ELSEWHERE) == 0


def test_another_class_in_the_same_place_disagrees_about_the_name() -> None:
    found = Found(ONION, 0.9, THERE)
    assert compare([LABEL], [found]) == [Disagreement("name", found, TOMATO)]


def test_a_box_where_nothing_is_labelled_says_that_a_label_is_missing() -> None:
    found = Found(TOMATO, 0.9, ELSEWHERE)
    assert compare([LABEL], [found]) == [Disagreement("missing", found, None)]


def test_the_same_class_in_the_same_place_agrees_however_roughly() -> None:
    # moved by a quarter: 0.75 of 1.25
    assert compare([LABEL], [Found(TOMATO, 0.9, (0.55, 0.5, 0.2, 0.2))]) == []


def test_a_box_that_lies_half_on_another_says_nothing() -> None:
    assert compare([LABEL], [Found(ONION, 0.9, (0.6, 0.5, 0.2, 0.2))]) == []


def test_the_surest_come_first() -> None:
    found = [Found(TOMATO, 0.6, ELSEWHERE), Found(ONION, 0.9, THERE)]
    assert [d.found.score for d in compare([LABEL], found)] == [0.9, 0.6]


def test_the_sheet_shows_what_the_model_says_in_red(tmp_path: Path) -> None:
    photo = tmp_path / "shop" / "images" / "train" / "a.png"
    photo.parent.mkdir(parents=True)
    Image.new("RGB", (CELL_PX, CELL_PX), "white").save(photo)
    label = tmp_path / "shop" / "labels" / "train" / "a.txt"
    label.parent.mkdir(parents=True)
    label.write_text("1 0.5 0.5 0.2 0.2\n")
    sheet = np.asarray(draw_sheet([(photo, compare([LABEL], [Found(ONION, 0.9, THERE)]))], ["onion", "tomato"], 0))
    assert (sheet == (255, 0, 0)).all(2).any()
