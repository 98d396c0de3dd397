import numpy as np
from PIL import Image

from forage_training.datasets.near_duplicates import distances, group, perceptual_hash


def picture(seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 255, (6, 6, 3), dtype=np.uint8))
    return coarse.resize((240, 180), Image.Resampling.BICUBIC)


def bits_apart(a: Image.Image, b: Image.Image) -> int:
    return int(distances([perceptual_hash(a)], [perceptual_hash(b)])[0, 0])


def test_distance_counts_differing_bits() -> None:
    # 0b1011 and 0b0010 differ in two bits; all ones and zero in 64
    assert distances([0b1011, 2**64 - 1], [0b0010, 0]).tolist() == [[2, 3], [63, 64]]


def test_a_smaller_darker_copy_is_near() -> None:
    original = picture(1)
    copy = original.resize((120, 90)).point(lambda v: int(v * 0.9))
    assert bits_apart(original, copy) <= 4


def test_another_picture_is_far() -> None:
    assert bits_apart(picture(1), picture(2)) > 12


def test_groups_join_through_a_middle_photo() -> None:
    # a-b and b-c are 2 bits apart, a-c are 4: one group at 2 bits
    hashes = {"a": 0b0000, "b": 0b0011, "c": 0b1111, "far": 0xFFFF0000}
    assert group(hashes, 2) == [["a", "b", "c"], ["far"]]


def test_nothing_groups_to_nothing() -> None:
    assert group({}, 4) == []
