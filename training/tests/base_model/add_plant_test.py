"""Adding a plant (docs/care.md), on generated pictures: from a folder of photos to what the trainer reads."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from forage_training.base_model import prepare
from forage_training.base_model.taxonomy import TAXONOMY_FILE, load_taxonomy

COUNTS = {"train": 12, "val": 6, "test": 4}
NEW = {
    "healthy basil": ("basil leaf", "healthy"),
    "basil downy mildew": ("basil leaf downy mildew", "downy mildew"),
}


def draw_leaf(image: Path, label: Path, seed: int) -> None:
    """A green leaf on a noisy ground, every second one with yellow spots, and its label."""
    rng = np.random.default_rng(seed)
    picture = Image.fromarray(rng.integers(90, 150, (160, 160, 3), dtype=np.uint8))
    draw = ImageDraw.Draw(picture)
    x, y, width, height = (int(rng.integers(low, high)) for low, high in ((5, 60), (5, 60), (50, 90), (40, 80)))
    draw.ellipse((x, y, x + width, y + height), fill=(40, 150, 50))
    is_sick = seed % 2
    for spot in range(6 * is_sick):
        left, top = x + width // 4 + 6 * spot, y + height // 2
        draw.ellipse((left, top, left + 5, top + 5), fill=(190, 170, 60))
    for file in (image, label):
        file.parent.mkdir(parents=True, exist_ok=True)
    picture.save(image)
    box = ((x + width / 2) / 160, (y + height / 2) / 160, width / 160, height / 160)
    label.write_text(" ".join(map(str, (is_sick, *box))) + "\n", encoding="utf-8")


def write_set(folder: Path) -> None:
    for index, (split, count) in enumerate(COUNTS.items()):
        for number in range(count):
            name = f"{split}-{number}"
            label = folder / "labels" / split / f"{name}.txt"
            draw_leaf(folder / "images" / split / f"{name}.png", label, 100 * index + number)
    (folder / "data.yaml").write_text(f"names: {json.dumps(list(NEW))}\n", encoding="utf-8")


def with_basil() -> dict[str, Any]:
    """The taxonomy with the new plant's classes at its end, and its set alone."""
    taxonomy: dict[str, Any] = json.loads(TAXONOMY_FILE.read_text(encoding="utf-8"))
    for name, condition in NEW.values():
        words = {"displayName": f"Basil leaf, {condition}", "kind": "leaf", "species": "basil", "synonyms": []}
        taxonomy["classes"].append({"id": len(taxonomy["classes"]), "name": name, "condition": condition, **words})
    classes = {own: name for own, (name, _) in NEW.items()}
    source = {"name": "basil", "folder": "basil", "role": "train", "labels": "classes-of-set", "absent": []}
    return taxonomy | {"sources": [{**source, "classes": classes}]}


def test_photos_of_a_new_plant_become_training_data_under_its_new_classes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_set(tmp_path / "sources" / "basil")
    file = tmp_path / "taxonomy.json"
    file.write_text(json.dumps(with_basil()), encoding="utf-8")
    monkeypatch.setattr(prepare, "load_taxonomy", lambda: load_taxonomy(file))
    monkeypatch.setattr(prepare, "read_corrections", lambda _: {})
    monkeypatch.setattr(prepare, "SPLITS_FILE", tmp_path / "splits.json")
    out = tmp_path / "merged"
    monkeypatch.setattr(sys, "argv", ["prepare.py", "--sources", str(tmp_path / "sources"), "--out", str(out)])
    prepare.main()

    known = load_taxonomy()
    names = prepare.read_class_names(out / "basil" / "data.yaml")
    assert names[: len(known.names)] == list(known.names)
    assert names[len(known.names) :] == ["basil leaf", "basil leaf downy mildew"]
    for split, count in COUNTS.items():
        labels = sorted((out / "basil" / "labels" / split).glob("*.txt"))
        assert len(labels) == count
        ids = {int(label.read_text(encoding="utf-8").split()[0]) for label in labels}
        assert ids == {len(known.names), len(known.names) + 1}
