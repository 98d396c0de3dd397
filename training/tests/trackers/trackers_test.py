"""What a session with a tracker promises, tried with one that writes down what it is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from forage_training.places import PACKAGE
from forage_training.trackers import session as sessions
from forage_training.trackers.registry import TRACKERS, about, environment_of
from forage_training.trackers.session import Session
from forage_training.trackers.tracker import Entry, Fact

HASH = "5f" * 32
CONFIG = {"optimiser": "sgd", "lr": 0.001, "sourceRepeats": {"shop": 2.0}}
FACTS: dict[str, Fact] = {"datasetVersion": 7, "manifestSha256": HASH, "startedFrom": "tiny/1"}


class Told:
    """A tracker that writes down what it is told."""

    def __init__(self, fails_at: str = "") -> None:
        self.heard: list[tuple[object, ...]] = []
        self.fails_at = fails_at

    def _hear(self, *words: object) -> None:
        self.heard.append(words)
        if words[0] == self.fails_at:
            raise ConnectionError("no route")

    def begin(self, entry: Entry, known: str | None) -> str:
        self._hear("begin", entry.name, known)
        return known or "entry-1"

    def metrics(self, values: Mapping[str, float], step: int) -> None:
        self._hear("metrics", dict(values), step)

    def facts(self, values: Mapping[str, Fact]) -> None:
        self._hear("facts", dict(values))

    def picture(self, name: str, file: Path) -> None:
        self._hear("picture", name, file.name)

    def artifact(self, name: str, file: Path) -> None:
        self._hear("artifact", name, file.name)

    def end(self, is_well: bool) -> None:
        self._hear("end", is_well)


def entry(folder: Path) -> Entry:
    return Entry("tiny", "abc quick", folder, CONFIG, FACTS)


def tell(told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[str]) -> None:
    monkeypatch.setattr(sessions, "new_tracker", lambda _name: told)
    with Session.open("mlflow", entry(tmp_path / "tracker"), tmp_path / "quick.json", said.append) as session:
        session.metrics({"train/box": 1.0}, 1)
        session.picture("curves", tmp_path / "missing.png")


def test_a_later_process_goes_on_with_the_entry_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, said = Told(), Told(), list[str]()
    tell(first, tmp_path, monkeypatch, said)
    tell(second, tmp_path, monkeypatch, said)
    assert first.heard == [("begin", "abc quick", None), ("metrics", {"train/box": 1.0}, 1), ("end", True)]
    assert second.heard[0] == ("begin", "abc quick", "entry-1")
    assert said == []


@pytest.mark.parametrize("part", ["begin", "metrics", "end"])
def test_a_tracker_that_fails_is_told_nothing_more_and_the_run_goes_on(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, said = Told(fails_at=part), list[str]()
    tell(told, tmp_path, monkeypatch, said)
    assert told.heard[-1][0] == part
    assert said == ["MLflow failed and is told nothing more; the run goes on. ConnectionError: no route"]


def test_a_training_that_fails_is_marked_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told()
    monkeypatch.setattr(sessions, "new_tracker", lambda _name: told)
    opened = Session.open("mlflow", entry(tmp_path / "tracker"), tmp_path / "quick.json", print)
    with pytest.raises(ZeroDivisionError), opened:
        raise ZeroDivisionError
    assert told.heard[-1] == ("end", False)


def test_without_a_tracker_nobody_is_told(tmp_path: Path) -> None:
    with Session.open("none", entry(tmp_path / "tracker"), tmp_path / "quick.json", print) as session:
        session.metrics({"train/box": 1.0}, 1)
    assert not (tmp_path / "quick.json").exists()


@pytest.mark.parametrize("name", TRACKERS)
def test_every_tracker_has_a_folder_with_what_it_needs(name: str, tmp_path: Path) -> None:
    lock = PACKAGE / "trackers" / name / "requirements.lock"
    package = about(name).package.replace("_", "[-_]")
    assert any(
        line.startswith((about(name).package, package, about(name).package.replace("_", "-")))
        for line in lock.read_text().splitlines()
    )
    for value in environment_of(name, tmp_path, "tiny").values():
        assert "{" not in value
