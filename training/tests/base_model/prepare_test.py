from pathlib import Path

import pytest

from forage_training.base_model.prepare import (
    Photo,
    SplitRules,
    class_ids,
    content_hash,
    cut_validation,
    is_wanted,
    last_of_classes_without_validation,
    read_class_names,
    split_source,
    stable_order,
    twins_of_held_out,
)
from forage_training.base_model.taxonomy import Source, load_taxonomy
from forage_training.datasets.labels import Box

FAR = [0x0F0F << 16 * i for i in range(4)]  # 16 bits apart


def photo(folder: Path, split: str, name: str, content: bytes = b"x", source: str = "plantdoc") -> Photo:
    image = folder / "images" / split / name
    label = folder / "labels" / split / f"{image.stem}.txt"
    for file, data in ((image, content), (label, b"0 0.5 0.5 0.1 0.1\n")):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return Photo(source, split, image, label)


def test_content_hash_is_independent_of_order_and_place(tmp_path: Path) -> None:
    here = [photo(tmp_path / "a", "train", n, n.encode()) for n in ("1.jpg", "2.jpg")]
    there = [photo(tmp_path / "b", "train", n, n.encode()) for n in ("2.jpg", "1.jpg")]
    assert content_hash(here) == content_hash(there)


def test_content_hash_follows_image_label_and_split(tmp_path: Path) -> None:
    base = content_hash([photo(tmp_path / "a", "train", "1.jpg")])
    relabelled = photo(tmp_path / "b", "train", "1.jpg")
    relabelled.label.write_text("1 0.5 0.5 0.1 0.1\n")
    others = [
        content_hash([photo(tmp_path / "c", "train", "1.jpg", b"y")]),
        content_hash([photo(tmp_path / "d", "test", "1.jpg")]),
        content_hash([relabelled]),
    ]
    assert len({base, *others}) == 4


def test_stable_order_is_by_sha256() -> None:
    # sha256 of b starts 3e, of c 2e, of a ca
    assert stable_order(["a", "b", "c"]) == ["c", "b", "a"]


def test_validation_takes_whole_groups_and_never_more_than_its_share() -> None:
    groups = [[f"g{i}-{j}" for j in range(2)] for i in range(10)]
    taken = cut_validation(groups, 0.25)  # 25 % of 20 is 5: two groups fit, three do not
    assert len(taken) == 4
    assert all(set(g) <= set(taken) or not set(g) & set(taken) for g in groups)


def test_training_copies_of_held_out_photos_are_found() -> None:
    assert twins_of_held_out({"twin": FAR[0] ^ 1, "other": FAR[1]}, {"test": FAR[0]}, 2) == ["twin"]


def test_a_split_drops_twins_and_cuts_the_rest(tmp_path: Path) -> None:
    photos = [photo(tmp_path, "test", "t.jpg")] + [photo(tmp_path, "train", f"{i}.jpg") for i in range(3)]
    hashes = {"t.jpg": FAR[0], "0.jpg": FAR[0], "1.jpg": FAR[1], "2.jpg": FAR[2]}
    rules = SplitRules(val_share=(("plantdoc", 0.5),), inbox_photos=0)
    moved = split_source(photos, hashes, rules)
    assert moved["dropped"] == ["0.jpg"]
    assert len(moved["val"]) == 1 and moved["val"][0] in {"1.jpg", "2.jpg"}


def test_a_class_unknown_to_the_taxonomy_is_named() -> None:
    source = Source("set", "set", "train", {"coin": None})
    with pytest.raises(ValueError, match="apfel"):
        class_ids(source, ["coin", "apfel"], load_taxonomy())


def test_a_photo_whose_food_was_dropped_is_no_negative() -> None:
    source = Source("set", "set", "train", {})
    box = Box(0, 0.5, 0.5, 0.1, 0.1)
    assert not is_wanted(source, [box], [])
    assert is_wanted(source, [], [])
    assert is_wanted(source, [box], [box])


@pytest.mark.parametrize("text", ["names: [apple, pear]", "names:\n  1: pear\n  0: apple"])
def test_class_names_are_read_from_list_and_mapping(tmp_path: Path, text: str) -> None:
    file = tmp_path / "data.yaml"
    file.write_text(text)
    assert read_class_names(file) == ["apple", "pear"]


def test_another_salt_cuts_another_validation_split() -> None:
    groups = [[f"photo-{i}"] for i in range(100)]
    first, second = (set(cut_validation(groups, 0.1, salt)) for salt in ("", "second cut"))
    assert len(first) == len(second) == 10
    assert len(first & second) <= 4  # one of ten by chance


def test_a_class_without_validation_photos_gives_up_its_last_ones(tmp_path: Path) -> None:
    def of_class(split: str, name: str, class_id: int) -> Photo:
        made = photo(tmp_path, split, name, source="grocery_store")
        made.label.write_text(f"{class_id} 0.5 0.5 0.1 0.1\n")
        return made

    photos = [of_class("train", f"{i}.jpg", 0) for i in range(5)] + [of_class("train", f"{i}.jpg", 1) for i in (6, 7)]
    photos.append(of_class("val", "8.jpg", 1))
    assert last_of_classes_without_validation(photos, 2) == ["3.jpg", "4.jpg"]
