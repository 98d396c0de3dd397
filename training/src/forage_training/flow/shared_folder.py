"""The run folder of a run whose steps are on different machines: a copy in S3 that steps pull and push.

On one machine the run folder itself is what steps share, and nothing is copied.
"""

from __future__ import annotations

import json
from pathlib import Path

from forage_training.flow.run_request import RunRequest
from forage_training.flow.store import get_folder, s3_client, split_url

RECORD = ".pushed.json"


class SharedFolder:
    """Pulls what other steps made, pushes what this one made."""

    def __init__(self, request: RunRequest) -> None:
        self.folder = request.run_folder
        self.place = request.store

    def pull(self) -> None:
        """Fetches what is not here yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.place:
            get_folder(self.place, self.folder)

    def push(self) -> None:
        """Sends files that are new or have changed since the last push."""
        if not self.place:
            return
        record = self.folder / RECORD
        known: dict[str, list[int]] = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
        bucket, prefix = split_url(self.place)
        client = s3_client()
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file() and p != record):
            name = str(path.relative_to(self.folder))
            stamp = [path.stat().st_mtime_ns, path.stat().st_size]
            if known.get(name) != stamp and not is_scratch(path):
                client.upload_file(str(path), bucket, f"{prefix}/{name}")
                known[name] = stamp
        record.write_text(json.dumps(known), encoding="utf-8")


def is_scratch(path: Path) -> bool:
    """Files being written, and caches that each machine makes for itself."""
    return path.suffix in {".part", ".cache", ".npy"} or path.name == RECORD
