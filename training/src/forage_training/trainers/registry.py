"""The trainers, each a folder beside this file: ``ABOUT`` in its ``__init__.py``, ``TRAINER`` in its ``trainer.py``."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from forage_training.trainers.about import About

if TYPE_CHECKING:
    from forage_training.trainers.trainer import Trainer

TRAINERS = ("yolo", "fcos")
"""The first is the one a config that names none is trained with."""


def about(name: str) -> About:
    """What is said of a trainer; nothing heavy is imported.

    Raises:
        ValueError: if there is no such trainer.
    """
    if name not in TRAINERS:
        raise ValueError(f"no trainer is called {name}; there are {', '.join(TRAINERS)}")
    found: About = importlib.import_module(f"forage_training.trainers.{name}").ABOUT
    return found


def trainer_named(name: str) -> Trainer:
    """A trainer, ready to train.

    Raises:
        ValueError: if there is no such trainer.
    """
    about(name)
    found: Trainer = importlib.import_module(f"forage_training.trainers.{name}.trainer").TRAINER
    return found
