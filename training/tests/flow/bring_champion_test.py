"""A champion that the machines of a cluster do not have comes as an archive."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import boto3
import pytest

from forage_training.flow.bring_champion import bring_champion
from forage_training.flow.events import RunError
from forage_training.flow.run_request import RunRequest, parse_request
from forage_training.flow.shared_folder import SharedFolder
from s3_double import BUCKET, s3_double
from tiny_run import write_request

PLACE = f"s3://{BUCKET}/models/tiny.tar"


def asked(root: Path, model: str) -> RunRequest:
    """A request, and in the store the archive of a model."""
    made = root / "made"
    made.mkdir()
    (made / "manifest.json").write_text(json.dumps({"id": model}), encoding="utf-8")
    (made / "weights.safetensors").write_bytes(b"weights")
    with tarfile.open(root / "tiny.tar", "w") as archive:
        archive.add(made, ".")
    boto3.client("s3").upload_file(str(root / "tiny.tar"), BUCKET, "models/tiny.tar")
    run = write_request(root, championArchive=PLACE, championFolder="/nowhere", store=f"s3://{BUCKET}/runs/1")
    return parse_request((run / "request.json").read_text())


def test_it_is_unpacked_into_the_run_folder_and_the_other_machines_get_it_from_the_store(tmp_path: Path) -> None:
    with s3_double():
        request = asked(tmp_path, "tiny/1")
        assert request.champion_folder == request.run_folder / "champion"
        bring_champion(request)
        SharedFolder(request).push()
        elsewhere = parse_request((request.run_folder / "request.json").read_text(), str(tmp_path / "elsewhere"))
        SharedFolder(elsewhere).pull()
    assert (elsewhere.champion_folder / "weights.safetensors").read_bytes() == b"weights"
    assert not [p for p in request.run_folder.rglob("*") if ".part" in p.name]


def test_another_model_is_refused_and_nothing_of_it_stays(tmp_path: Path) -> None:
    with s3_double():
        request = asked(tmp_path, "other/3")
        with pytest.raises(RunError, match="holds the model other/3, and this run starts from tiny/1"):
            bring_champion(request)
    assert not request.champion_folder.exists()


def test_an_archive_that_is_not_there_is_named(tmp_path: Path) -> None:
    with s3_double():
        request = asked(tmp_path, "tiny/1")
        boto3.client("s3").delete_object(Bucket=BUCKET, Key="models/tiny.tar")
        with pytest.raises(RunError, match=r"cannot be read from s3://.*Pack its folder again"):
            bring_champion(request)
