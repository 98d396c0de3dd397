import pytest

from forage_training.datasets.labels import (
    Box,
    format_labels,
    parse_label_line,
    parse_labels,
    polygon_to_box,
    translate,
)


def test_a_polygon_becomes_its_upright_box() -> None:
    # x from 0.2 to 0.6, y from 0.1 to 0.5: centre (0.4, 0.3), 0.4 wide and high
    assert polygon_to_box([0.2, 0.3, 0.4, 0.1, 0.6, 0.5]) == pytest.approx((0.4, 0.3, 0.4, 0.4))


def test_a_polygon_is_clipped_to_the_photo() -> None:
    # x from -0.2 to 0.5 is 0 to 0.5 inside the photo
    assert polygon_to_box([-0.2, 0.0, 0.5, 0.0, 0.5, 1.2]) == pytest.approx((0.25, 0.5, 0.5, 1.0))


@pytest.mark.parametrize("points", [[0.1] * 4, [0.1] * 7])
def test_too_few_or_odd_values_are_no_polygon(points: list[float]) -> None:
    with pytest.raises(ValueError, match="polygon"):
        polygon_to_box(points)


def test_four_values_are_a_box() -> None:
    assert parse_label_line("7 0.5 0.5 0.2 0.1") == Box(7, 0.5, 0.5, 0.2, 0.1)


def test_translation_drops_unmapped_boxes_empty_boxes_and_repeats() -> None:
    boxes = parse_labels("0 0.5 0.5 0.2 0.2\n0 0.5 0.5 0.2 0.2\n1 0.5 0.5 0.2 0.2\n0 0.5 0.5 0 0.2\n\n")
    assert translate(boxes, {0: 12, 1: None}) == (Box(12, 0.5, 0.5, 0.2, 0.2),)


def test_written_labels_read_back_the_same() -> None:
    boxes = (Box(3, 0.123456, 0.5, 0.25, 0.125), Box(0, 0.5, 0.5, 1.0, 1.0))
    assert parse_labels(format_labels(boxes)) == boxes
