import json
from pathlib import Path

from forage_training.base_model.taxonomy import Labels, Source, Taxonomy, TaxonomyClass
from forage_training.base_model.what_is_labelled import Notes, know_photo, labelled_by_set, read_notes
from forage_training.datasets.knowledge import WHOLE_PHOTO
from forage_training.datasets.labels import Box

NAMES = (
    ("apple", "ingredient"),
    ("pear", "ingredient"),
    ("soup", "dish"),
    ("apple leaf", "leaf"),
    ("fig", "ingredient"),
)
TAXONOMY = Taxonomy(1, tuple(TaxonomyClass(i, n, n, k, ()) for i, (n, k) in enumerate(NAMES)), ())  # type: ignore[arg-type]
APPLE = Box(0, 0.5, 0.5, 0.8, 0.8)
IDS: dict[int, int | None] = {0: 0, 1: 1, 2: None}


def shop(labels: Labels = "classes-of-set", absent: tuple[str, ...] = ("leaf",)) -> Source:
    return Source("shop", "shop", "train", {"apple": "apple", "pear": "pear", "bag": None}, labels, absent)  # type: ignore[arg-type]


def test_a_set_labels_its_own_classes_and_knows_what_none_of_its_photos_shows() -> None:
    assert labelled_by_set(shop(), TAXONOMY) == frozenset({0, 1, 3})
    assert labelled_by_set(shop("own-classes-of-photo"), TAXONOMY) == frozenset({3})
    assert labelled_by_set(shop("everything"), TAXONOMY) is None


def test_a_photo_that_says_what_its_set_says_needs_no_entry() -> None:
    assert know_photo("a", shop(), TAXONOMY, IDS, [APPLE], [APPLE], Notes()) == ((APPLE,), None)


def test_a_photo_of_one_class_says_nothing_of_the_crate_beside_it() -> None:
    _, known = know_photo("a", shop("own-classes-of-photo"), TAXONOMY, IDS, [APPLE], [APPLE], Notes())
    assert known and known.regions[0].labelled == frozenset({0, 3})  # apples and leaves; pears may lie beside


def test_nothing_is_known_where_a_box_was_dropped() -> None:
    bag = Box(2, 0.2, 0.2, 0.1, 0.1)
    _, known = know_photo("a", shop(), TAXONOMY, IDS, [APPLE, bag], [APPLE], Notes())
    assert known and [(r.box, r.labelled) for r in known.regions] == [
        (WHOLE_PHOTO, frozenset({0, 1, 3})),
        ((0.2, 0.2, 0.1, 0.1), frozenset()),
    ]


def test_in_a_photo_where_everything_is_labelled_a_dropped_box_is_background() -> None:
    coin = Box(2, 0.2, 0.2, 0.1, 0.1)
    assert know_photo("a", shop("everything"), TAXONOMY, IDS, [APPLE, coin], [APPLE], Notes())[1] is None


def test_a_heap_is_taught_by_its_items_and_its_other_apples_are_no_background() -> None:
    items = [[0.3, 0.3, 0.1, 0.1, 0.9], [0.6, 0.6, 0.1, 0.1, 0.5], [0.7, 0.2, 0.1, 0.1, 0.1]]
    notes = Notes(how={"a": "heapu"}, items={"a": items})
    boxes, known = know_photo("a", shop("own-classes-of-photo"), TAXONOMY, IDS, [APPLE], [APPLE], notes)
    assert boxes == (Box(0, 0.3, 0.3, 0.1, 0.1), Box(0, 0.6, 0.6, 0.1, 0.1))  # the third is unsure
    assert known and not known.is_weak
    assert [r.labelled for r in known.regions] == [frozenset({0, 3}), frozenset({1, 2, 3, 4})]


def test_a_heap_without_items_keeps_its_box() -> None:
    notes = Notes(how={"a": "heap"}, items={"a": [[0.3, 0.3, 0.1, 0.1, 0.9]]})
    boxes, known = know_photo("a", shop(), TAXONOMY, IDS, [APPLE], [APPLE], notes)
    assert (boxes, known) == ((APPLE,), None)


def test_a_guessed_box_lies_roughly() -> None:
    for notes in (Notes(weak=frozenset({"a"})), Notes(how={"a": "centred"})):
        boxes, known = know_photo("a", shop(), TAXONOMY, IDS, [APPLE], [APPLE], notes)
        assert boxes == (APPLE,) and known and known.is_weak
    assert know_photo("b", shop(), TAXONOMY, IDS, [APPLE], [APPLE], Notes(weak=frozenset({"a"})))[1] is None


def test_notes_are_read_from_the_sets_folder(tmp_path: Path) -> None:
    assert read_notes(tmp_path) == Notes()
    (tmp_path / "weak.txt").write_text("images/test/a.webp\nimages/train/b.webp\n")
    (tmp_path / "how.json").write_text(json.dumps({"a": "heap"}))
    notes = read_notes(tmp_path)
    assert notes == Notes(frozenset({"a", "b"}), {"a": "heap"}, {})
