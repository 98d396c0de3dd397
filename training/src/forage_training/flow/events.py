"""What a run tells the app while it runs: JSON lines, each writer in a file of its own.

The supervisor writes ``events.jsonl`` in the run folder, each task of the flow ``events/<step>.jsonl`` or
``events/<step>-<task>.jsonl``: tasks side by side, on one machine or several, never write into the same file. The app
reads all of them as they grow, in the order of their times. Every line is complete and is written with one ``write``,
so that a kill costs at most the line being written.
"""

from __future__ import annotations

import errno
import json
import os
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from forage_training.places import PACKAGE

FILE = "events.jsonl"
FOLDER = "events"
BATCH_EVERY_S = 1.0
ROOM = 64 * 1024
"""Bytes that a step keeps free for its own last words."""
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
NO_SPACE_WORDS = ("No space left on device", "os error 28", "PytorchStreamWriter failed writing", "unexpected pos")
"""What PyTorch and safetensors say of it."""


class RunError(Exception):
    """A failure with a sentence for the user: what happened, and what to do."""


def events_file(run_folder: Path, step: str = "", task: str = "") -> Path:
    """What one writer writes: the supervisor, or a task of a step."""
    if not step:
        return run_folder / FILE
    return run_folder / FOLDER / f"{step}{'-' if task else ''}{task}.jsonl"


class Events:
    """Appends to one writer's file. Without a step that is the supervisor's."""

    def __init__(self, run_folder: Path, step: str = "", task: str = "") -> None:
        self._file = events_file(run_folder, step, task)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._last_batch = 0.0

    def add(self, kind: str, **facts: object) -> None:
        """Appends one event."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = json.dumps({"at": at, "type": kind, **facts}, ensure_ascii=False)
        with self._file.open("ab+") as file:
            # a full disk or a kill may have cut the last line off
            cut = file.seek(0, os.SEEK_END) > 0 and file.seek(-1, os.SEEK_END) >= 0 and file.read(1) != b"\n"
            file.write(f"{chr(10) if cut else ''}{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())

    def batch(self, **facts: object) -> None:
        """Progress inside an epoch, at most once a second."""
        now = time.monotonic()
        if now - self._last_batch >= BATCH_EVERY_S:
            self._last_batch = now
            self.add("batch", **facts)

    @contextmanager
    def step(self, name: str, task: str = "") -> Iterator[None]:
        """Reports a step's start and its end, whether it succeeds or fails.

        ``task`` tells tasks of one step apart, for example one config's training from another's.
        """
        self.add("step", step=name, task=task, state="running")
        # to be able to say that the disk is full
        room = self._file.with_name(f"{self._file.name}.part")
        room.write_bytes(bytes(ROOM))
        try:
            yield
        except BaseException as error:
            room.unlink(missing_ok=True)
            self.add("step", step=name, task=task, state="failed", reason=reason_of(error))
            raise
        room.unlink(missing_ok=True)
        self.add("step", step=name, task=task, state="done")


def read_events(run_folder: Path) -> list[dict[str, Any]]:
    """Events of all writers so far, in the order of their times; a line that was cut off is left out."""
    found: list[dict[str, Any]] = []
    for file in (run_folder / FILE, *sorted((run_folder / FOLDER).glob("*.jsonl"))):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.exists() else []
        for line in lines:
            if line.endswith("\n"):
                with suppress(json.JSONDecodeError):
                    found.append(json.loads(line))
    return sorted(found, key=lambda event: str(event["at"]))


def is_disk_full(error: BaseException | None) -> bool:
    """Whether a failure, or one that it comes from, is that of a disk with no room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in NO_SPACE:
            return True
        if any(words in str(error) for words in NO_SPACE_WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False


def reason_of(error: BaseException) -> str:
    """One sentence for a failure: its own if it was expected, else its type and where it happened."""
    if isinstance(error, RunError):
        return str(error)
    if isinstance(error, MemoryError):
        return "The machine ran out of memory. Free some, or train with a smaller batch."
    if is_disk_full(error):
        return "The disk is full. Free some space and resume."
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if Path(f.filename).is_relative_to(PACKAGE)] or frames
    where = f" (in {Path(ours[-1].filename).name}, line {ours[-1].lineno})" if ours else ""
    text = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}: {text}{where}. The log has more."
