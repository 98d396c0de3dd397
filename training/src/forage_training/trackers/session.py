"""Tells a run's tracker what happens. What the tracker raises is said once, on the run's page, and the run goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from forage_training.trackers.registry import NONE, about, new_tracker
from forage_training.trackers.tracker import Entry, Fact, Tracker
from forage_training.whole_file import write_whole

FOLDER = "tracker"


class Session:
    """One process's time with an entry."""

    def __init__(self, tracker: Tracker | None, title: str, say: Callable[[str], None]) -> None:
        self._tracker = tracker
        self._title = title
        self._say = say

    def _tell(self, tell: Callable[[Tracker], object]) -> None:
        """Tells the tracker; after its first failure it is told nothing more."""
        if self._tracker is None:
            return
        try:
            tell(self._tracker)
        except Exception as error:
            self._tracker = None
            words = " ".join(str(error).split())[:200]
            self._say(
                f"{self._title} failed and is told nothing more; the run goes on. {type(error).__name__}: {words}"
            )

    def metrics(self, values: Mapping[str, float], step: int) -> None:
        """Figures of an epoch."""
        self._tell(lambda tracker: tracker.metrics(values, step))

    def facts(self, values: Mapping[str, Fact]) -> None:
        """What is known once."""
        self._tell(lambda tracker: tracker.facts(values))

    def picture(self, name: str, file: Path) -> None:
        """A picture, if there is one."""
        if file.exists():
            self._tell(lambda tracker: tracker.picture(name, file))

    def artifact(self, name: str, file: Path) -> None:
        """A file, if there is one."""
        if file.exists():
            self._tell(lambda tracker: tracker.artifact(name, file))

    def _begin(self, entry: Entry, file: Path) -> None:
        """Begins or goes on, and keeps the entry's name for the next process."""
        known = json.loads(file.read_text(encoding="utf-8"))["entry"] if file.exists() else None
        self._tell(lambda tracker: write_whole(file, json.dumps({"entry": tracker.begin(entry, known)}) + "\n"))

    @classmethod
    @contextmanager
    def open(cls, name: str, entry: Entry, record: Path, say: Callable[[str], None]) -> Iterator[Session]:
        """A session with the tracker of this name; with ``none`` it tells nobody.

        ``record`` keeps the entry's name from one process to the next; ``say`` is what becomes of a failure's sentence.
        """
        title = "" if name == NONE else about(name).title
        session = cls(None, title, say)
        if name != NONE:
            entry.folder.mkdir(parents=True, exist_ok=True)
            try:
                session = cls(new_tracker(name), title, say)
            except ImportError as error:
                say(f"{title} is not installed and is told nothing; the run goes on. {error}")
            session._begin(entry, record)
        is_well = False
        try:
            yield session
            is_well = True
        finally:
            session._tell(lambda tracker: tracker.end(is_well))
