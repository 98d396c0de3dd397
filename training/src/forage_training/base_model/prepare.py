"""Merges the source data sets into one YOLO folder with one taxonomy and stable splits.

    python -m forage_training.base_model.prepare --sources DIR --out DIR

Reads ``DIR/<folder>/{data.yaml,images/<split>,labels/<split>}`` for every source of ``taxonomy.json`` and writes
``out/<source>/{images,labels}/{train,val,test,inbox}`` (images as hard links), ``out/data.yaml`` for the trainer
and ``out/manifest.json`` with a content hash per source. Which photo is in which split is data:
``splits.json`` lists every photo that is not where its own set put it. ``--resplit`` writes that file again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from forage_training.base_model.corrections import Correction, read_corrections
from forage_training.base_model.taxonomy import Source, Taxonomy, load_taxonomy
from forage_training.base_model.what_is_labelled import NOTHING_TO_MEND, Notes, know_photo, labelled_by_set, read_notes
from forage_training.datasets.knowledge import LABELLED_FILE, WHOLE_PHOTO, Knowledge, Region, format_knowledge
from forage_training.datasets.labels import Box, format_labels, parse_labels, translate
from forage_training.datasets.near_duplicates import distances, group, hash_file

SPLITS_FILE = Path(__file__).with_name("splits.json")
IMAGE_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True)
class SplitRules:
    """How photos are moved between splits."""

    val_share: tuple[tuple[str, float], ...] = (("plantdoc", 0.10), ("pantry", 0.15))
    val_salt: tuple[tuple[str, str], ...] = (("plantdoc", "second cut"),)
    """Another order of photos where a first validation split was trained on."""
    val_photos_per_class: tuple[tuple[str, int], ...] = (("grocery_store", 4),)
    """Sets of one class a photo, whose classes without validation photos give up so many of their last ones."""
    inbox_source: str = "ingredients"
    inbox_photos: int = 60
    twin_distance_bits: int = 2
    """A training photo this close to a held-out one is dropped (of 64 bits)."""
    group_distance_bits: int = 6
    """Training photos linked by steps this small stay in one split."""


@dataclass(frozen=True)
class Photo:
    """One photo of a source; ``split`` is where its own set put it."""

    source: str
    split: str
    image: Path
    label: Path


def list_photos(root: Path, source: Source) -> list[Photo]:
    """All photos of a source in name order.

    Raises:
        FileNotFoundError: if the source's folder is not there.
    """
    folder = root / source.folder
    if not (folder / "images").is_dir():
        raise FileNotFoundError(f"no data set at {folder}; training/README.md says how to fetch it")
    photos = []
    for image in sorted((folder / "images").glob("*/*")):
        if image.suffix.lower() in IMAGE_SUFFIXES:
            split = image.parent.name
            photos.append(Photo(source.name, split, image, folder / "labels" / split / f"{image.stem}.txt"))
    return photos


def content_hash(photos: Iterable[Photo]) -> str:
    """SHA-256 over split, name, image bytes and label bytes of every photo, independent of listing order."""
    lines = []
    for photo in photos:
        image = hashlib.sha256(photo.image.read_bytes()).hexdigest()
        label = hashlib.sha256(photo.label.read_bytes() if photo.label.exists() else b"").hexdigest()
        lines.append(f"{photo.split}/{photo.image.name} {image} {label}\n")
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def stable_order(names: Iterable[str]) -> list[str]:
    """Names ordered by their SHA-256: the same everywhere, and independent of what the names mean."""
    return sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())


def cut_validation(groups: Sequence[Sequence[str]], share: float, salt: str = "") -> list[str]:
    """Takes whole near-duplicate groups, in stable order, until ``share`` of all photos is reached.

    ``salt`` gives another order.
    """
    total = sum(len(g) for g in groups)
    by_first = {f"{salt}{g[0]}": g for g in groups}
    taken: list[str] = []
    for first in stable_order(by_first):
        if len(taken) + len(by_first[first]) <= round(share * total):
            taken.extend(by_first[first])
    return sorted(taken)


def last_of_classes_without_validation(photos: Sequence[Photo], count: int) -> list[str]:
    """The last training photos, by name, of each class that has none in validation.

    Photos with neighbouring names show one shelf, so they leave training together.
    """
    by_class: dict[str, dict[int, list[str]]] = {"train": {}, "val": {}}
    for photo in photos:
        if photo.split in by_class and photo.label.exists():
            for class_id in {b.class_id for b in parse_labels(photo.label.read_text(encoding="utf-8"))}:
                by_class[photo.split].setdefault(class_id, []).append(photo.image.name)
    without = sorted(set(by_class["train"]) - set(by_class["val"]))
    return sorted(name for class_id in without for name in sorted(by_class["train"][class_id])[-count:])


def twins_of_held_out(hashes: Mapping[str, int], held_out: Mapping[str, int], max_distance: int) -> list[str]:
    """Names in ``hashes`` that are near-duplicates of any held-out photo."""
    if not hashes or not held_out:
        return []
    names = sorted(hashes)
    nearest = distances([hashes[n] for n in names], list(held_out.values())).min(axis=1)
    return [name for name, bits in zip(names, nearest.tolist(), strict=True) if bits <= max_distance]


def split_source(photos: Sequence[Photo], hashes: Mapping[str, int], rules: SplitRules) -> dict[str, list[str]]:
    """Decides which photos of one source leave their own split.

    Args:
        photos: all photos of the source.
        hashes: perceptual hash by image name, for every photo.
        rules: shares, counts and distances.

    Returns:
        New split -> image names; ``dropped`` holds training copies of held-out photos.
    """
    by_split: dict[str, dict[str, int]] = {}
    for photo in photos:
        by_split.setdefault(photo.split, {})[photo.image.name] = hashes[photo.image.name]
    train = by_split.get("train", {})
    held_out = {**by_split.get("test", {}), **by_split.get("val", {})}
    dropped = twins_of_held_out(train, held_out, rules.twin_distance_bits)
    rest = {n: h for n, h in train.items() if n not in set(dropped)}
    groups = group(rest, rules.group_distance_bits)
    moved: dict[str, list[str]] = {"dropped": dropped}
    source = photos[0].source
    share = dict(rules.val_share).get(source)
    if share is not None:
        moved["val"] = cut_validation(groups, share, dict(rules.val_salt).get(source, ""))
    photos_per_class = dict(rules.val_photos_per_class).get(source)
    if photos_per_class is not None:
        moved["val"] = last_of_classes_without_validation(photos, photos_per_class)
    if source == rules.inbox_source:
        singles = [g[0] for g in groups if len(g) == 1]
        moved["inbox"] = sorted(stable_order(singles)[: rules.inbox_photos])
    return {split: names for split, names in moved.items() if names}


def class_ids(source: Source, names_in_set: Sequence[str], taxonomy: Taxonomy) -> dict[int, int | None]:
    """Class index in the set -> id in the taxonomy, or None where dropped.

    Raises:
        ValueError: if the set has a class the taxonomy does not mention.
    """
    unknown = [n for n in names_in_set if n not in source.classes]
    if unknown:
        raise ValueError(f"{source.name}: classes missing in taxonomy.json: {unknown}")
    ids: dict[int, int | None] = {}
    for i, name in enumerate(names_in_set):
        target = source.classes[name]
        ids[i] = None if target is None else taxonomy.id_of(target)
    return ids


@dataclass(frozen=True)
class BoxTranslator:
    """A source with its class ids resolved, and its notes on single photos."""

    source: Source
    ids: dict[int, int | None]
    taxonomy: Taxonomy
    notes: Notes = field(default_factory=Notes)
    corrections: Mapping[str, Correction] = field(default_factory=dict)


def read_class_names(data_yaml: Path) -> list[str]:
    """Class names of a YOLO data.yaml, whose ``names`` is a list or a mapping from index."""
    names = yaml.safe_load(data_yaml.read_text(encoding="utf-8")).get("names") or []
    return [names[i] for i in sorted(names)] if isinstance(names, dict) else list(names)


def is_wanted(source: Source, original: Sequence[Box], merged: Sequence[Box]) -> bool:
    """A photo that loses all its boxes is left out: its food would become background."""
    return bool(merged) or not original or source.role == "negatives"


def link(image: Path, target: Path) -> None:
    """Hard-links an image, or copies it where that is not possible."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(image, target)
    except OSError:
        shutil.copyfile(image, target)


