"""An S3 double on a free port: moto, which the light environment has."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest

from forage_training.places import TRAINING

BUCKET = "forage"


def find_moto() -> str | None:
    """The S3 double of Forage's own tests, or one that is named or installed."""
    beside = Path(sys.executable).with_name("moto_server")
    light = TRAINING / ".venv-light" / "bin" / "moto_server"
    cached = TRAINING.parent / "node_modules" / ".cache" / "forage-moto" / "bin" / "moto_server"
    named = os.environ.get("FORAGE_MOTO_SERVER")
    found = next((str(file) for file in (beside, light, cached) if file.exists()), None)
    return named or found or shutil.which("moto_server")


@contextmanager
def s3_double() -> Iterator[str]:
    """Its address, in the environment too, with an empty bucket; a skipped test where it is not installed."""
    program = find_moto()
    if program is None:
        pytest.skip("needs moto_server: npm run training:setup -- --light")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [program, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    changed = {
        "AWS_ENDPOINT_URL": url,
        "AWS_ENDPOINT_URL_S3": url,
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "us-east-1",
        "METAFLOW_S3_WORKER_COUNT": "4",  # of 64 processes most would wait for the double
    }
    before = {key: os.environ.get(key) for key in changed}
    os.environ.update(changed)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                boto3.client("s3", endpoint_url=url).create_bucket(Bucket=BUCKET)
                break
            except Exception:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
        yield url
    finally:
        server.terminate()
        for key, value in before.items():
            os.environ.pop(key, None) if value is None else os.environ.__setitem__(key, value)
