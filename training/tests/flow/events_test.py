import json
import time
from pathlib import Path

import pytest

from forage_training.flow.events import FILE, ROOM, Events, RunError, read_events, reason_of
from forage_training.flow.forage_command import json_lines, last_words


def test_a_step_that_fails_is_told_with_its_reason(tmp_path: Path) -> None:
    events = Events(tmp_path)
    with pytest.raises(RunError), events.step("export"):
        raise RunError("Nothing came out.")
    assert [(e["state"], e.get("reason")) for e in read_events(tmp_path)] == [
        ("running", None),
        ("failed", "Nothing came out."),
    ]


def test_a_line_that_a_kill_cut_off_does_not_hide_those_before(tmp_path: Path) -> None:
    Events(tmp_path).add("log", text="one")
    with (tmp_path / FILE).open("a") as file:
        file.write('{"type": "log", "te')
    assert [e["text"] for e in read_events(tmp_path)] == ["one"]


def test_tasks_side_by_side_write_into_files_of_their_own_and_are_read_in_order(tmp_path: Path) -> None:
    supervisor, one, two = Events(tmp_path), Events(tmp_path, "train", "bold"), Events(tmp_path, "train", "gentle")
    supervisor.add("attempt", number=1)
    for number in range(3):
        for events in (one, two):
            events.add("log", text=f"{number}")
            time.sleep(0.002)  # times are in milliseconds
    assert {p.name for p in (tmp_path / "events").iterdir()} == {"train-bold.jsonl", "train-gentle.jsonl"}
    assert [e.get("text") for e in read_events(tmp_path)] == [None, "0", "0", "1", "1", "2", "2"]


def test_batches_are_told_at_most_once_a_second(tmp_path: Path) -> None:
    events = Events(tmp_path)
    for done in range(100):
        events.batch(done=done)
    assert len(read_events(tmp_path)) == 1


def test_a_surprise_says_what_and_where() -> None:
    try:
        json.loads("{")
    except ValueError as error:
        assert reason_of(error).startswith("JSONDecodeError: ")


def test_a_full_disk_has_its_own_sentence() -> None:
    assert reason_of(OSError(28, "No space left on device")) == "The disk is full. Free some space and resume."


@pytest.mark.parametrize(
    "words",
    ["[enforce fail at inline_container.cc:671] . unexpected pos 576 vs 534", "I/O error: No space left (os error 28)"],
)
def test_a_full_disk_is_known_by_what_others_say_of_it(words: str) -> None:
    try:
        try:
            raise RuntimeError(words)
        except RuntimeError as error:
            raise ValueError("the file was not closed") from error
    except ValueError as error:
        assert reason_of(error).startswith("The disk is full.")


def test_a_line_that_was_cut_off_costs_no_line_after_it(tmp_path: Path) -> None:
    events = Events(tmp_path)
    events.add("log", text="1")
    with (tmp_path / "events.jsonl").open("ab") as file:
        file.write(b'{"at": "2026')
    events.add("log", text="2")
    assert [e["text"] for e in read_events(tmp_path)] == ["1", "2"]


def test_a_step_keeps_room_for_its_last_words(tmp_path: Path) -> None:
    events = Events(tmp_path, "train", "a")
    room = tmp_path / "events" / "train-a.jsonl.part"
    with pytest.raises(RunError), events.step("train", "a"):
        assert room.stat().st_size == ROOM
        raise RunError("Mend this.")
    assert not room.exists()


def test_json_is_found_among_other_lines() -> None:
    assert json_lines('tip\n{"a": 1}\n[2]\n{"b": 2}\n') == [{"a": 1}, {"b": 2}]
    assert json_lines('{\n "a": 1\n}\n') == [{"a": 1}]


def test_a_commands_last_words_are_its_sentence_not_its_code() -> None:
    assert last_words('working\nThe disk is full.\n(storage/disk-full {"a":1})\n') == "The disk is full."
