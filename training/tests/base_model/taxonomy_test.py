import json
from collections import Counter

import pytest

from forage_training.base_model.taxonomy import TAXONOMY_FILE, load_taxonomy

TAXONOMY = load_taxonomy()

# Shipped ids. A name here never moves and never changes.
FIRST_NAMES = (
    "banana|bell pepper|bulgur|cabbage|carrot|cheese|chicken|chickpeas|cucumber|egg|eggplant|farfalle pasta|"
    "fusilli pasta|garlic|green pepper|ground meat|ketchup|lemon|margarine|mayonnaise|milk|mushroom|olive|"
    "olive oil|onion|parsley|potato|red lentils|rice|sausage|spaghetti|tomato|tomato paste|dumplings|yogurt|"
    "zucchini|almond milk|avocado|oat milk|oats|quinoa|salmon|sweet potato|apple|bread|bun|doughnut|dough twist|"
    "grape|litchi|mango|mooncake|orange|peach|pear|plum|kiwi|sachima|apple scab leaf|apple leaf|apple rust leaf|"
    "bell pepper leaf spot|bell pepper leaf|blueberry leaf|cherry leaf|corn gray leaf spot|corn leaf blight|"
    "corn rust leaf|peach leaf|potato leaf early blight|potato leaf late blight|potato leaf|raspberry leaf|"
    "soybean leaf|squash powdery mildew leaf|strawberry leaf|tomato early blight leaf|tomato septoria leaf spot|"
    "tomato leaf bacterial spot|tomato leaf late blight|tomato leaf mosaic virus|tomato leaf yellow virus|"
    "tomato leaf|tomato mold leaf|tomato two spotted spider mites leaf|grape leaf black rot|grape leaf"
).split("|")


def test_the_87_first_classes_keep_their_ids() -> None:
    assert len(FIRST_NAMES) == 87
    assert list(TAXONOMY.names[:87]) == FIRST_NAMES


def test_ids_run_without_gap_and_names_are_unique() -> None:
    assert [c.id for c in TAXONOMY.classes] == list(range(173))
    assert len(set(TAXONOMY.names)) == 173


def test_no_word_means_two_classes() -> None:
    words = Counter(w for c in TAXONOMY.classes for w in (c.name, *c.synonyms))
    assert [w for w, n in words.items() if n > 1] == []


def test_leaves_alone_have_species_and_condition() -> None:
    for c in TAXONOMY.classes:
        assert (c.kind == "leaf") == (c.species is not None) == (c.condition is not None), c.name


def test_no_two_leaf_classes_mean_the_same() -> None:
    meanings = [(c.species, c.condition) for c in TAXONOMY.classes if c.kind == "leaf"]
    assert len(set(meanings)) == len(meanings)


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("bell pepper leaf", "leaf spot"),
        ("potato leaf late blight", "early blight"),
        ("tomato leaf late blight", "bacterial spot"),
        ("tomato leaf", "yellow leaf curl virus"),
        ("grape leaf black rot", "healthy"),
    ],
)
def test_conditions_are_what_the_photos_show_where_the_set_misnames_them(name: str, condition: str) -> None:
    assert TAXONOMY.classes[TAXONOMY.id_of(name)].condition == condition


def test_every_class_comes_from_a_set_that_trains() -> None:
    taught = {v for s in TAXONOMY.sources if s.role == "train" for v in s.classes.values()}
    assert set(TAXONOMY.names) - taught == set()


@pytest.mark.parametrize(
    ("source", "name", "canonical"),
    [
        ("tableware", "coin", None),
        ("tableware", "qiwi", "kiwi"),
        ("tableware", "fired_dough_twist", "dough twist"),
        ("pantry", "courgette", "zucchini"),
        ("pantry", "cured_goat_cheese", "cheese"),
        ("plantdoc", "Soyabean leaf", "soybean leaf"),
        ("plantdoc", "Soybean leaf", "soybean leaf"),
        ("fridge_aicook10", "eggs", "egg"),
        ("fridge_aicook10", "heavy cream", "cream"),
        ("fridge_public", "cake", None),
        ("tunisian_dishes", "couscous", "couscous dish"),
        ("tunisian_dishes2", "couscous", "couscous dish"),
        ("everyday_dishes", "falafel", "falafel"),
    ],
)
def test_names_that_differ_between_sets_are_merged(source: str, name: str, canonical: str | None) -> None:
    assert next(s for s in TAXONOMY.sources if s.name == source).classes[name] == canonical


def test_every_set_says_what_its_labels_leave_unsaid() -> None:
    by_name = {s.name: s for s in TAXONOMY.sources}
    assert by_name["grocery_store"].labels == "own-classes-of-photo"
    assert {s.labels for s in TAXONOMY.sources if s.role == "negatives"} == {"everything"}
    assert by_name["everyday_dishes2"].labels == "own-classes-of-photo"  # often only one of two dishes has a box
    assert "leaf" not in by_name["fruits15b"].absent  # peaches hang among their leaves
    for source in TAXONOMY.sources:
        kinds = {TAXONOMY.classes[TAXONOMY.id_of(n)].kind for n in source.classes.values() if n}
        assert not kinds & set(source.absent), source.name


def test_a_gap_in_the_ids_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    raw = json.loads(TAXONOMY_FILE.read_text(encoding="utf-8"))
    del raw["classes"][3]
    broken = tmp_path / "taxonomy.json"
    broken.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(ValueError, match="without a gap"):
        load_taxonomy(broken)
