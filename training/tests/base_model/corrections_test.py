from pathlib import Path
from typing import Any

import pytest

from forage_training.base_model.corrections import Correction, correct, parse_correction, read_corrections
from forage_training.base_model.prepare import BoxTranslator, Photo, correction_of
from forage_training.base_model.taxonomy import load_taxonomy
from forage_training.base_model.what_is_labelled import Notes, know_photo
from forage_training.datasets.knowledge import WHOLE_PHOTO
from forage_training.datasets.labels import Box

TAXONOMY = load_taxonomy()
ONION, TOMATO = TAXONOMY.id_of("onion"), TAXONOMY.id_of("tomato")
LEFT, RIGHT = Box(TOMATO, 0.2, 0.5, 0.1, 0.1), Box(TOMATO, 0.8, 0.5, 0.1, 0.1)
SOURCE = next(s for s in TAXONOMY.sources if s.name == "ingredients")


def parsed(**raw: Any) -> Correction:
    return parse_correction(raw, TAXONOMY)


def test_every_box_of_a_class_is_renamed_or_the_nearest_one() -> None:
    both, _ = correct([LEFT, RIGHT], parsed(rename=[{"class": "tomato", "to": "onion"}]))
    assert [b.class_id for b in both] == [ONION, ONION]
    one, _ = correct([LEFT, RIGHT], parsed(rename=[{"class": "tomato", "at": [0.7, 0.6], "to": "onion"}]))
    assert set(one) == {LEFT, Box(ONION, 0.8, 0.5, 0.1, 0.1)}


def test_where_a_box_is_taken_away_nothing_is_known() -> None:
    boxes, doubts = correct([LEFT, RIGHT], parsed(rename=[{"class": "tomato", "at": [0.2, 0.5], "to": None}]))
    assert boxes == (RIGHT,)
    assert doubts == ((None, (0.2, 0.5, 0.1, 0.1)),)


def test_missing_boxes_are_added() -> None:
    boxes, doubts = correct([LEFT], parsed(add=[["onion", 0.5, 0.5, 0.2, 0.3]]))
    assert boxes == (LEFT, Box(ONION, 0.5, 0.5, 0.2, 0.3))
    assert doubts == ()


def test_a_correction_that_fits_no_box_is_refused() -> None:
    with pytest.raises(ValueError, match="no box"):
        correct([LEFT], parsed(rename=[{"class": "onion", "to": "tomato"}]))


@pytest.mark.parametrize("raw", [{"add": [["onion", 0.5, 0.5, 1.2, 0.1]]}, {"remove": ["onion"]}])
def test_what_is_no_correction_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        parse_correction(raw, TAXONOMY)


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(KeyError, match="quince"):
        parsed(add=[["quince", 0.5, 0.5, 0.1, 0.1]])


def test_unboxed_copies_are_no_background_and_the_rest_stays_known() -> None:
    mended = parsed(unlabelled=[["tomato", 0.5, 0.5, 1, 1]])
    boxes, known = know_photo("a", SOURCE, TAXONOMY, {0: TOMATO}, [], [LEFT], Notes(), mended)
    assert boxes == (LEFT,) and known is not None
    whole, doubtful = (r.labelled for r in known.regions)
    assert whole is not None and doubtful == whole - {TOMATO}
    assert known.regions[1].box == WHOLE_PHOTO


def test_only_training_photos_are_mended(tmp_path: Path) -> None:
    def photo(split: str) -> Photo:
        return Photo("ingredients", split, tmp_path / "a.webp", tmp_path / "a.txt")

    translator = BoxTranslator(SOURCE, {}, TAXONOMY, corrections={"a": parsed(drop="blurred")})
    assert correction_of(photo("train"), "train", translator).drop
    for split in ("val", "test", "inbox"):
        with pytest.raises(ValueError, match=split):
            correction_of(photo(split), split, translator)


def test_the_list_that_ships_can_be_read() -> None:
    read = read_corrections(TAXONOMY)
    assert set(read) <= {s.name for s in TAXONOMY.sources if s.role == "train"}
    assert sum(len(photos) for photos in read.values()) > 0
