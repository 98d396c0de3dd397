"""The trainers, each a folder beside this file: ``ABOUT`` in its ``__init__.py``, ``TRAINER`` in its ``trainer.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forage_training.registry import Registry
from forage_training.trainers.about import About

if TYPE_CHECKING:
    from forage_training.trainers.trainer import Trainer

TRAINERS = ("yolo", "fcos")
"""The first is the one a config that names none is trained with."""
REGISTRY: Registry[About, Trainer] = Registry("trainer", "forage_training.trainers", TRAINERS)
about = REGISTRY.about
trainer_named = REGISTRY.part
