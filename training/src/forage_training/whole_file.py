"""Files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Writes a file so that a kill leaves either the old or the new file."""
    scratch = file.with_name(f"{file.name}.part")
    scratch.write_text(text, encoding="utf-8")
    scratch.replace(file)
