"""The run folder in S3, against a double."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from forage_training.flow.run_request import RunRequest, parse_request
from forage_training.flow.shared_folder import SharedFolder
from s3_double import BUCKET, s3_double
from tiny_run import write_request


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with s3_double() as url:
        yield url


@pytest.fixture
def request_here(s3: str, tmp_path: Path) -> RunRequest:
    del s3
    text = (write_request(tmp_path, store=f"s3://{BUCKET}/{tmp_path.name}") / "request.json").read_text()
    return parse_request(text, str(tmp_path / "here"))


def objects(request: RunRequest) -> list[str]:
    prefix = str(request.store).removeprefix(f"s3://{BUCKET}/") + "/"
    found = boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])
    return [item["Key"].removeprefix(prefix) for item in found]


def write(request: RunRequest, name: str, text: str) -> Path:
    file = request.run_folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_a_task_pushes_its_own_parts_and_nothing_of_one_beside_it(request_here: RunRequest) -> None:
    write(request_here, "configs/bold/weights/last.pt", "bold")
    write(request_here, "configs/bolder/weights/last.pt", "half written")
    write(request_here, "events/train-bold.jsonl", "{}")
    write(request_here, "log.txt", "of this machine")
    SharedFolder(request_here, "train-bold", ["configs/bold", "events/train-bold.jsonl"]).push()
    assert objects(request_here) == ["configs/bold/weights/last.pt", "events/train-bold.jsonl"]


def test_what_is_dropped_here_is_dropped_there_and_what_others_pushed_stays(request_here: RunRequest) -> None:
    shared = SharedFolder(request_here, "train-bold", ["configs/bold"])
    old = write(request_here, "configs/bold/weights/epoch0.pt", "0")
    shared.push()
    other = dataclasses.replace(request_here, run_folder=request_here.run_folder.parent / "there")
    write(other, "configs/gentle/weights/epoch0.pt", "g")
    SharedFolder(other, "train-gentle", ["configs/gentle"]).push()
    old.unlink()
    write(request_here, "configs/bold/weights/epoch1.pt", "1")
    shared.push()
    assert objects(request_here) == ["configs/bold/weights/epoch1.pt", "configs/gentle/weights/epoch0.pt"]


def test_another_machine_gets_all_and_a_newer_file_of_its_own_is_not_replaced(request_here: RunRequest) -> None:
    write(request_here, "configs/bold/weights/last.pt", "one")
    SharedFolder(request_here, "train-bold").push()
    other = dataclasses.replace(request_here, run_folder=request_here.run_folder.parent / "there")
    there = SharedFolder(other, "train-bold")
    there.pull()
    file = other.run_folder / "configs/bold/weights/last.pt"
    assert file.read_text() == "one"
    file.write_text("further than the store")
    there.pull()
    assert file.read_text() == "further than the store"
    there.push()
    SharedFolder(request_here, "train-bold").pull()
    assert (request_here.run_folder / "configs/bold/weights/last.pt").read_text() == "further than the store"


def test_a_later_step_on_the_same_machine_sends_nothing_twice(
    request_here: RunRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(request_here, "data/a.jpg", "a")
    SharedFolder(request_here, "prepare").push()
    write(request_here, "check.json", "{}")
    sent: list[str] = []
    real = boto3.client("s3")

    class Listening:
        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

        def upload_file(self, path: str, *rest: str) -> None:
            sent.append(Path(path).name)
            real.upload_file(path, *rest)

    monkeypatch.setattr("forage_training.flow.shared_folder.s3_client", Listening)
    later = SharedFolder(request_here, "choose")
    later.pull()
    later.push()
    assert sent == ["check.json"]


def test_on_one_machine_nothing_is_copied(tmp_path: Path) -> None:
    request = parse_request((write_request(tmp_path) / "request.json").read_text())
    SharedFolder(request).push()
    assert not (request.run_folder / ".pushed").exists()
    assert "AWS_ENDPOINT_URL" not in os.environ or os.environ["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1")
