"""The run folder of a run whose steps are on different machines: a copy in S3 that tasks pull and push.

On one machine the run folder itself is what tasks share, and nothing is copied. Tasks side by side push parts of their
own, so that none sends what another is still writing, and each keeps a record of its own of what it sent.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from forage_training.flow.run_request import RunRequest
from forage_training.flow.store import s3_client, split_url

RECORDS = ".pushed"
STAYS_HERE = ("flow", "metaflow-home", "trainer-settings", RECORDS, "log.txt", "flow-group.json", ".lock")
"""What is one machine's own, or kept elsewhere by Metaflow."""

Stamp = list[int]


class SharedFolder:
    """Pulls what other tasks made, pushes what this one made.

    Args:
        task: names the record of what was pushed; one for each task that runs beside others.
        parts: folders and files in the run folder that the task writes; empty for all.
    """

    def __init__(self, request: RunRequest, task: str = "run", parts: Sequence[str] = ()) -> None:
        self.folder = request.run_folder
        self.place = request.store
        self.parts = tuple(parts)
        self.record = self.folder / RECORDS / f"{task}.json"

    def pull(self) -> None:
        """Fetches what is not here yet; a file that has changed here since it was pushed stays."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.place:
            return
        known = self._known()
        bucket, prefix = split_url(self.place)
        client = s3_client()
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/"):
            for item in page.get("Contents", []):
                name = item["Key"].removeprefix(f"{prefix}/")
                target = self.folder / name
                if target.exists() and target.stat().st_size == item["Size"]:
                    known.setdefault(name, stamp_of(target))
                    continue
                if target.exists() and known.get(name) != stamp_of(target):
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                scratch = target.with_name(f"{target.name}.part")
                client.download_file(bucket, item["Key"], str(scratch))
                scratch.replace(target)
                known[name] = stamp_of(target)
        self._keep(known)

    def push(self) -> None:
        """Sends files that are new or have changed since the last push, and drops those that are gone here."""
        if not self.place:
            return
        known = self._known()
        bucket, prefix = split_url(self.place)
        client = s3_client()
        there = {str(path.relative_to(self.folder)): path for path in self._own_files()}
        for name, path in sorted(there.items()):
            stamp = stamp_of(path)
            if known.get(name) != stamp:
                client.upload_file(str(path), bucket, f"{prefix}/{name}")
                known[name] = stamp
        for name in [name for name in known if name not in there and self._is_own(name)]:
            client.delete_object(Bucket=bucket, Key=f"{prefix}/{name}")
            del known[name]
        self._keep(known)

    def _is_own(self, name: str) -> bool:
        """Whether this task writes a file of this name."""
        return not self.parts or any(name == part or name.startswith(f"{part}/") for part in self.parts)

    def _own_files(self) -> list[Path]:
        """The files that this task shares."""
        roots = [self.folder / part for part in self.parts] or [self.folder]
        found = [p for root in roots for p in ([root] if root.is_file() else root.rglob("*")) if p.is_file()]
        return [p for p in found if not stays_here(p.relative_to(self.folder))]

    def _known(self) -> dict[str, Stamp]:
        """Time and size of each file when it was pushed or pulled."""
        if not self.record.exists():
            return {}
        known: dict[str, Any] = json.loads(self.record.read_text(encoding="utf-8"))
        return known

    def _keep(self, known: dict[str, Stamp]) -> None:
        self.record.parent.mkdir(parents=True, exist_ok=True)
        self.record.write_text(json.dumps(known), encoding="utf-8")


def stamp_of(path: Path) -> Stamp:
    """Changes when the file does."""
    return [path.stat().st_mtime_ns, path.stat().st_size]


def stays_here(name: Path) -> bool:
    """Files being written, caches, and what is one machine's own."""
    return name.suffix in {".part", ".cache", ".npy"} or name.parts[0] in STAYS_HERE
