"""Everything that decides what a training yields, except the photos: typed, with defaults, in files and as options."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from forage_training.naming import to_file, to_python

Optimiser = Literal["adamw", "adam", "sgd"]
Schedule = Literal["cosine", "linear", "constant"]
Pairs = tuple[tuple[str, float], ...]
"""A number for each of several sources; an object in files."""


@dataclass(frozen=True)
class TrainConfig:
    """One training. Its names in files are those of ``lib/contracts/training.ts``."""

    merged: str
    weights: str
    hours: float
    trainer: str = "yolo"
    """What trains it: a folder of ``trainers``."""
    image_px: int = 320
    batch: int = 16
    photos_per_epoch: int = 512
    optimiser: Optimiser = "adamw"
    momentum: float = 0.937
    """Of SGD; the first beta of the others."""
    lr: float = 5e-4
    schedule: Schedule = "cosine"
    """How the learning rate falls from ``lr`` to ``lr_end_share`` of it; ``constant`` stays at ``lr``."""
    lr_end_share: float = 0.02
    warmup_epochs: float = 1.0
    weight_decay: float = 5e-4
    mosaic: float = 0.8
    mosaic_off_share: float = 0.3
    degrees: float = 4.0
    scale: float = 0.5
    fliplr: float = 0.5
    hsv_h: float = 0.015
    hsv_s: float = 0.6
    hsv_v: float = 0.4
    frozen_layers: int = 3
    source_repeats: Pairs = (("ingredients", 1.5), ("plantdoc", 2.5), ("tableware", 2.0))
    inverted_share: Pairs = (("plantdoc", 0.2),)
    """Share of a source's photos shown in inverted colours: every fifth photo of PlantDoc, test too, is a negative."""
    rare_threshold: float = 0.01
    repeat_limit: float = 4.0
    channels_last: bool = True
    bfloat16: bool = False
    """Layers in bfloat16, weights in float32: a third less CPU where it multiplies bfloat16 (AVX-512)."""
    teacher: str = ""
    """Weights whose answer to a photo and its mirror image is learnt beside the labels; empty: labels only."""
    teacher_share: float = 0.5
    """How much of the classes' loss is the teacher's, 0 to 1."""
    threads: int = 1
    seed: int = 0
    epochs: int = 0
    """A fixed number of epochs; 0 lets the time budget decide."""
    photos: int = 0
    """The schedule's whole length in photos seen; 0 lets ``epochs`` or the time budget decide."""
    photos_before: int = 0
    """How many of these earlier runs have seen, whose weights this one goes on from."""
    ema_decay: float = 0.9999
    ema_ramp: int = 2000
    """Batches until the averaged weights average over their full length."""
    workers: int = 1
    """Loader processes; 0 loads in the training process."""
    device: str = ""
    """``cpu``, ``0``, ``mps``; empty takes a CUDA device where there is one."""
    validation_photos: int = 0
    """Validation photos measured after each epoch, for the curve; 0 leaves it out."""
    kept_checkpoints: int = 0
    """How many epochs' checkpoints stay on disk; 0 keeps all."""


GONE = frozenset({"tracker"})
"""Values that files of older versions have, and that decide nothing."""
NAMES = frozenset(f.name for f in dataclasses.fields(TrainConfig))
TYPES: dict[str, Any] = get_type_hints(TrainConfig)
ASKED = frozenset({"merged", "weights", "hours"})
"""Given by options of their own."""


def is_pairs(name: str) -> bool:
    """Whether a value holds a number for each of several sources."""
    return bool(TYPES[name] == Pairs)


def choices_of(name: str) -> tuple[str, ...]:
    """What a value can be, where that is a list of words; empty for others."""
    return get_args(TYPES[name]) if get_origin(TYPES[name]) is Literal else ()


def from_file(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Values out of a file, by their names in Python. Files of older versions, spelt as in Python, are read too.

    Raises:
        ValueError: if there is no such value, or a word is none of its choices.
    """
    values: dict[str, Any] = {}
    for key, value in raw.items():
        name = to_python(key)
        if name in GONE:
            continue
        if name not in NAMES:
            raise ValueError(f"no config value is called {key}")
        if choices_of(name) and value not in choices_of(name):
            raise ValueError(f"{key} is one of {', '.join(choices_of(name))}, not {value}")
        if is_pairs(name):
            pairs = value.items() if isinstance(value, Mapping) else value
            value = tuple(sorted((str(source), float(number)) for source, number in pairs))
        values[name] = value
    return values


def as_config(raw: Mapping[str, Any]) -> TrainConfig:
    """A whole config out of a file.

    Raises:
        ValueError: if it has a value that there is not.
    """
    return TrainConfig(**from_file(raw))


def as_file(config: TrainConfig) -> dict[str, Any]:
    """A config as files have it."""
    values = dataclasses.asdict(config)
    return {to_file(name): dict(value) if is_pairs(name) else value for name, value in values.items()}


def read_plain(name: str, text: str) -> Any:
    """One plain value out of its text.

    Raises:
        ValueError: if there is no such value, it is not a plain one, or the text is not of its type.
    """
    kind = TYPES.get(name)
    if kind is bool:
        if text not in {"true", "false"}:
            raise ValueError(f"{name} is true or false, not {text}")
        return text == "true"
    if kind in (int, float, str):
        return kind(text)
    if kind is not None and choices_of(name):
        return from_file({name: text})[name]
    raise ValueError(f"no plain config value is called {name}")


def with_values(config: TrainConfig, values: Mapping[str, str]) -> TrainConfig:
    """The config with some values replaced, each read as the type it has; names as in files or in Python.

    Raises:
        ValueError: if one cannot be read.
    """
    changed = {to_python(key): read_plain(to_python(key), text) for key, text in values.items()}
    return dataclasses.replace(config, **changed)


def said_of(name: str) -> str:
    """What a value does, in the words of the page; empty for what the page does not ask."""
    schema = Path(__file__).parents[1] / "flow" / "request.schema.json"
    configs = json.loads(schema.read_text(encoding="utf-8"))["properties"]["configs"]
    return str(configs["items"]["properties"]["values"]["properties"].get(to_file(name), {}).get("description", ""))


def add_options(parser: argparse.ArgumentParser) -> None:
    """An option for each plain value, with its type and default in ``--help``."""
    group = parser.add_argument_group("config")
    for one in dataclasses.fields(TrainConfig):
        if one.name in ASKED or is_pairs(one.name):
            continue
        kind = "|".join(choices_of(one.name)) or getattr(TYPES[one.name], "__name__", "text")
        default = str(one.default).lower() if TYPES[one.name] is bool else one.default
        group.add_argument(
            f"--{one.name.replace('_', '-')}",
            dest=f"value_{one.name}",
            metavar=kind.upper() if not choices_of(one.name) else kind,
            help=" ".join((said_of(one.name), f"default: {default if default != '' else 'empty'}")).strip(),
        )


def given_options(args: argparse.Namespace) -> dict[str, str]:
    """The options of ``add_options`` that were given."""
    given = {key.removeprefix("value_"): value for key, value in vars(args).items() if key.startswith("value_")}
    return {key: value for key, value in given.items() if value is not None}
