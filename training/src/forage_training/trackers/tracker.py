"""What a tracker is to the flow. A run's config is one entry in it, told by several processes one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

Fact = str | float | int | bool


@dataclass(frozen=True)
class Entry:
    """What is known of a config's training when it begins."""

    project: str
    """The model's name."""
    name: str
    """Run and config."""
    folder: Path
    """What the tracker may write into without a network."""
    config: Mapping[str, Any]
    """Every value, by its name in files."""
    facts: Mapping[str, Fact]
    """Data-set version and its hash, what it is trained from, run, commit, note."""


class Tracker(Protocol):
    """Told by ``session.Session``, which catches what it raises: a tracker never ends a run."""

    def begin(self, entry: Entry, known: str | None) -> str:
        """Begins an entry, or goes on with the one that an earlier ``begin`` named; returns its name."""

    def metrics(self, values: Mapping[str, float], step: int) -> None:
        """Figures of an epoch, counted from 1."""

    def facts(self, values: Mapping[str, Fact]) -> None:
        """What is known once: frozen figures, the gate's verdict, the model."""

    def picture(self, name: str, file: Path) -> None:
        """A plot or a contact sheet: PNG or JPEG."""

    def artifact(self, name: str, file: Path) -> None:
        """A file to keep."""

    def end(self, is_well: bool) -> None:
        """Nothing more is told by this process."""