def correction_of(photo: Photo, split: str, translator: BoxTranslator) -> Correction:
    """What to correct in a photo.

    Raises:
        ValueError: if it is not a training photo: photos for measuring are never corrected.
    """
    correction = translator.corrections.get(photo.image.stem)
    if correction is None or split == "dropped":
        return NOTHING_TO_MEND
    if split != "train":
        raise ValueError(f"corrections.json: {photo.source}/{photo.image.stem} is in {split}, not in train")
    return correction


def materialise(
    photos: Sequence[Photo], moved: Mapping[str, str], out: Path, translator: BoxTranslator
) -> tuple[dict[str, int], dict[str, Knowledge]]:
    """Writes the photos of one source under ``out``.

    Returns:
        Number of photos per split; notes on single training photos, by file name without its ending.
    """
    counts: dict[str, int] = {}
    knowledge: dict[str, Knowledge] = {}
    for photo in photos:
        split = moved.get(photo.image.name, photo.split)
        correction = correction_of(photo, split, translator)
        if correction.drop:
            continue
        original = parse_labels(photo.label.read_text(encoding="utf-8")) if photo.label.exists() else ()
        merged = translate(original, translator.ids)
        if split == "dropped" or not is_wanted(translator.source, original, merged):
            continue
        if split == "train":
            stem, by = photo.image.stem, translator
            merged, known = know_photo(stem, by.source, by.taxonomy, by.ids, original, merged, by.notes, correction)
            knowledge |= {stem: known} if known else {}
        link(photo.image, out / "images" / split / photo.image.name)
        label = out / "labels" / split / f"{photo.image.stem}.txt"
        label.parent.mkdir(parents=True, exist_ok=True)
        label.write_text(format_labels(merged), encoding="utf-8")
        counts[split] = counts.get(split, 0) + 1
    return counts, knowledge


