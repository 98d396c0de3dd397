"""One interface to S3 and folders: where steps on different machines share files, and where models are deployed to."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from forage_training.flow.events import RunError


def s3_client() -> Any:
    """A client by the usual ``AWS_…`` settings; ``FORAGE_S3_ENDPOINT`` names a store other than Amazon's."""
    import boto3

    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("FORAGE_S3_ENDPOINT")
    return boto3.client("s3", endpoint_url=endpoint)


def split_url(url: str) -> tuple[str, str]:
    """Bucket and key of ``s3://bucket/key``.

    Raises:
        RunError: if it is not such an address.
    """
    parts = urlparse(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise RunError(f"{url} is no address in S3; write s3://bucket/folder.")
    return parts.netloc, parts.path.strip("/")


def download(url: str, target: Path) -> None:
    """Fetches one object."""
    bucket, key = split_url(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    s3_client().download_file(bucket, key, str(target))


def put_folder(folder: Path, place: str) -> list[str]:
    """Copies a folder's files to a folder or to ``s3://…``; returns their names, in order."""
    names = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    if place.startswith("s3://"):
        bucket, prefix = split_url(place)
        client = s3_client()
        for name in names:
            client.upload_file(str(folder / name), bucket, f"{prefix}/{name}".strip("/"))
    else:
        for name in names:
            target = Path(place) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            scratch = target.with_name(f".{target.name}.part")
            shutil.copyfile(folder / name, scratch)
            scratch.replace(target)
    return names
