from pathlib import Path

import pytest

from forage_training.datasets.sampling import repeat_factors, whole_repeats


def test_a_rare_class_repeats_its_photos() -> None:
    # 1 of 100 photos holds class 7: sqrt(0.04 * 100 / 1) = 2; class 0 is in all of them: 1
    classes = {Path(f"{i}.jpg"): frozenset({0, 7} if i == 0 else {0}) for i in range(100)}
    factors = repeat_factors(classes, threshold=0.04, limit=4)
    assert factors[Path("0.jpg")] == pytest.approx(2)
    assert factors[Path("1.jpg")] == 1


def test_the_limit_caps_the_repeats() -> None:
    classes = {Path(f"{i}.jpg"): frozenset({i}) for i in range(100)}
    assert set(repeat_factors(classes, threshold=1, limit=3).values()) == {3}


def test_a_photo_without_boxes_is_seen_once() -> None:
    assert repeat_factors({Path("room.jpg"): frozenset()}, 0.1, 4) == {Path("room.jpg"): 1.0}


def test_a_fraction_is_rounded_up_for_that_share_of_photos() -> None:
    repeats = [whole_repeats(f"{i}.jpg", 1.25) for i in range(2000)]
    assert set(repeats) == {1, 2}
    assert sum(repeats) / 2000 == pytest.approx(1.25, abs=0.03)
