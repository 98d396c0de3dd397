"""The photos of one run: a data-set version as a YOLO folder, and the same photos arranged by source.

A version is written by ``npx forage data export --format yolo``:

    DIR/data.yaml, images/{train,val,test}/*.jpg, labels/{train,val,test}/*.txt
    DIR/sets/<source>/…        the frozen test set of each source, a YOLO folder of its own

The app puts the version's manifest, photo by photo with SHA-256, split and source, next to it in the run folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from forage_training.flow.events import RunError
from forage_training.flow.forage_command import Forage
from forage_training.flow.run_request import RunRequest

UNKNOWN_SOURCE = "photos"
SPLITS = ("train", "val")


@dataclass(frozen=True)
class Data:
    """Where a run's photos are."""

    version: Path
    """The YOLO folder."""
    by_source: Path
    """The same training and validation photos as ``<source>/images/<split>``: what ``train`` reads."""
    sets: tuple[Path, ...]
    """Frozen test sets."""


def is_whole(folder: Path) -> bool:
    """Whether an export is complete: its mark is written last."""
    return (folder / ".complete").exists()


def materialise(request: RunRequest, forage: Forage) -> Path:
    """The version as a YOLO folder, made on the first call.

    Raises:
        RunError: if the folder cannot be made, or has nothing to train on.
    """
    target = request.run_folder / "data" / "version"
    if not is_whole(target):
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        if request.data_folder is None:
            number = str(request.version_number)
            forage.run("data", "export", "--version", number, "--format", "yolo", "--out", str(target))
        else:
            copy_from(request.data_folder, target)
        (target / ".complete").touch()
    for split in SPLITS:
        if not any((target / "images" / split).glob("*")):
            raise RunError(f"The version holds no photos to {'train on' if split == 'train' else 'validate with'}.")
    return target


def copy_from(place: str, target: Path) -> None:
    """Brings a YOLO folder, or an archive of one on disk or S3, to ``target``.

    Raises:
        RunError: if there is nothing.
    """
    if place.startswith("s3://"):
        from forage_training.flow.store import download

        archive = target.with_suffix(".tar")
        download(place, archive)
        place = str(archive)
    source = Path(place)
    if source.is_dir():
        shutil.copytree(source, target, copy_function=link_or_copy, dirs_exist_ok=True)
    elif source.is_file():
        with tarfile.open(source) as archive_file:
            archive_file.extractall(target, filter="data")
    else:
        raise RunError(f"There is no data set at {place}.")


def link_or_copy(source: str, target: str) -> str:
    """A hard link if the file system allows it, else a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def read_manifest(version: Path) -> dict[str, Any]:
    """The version's manifest: from its folder, or from the run folder, where the app puts it; else an empty one."""
    for file in (version / "manifest.json", version.parent.parent / "manifest.json"):
        if file.exists():
            return dict(json.loads(file.read_text(encoding="utf-8")))
    return {"photos": []}


def sources_of(version: Path) -> dict[str, str]:
    """Source by file stem, as far as the manifest says."""
    return {photo["sha256"]: photo["source"] for photo in read_manifest(version)["photos"]}


def labelled_photos(version: Path, split: str) -> Iterator[tuple[Path, Path]]:
    """Photos of a split with their label files."""
    for photo in sorted((version / "images" / split).glob("*")):
        label = version / "labels" / split / f"{photo.stem}.txt"
        if photo.suffix != ".npy" and label.exists():
            yield photo, label


def safe_name(source: str) -> str:
    """A source's name as a folder name."""
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in source) or UNKNOWN_SOURCE


def arrange_by_source(version: Path, target: Path) -> None:
    """Links training and validation photos into ``<source>/images/<split>``, and writes what ``train`` reads."""
    shutil.rmtree(target, ignore_errors=True)
    sources = sources_of(version)
    hashes: dict[str, Any] = {}
    photos: dict[str, dict[str, int]] = {}
    for split in SPLITS:
        for photo, label in labelled_photos(version, split):
            source = safe_name(sources.get(photo.stem, UNKNOWN_SOURCE))
            for kind, file in (("images", photo), ("labels", label)):
                folder = target / source / kind / split
                folder.mkdir(parents=True, exist_ok=True)
                link_or_copy(str(file), str(folder / file.name))
            counts = photos.setdefault(source, {})
            counts[split] = counts.get(split, 0) + 1
            digest = hashes.setdefault(source, hashlib.sha256())
            digest.update(f"{split}/{photo.name}\0".encode() + label.read_bytes())
    names = yaml.safe_load((version / "data.yaml").read_text(encoding="utf-8"))["names"]
    data = {"path": str(target), "train": "train.txt", "val": "val.txt", "names": as_mapping(names)}
    val = sorted(str(p) for p in target.glob("*/images/val/*"))
    (target / "val.txt").write_text("".join(f"{p}\n" for p in val), encoding="utf-8")
    (target / "data.yaml").write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
    manifest = {source: {"sha256": hashes[source].hexdigest(), "photos": photos[source]} for source in sorted(photos)}
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def as_mapping(names: list[str] | dict[int, str]) -> dict[int, str]:
    """Class names by id."""
    return dict(enumerate(names)) if isinstance(names, list) else names


def class_names(version: Path) -> list[str]:
    """Class names in the order of their ids."""
    names = as_mapping(yaml.safe_load((version / "data.yaml").read_text(encoding="utf-8"))["names"])
    return [names[i] for i in range(len(names))]


def frozen_sets(version: Path) -> tuple[Path, ...]:
    """The frozen test set of each source; the version's own test split where there are none."""
    sets = sorted(p for p in (version / "sets").glob("*") if any((p / "images" / "test").glob("*")))
    if sets:
        return tuple(sets)
    return (version,) if any((version / "images" / "test").glob("*")) else ()


def prepare(request: RunRequest, forage: Forage) -> Data:
    """Materialises and arranges the version.

    Raises:
        RunError: if that is not possible.
    """
    version = materialise(request, forage)
    by_source = request.run_folder / "data" / "by-source"
    if not (by_source / "manifest.json").exists():
        arrange_by_source(version, by_source)
    return Data(version, by_source, frozen_sets(version))
