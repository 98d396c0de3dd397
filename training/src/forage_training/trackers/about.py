"""What is said of a tracker without importing its package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TrackerAbout:
    """One tracker, in the ``__init__.py`` of its folder."""

    title: str
    package: str
    """What it imports; ``requirements.lock`` beside it installs it."""
    key: str = ""
    """Environment variable with its key; empty where it needs none."""
    offline: tuple[str, str] | None = None
    """Environment variable and value with which it needs neither key nor network."""
    address: str = ""
    """Environment variable with the address of its server."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Where it keeps a run when nothing else is set.

    ``{folder}`` is the run's ``tracker/``, ``{project}`` the model's name.
    """