def write_data_yaml(path: Path, names: Sequence[str], train: Sequence[str], val: Sequence[str]) -> None:
    """Writes the trainer's data description."""
    content = {
        "path": str(path.parent.resolve()),
        "train": list(train),
        "val": list(val),
        "names": dict(enumerate(names)),
    }
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def make_splits(root: Path, taxonomy: Taxonomy, rules: SplitRules) -> dict[str, dict[str, list[str]]]:
    """Split decisions for every source (see ``split_source``)."""
    decisions = {}
    for source in taxonomy.sources:
        photos = list_photos(root, source)
        hashes = {p.image.name: hash_file(p.image) for p in photos}
        decisions[source.name] = split_source(photos, hashes, rules)
        print(source.name, {k: len(v) for k, v in decisions[source.name].items()}, flush=True)
    return decisions


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True, help="folder with the extracted data sets")
    parser.add_argument("--out", type=Path, required=True, help="folder to write; replaced")
    parser.add_argument("--resplit", action="store_true", help="decide the splits anew and write splits.json")
    args = parser.parse_args()

    taxonomy = load_taxonomy()
    if args.resplit or not SPLITS_FILE.exists():
        decisions = make_splits(args.sources, taxonomy, SplitRules())
        SPLITS_FILE.write_text(json.dumps({"version": 1, "moved": decisions}, indent=1) + "\n", encoding="utf-8")
    decisions = json.loads(SPLITS_FILE.read_text(encoding="utf-8"))["moved"]

    shutil.rmtree(args.out, ignore_errors=True)
    manifest = {}
    by_source: dict[str, Knowledge] = {}
    by_photo: dict[str, Knowledge] = {}
    corrections = read_corrections(taxonomy)
    for source in taxonomy.sources:
        photos = list_photos(args.sources, source)
        names = read_class_names(args.sources / source.folder / "data.yaml")
        moved = {name: split for split, listed in decisions[source.name].items() for name in listed}
        notes = read_notes(args.sources / source.folder)
        mended = corrections.get(source.name, {})
        strangers = set(mended) - {p.image.stem for p in photos}
        if strangers:
            raise ValueError(f"corrections.json: {source.name} has no photos {sorted(strangers)}")
        translator = BoxTranslator(source, class_ids(source, names, taxonomy), taxonomy, notes, mended)
        counts, knowledge = materialise(photos, moved, args.out / source.name, translator)
        by_source[source.name] = Knowledge((Region(WHOLE_PHOTO, labelled_by_set(source, taxonomy)),))
        by_photo |= {f"{source.name}/{stem}": known for stem, known in knowledge.items()}
        write_data_yaml(args.out / source.name / "data.yaml", taxonomy.names, ["images/train"], ["images/val"])
        manifest[source.name] = {"sha256": content_hash(photos), "photos": counts, "corrected": len(mended)}
        print(source.name, counts, flush=True)

    def folders(split: str) -> list[str]:
        return [f"{s.name}/images/{split}" for s in taxonomy.sources if (args.out / s.name / "images" / split).is_dir()]

    write_data_yaml(args.out / "data.yaml", taxonomy.names, folders("train"), folders("val"))
    labelled = {
        "sources": {key: format_knowledge(known) for key, known in by_source.items()},
        "photos": {key: format_knowledge(known) for key, known in by_photo.items()},
    }
    (args.out / LABELLED_FILE).write_text(json.dumps(labelled) + "\n", encoding="utf-8")
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
