"""How many trainings a run has at the same time, beside those of another run."""

from __future__ import annotations

from pathlib import Path

import pytest

from forage_training.flow.run_request import RunRequest, parse_request
from forage_training.flow.supervise import places
from tiny_run import write_request


def request(root: Path, **changes: int) -> RunRequest:
    return parse_request((write_request(root, **changes) / "request.json").read_text())


def test_a_run_takes_what_it_can_use_and_the_next_what_is_left(tmp_path: Path) -> None:
    asked = request(tmp_path, parallel=3, room=4)
    with places(asked) as first, places(asked) as second:
        assert (first, second) == (3, 1)
        with pytest.raises(BlockingIOError), places(asked):
            pass
    with places(asked) as again:
        assert again == 3


def test_where_there_is_one_place_one_run_has_it(tmp_path: Path) -> None:
    asked = request(tmp_path, parallel=1, room=1)
    with places(asked) as first, pytest.raises(BlockingIOError), places(asked):
        pass
    assert first == 1
