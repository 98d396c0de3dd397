"""The trackers, each a folder beside this file: ``ABOUT`` in its ``__init__.py``, ``TRACKER`` in its ``tracker.py``."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from forage_training.registry import Registry
from forage_training.trackers.about import TrackerAbout
from forage_training.trackers.tracker import Tracker

TRACKERS = ("clearml", "wandb", "mlflow", "comet")
NONE = "none"


REGISTRY: Registry[TrackerAbout, type[Tracker]] = Registry("tracker", "forage_training.trackers", TRACKERS)
about = REGISTRY.about


def is_installed(name: str) -> bool:
    """Whether a tracker's package is there."""
    return importlib.util.find_spec(about(name).package) is not None


def environment_of(name: str, folder: Path, project: str) -> dict[str, str]:
    """Where a tracker keeps a run when nothing else is set."""
    if name == NONE:
        return {}
    return {key: text.format(folder=folder, project=project) for key, text in about(name).environment.items()}


def new_tracker(name: str) -> Tracker:
    """A tracker that nothing has been told yet.

    Raises:
        ValueError: if there is no such tracker.
        ImportError: if its package is not there.
    """
    return REGISTRY.part(name)()
