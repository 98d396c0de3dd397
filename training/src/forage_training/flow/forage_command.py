"""Calls Forage's own command line: checks, conversion, measuring and the registry are only there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forage_training.flow.events import RunError


@dataclass(frozen=True)
class Answer:
    """What a command wrote: each JSON line of its stdout, and its exit status."""

    lines: tuple[dict[str, Any], ...]
    status: int

    @property
    def last(self) -> dict[str, Any]:
        """The last line.

        Raises:
            RunError: if there is none.
        """
        if not self.lines:
            raise RunError("Forage's command line answered nothing.")
        return self.lines[-1]


class Forage:
    """``npx forage``, run directly with Node, so without network or shell."""

    def __init__(self, project_root: Path, node: str = "node", environment: Mapping[str, str] | None = None) -> None:
        self.script = project_root / "server" / "cli" / "forage.mjs"
        self.node = shutil.which(node) or node
        self.environment = {**os.environ, **(environment or {})}

    def run(self, *words: str, allowed: Sequence[int] = (0,), environment: Mapping[str, str] | None = None) -> Answer:
        """Runs one command; its text for people goes to our stderr, and so into the log.

        Raises:
            RunError: with the command's own last words, if its status is none of ``allowed``.
        """
        process = subprocess.Popen(
            [self.node, str(self.script), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**self.environment, **(environment or {})},
        )
        out, err = process.communicate()
        sys.stderr.write(err)
        sys.stderr.flush()
        if process.returncode not in allowed:
            raise RunError(f"`forage {' '.join(words[:2])}` failed: {last_words(err)}")
        return Answer(tuple(json_lines(out)), process.returncode)


def json_lines(text: str) -> list[dict[str, Any]]:
    """The JSON objects among the lines of a text; a text that is one object of many lines counts as one."""
    try:
        whole = json.loads(text)
        return [whole] if isinstance(whole, dict) else []
    except json.JSONDecodeError:
        pass
    found = []
    for line in text.splitlines():
        try:
            value = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(value, dict):
            found.append(value)
    return found


def last_words(text: str) -> str:
    """The last sentence a command wrote, without the code in brackets under it."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("(")]
    return lines[-1] if lines else "it said nothing"
