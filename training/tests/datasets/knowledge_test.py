from pathlib import Path

from forage_training.datasets.knowledge import (
    WHOLE_PHOTO,
    Knowledge,
    Region,
    format_knowledge,
    knowledge_of,
    parse_knowledge,
)


def test_a_photos_own_knowledge_comes_before_its_sets() -> None:
    of_set, own = Knowledge((Region(WHOLE_PHOTO, frozenset({1})),)), Knowledge((Region(WHOLE_PHOTO, frozenset()),))
    knowledge = {"shop": of_set, "shop/b": own}
    photo = Path("/m/shop/images/train/a.webp")
    assert knowledge_of(photo, knowledge) is of_set
    assert knowledge_of(photo.with_name("b.webp"), knowledge) is own
    unknown = knowledge_of(Path("/m/composed/images/train/c.jpg"), knowledge)
    assert unknown.regions[0].labelled is None


def test_knowledge_survives_being_written() -> None:
    known = Knowledge((Region(WHOLE_PHOTO, None), Region((0.5, 0.5, 0.2, 0.2), frozenset({4, 2}))), is_weak=True)
    assert parse_knowledge(format_knowledge(known)) == known
