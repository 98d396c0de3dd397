"""What a sweep needs is named before anything is trained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from forage_training.flow.preflight import missing_sweep, missing_trainer
from forage_training.flow.run_request import RunRequest, parse_request, trainers_in
from tiny_run import write_request


def request(root: Path, parameters: dict[str, Any], **changes: Any) -> RunRequest:
    run = write_request(root, sweep={"parameters": parameters, "budget": {"runs": 2}}, **changes)
    return parse_request((run / "request.json").read_text())


def test_nothing_is_missing_for_a_sweep_on_one_machine(tmp_path: Path) -> None:
    assert missing_sweep(request(tmp_path, {"lr": {"from": 0.001, "to": 0.01}})) is None


def test_a_value_that_the_trainer_has_no_use_for_is_not_varied(tmp_path: Path) -> None:
    said = missing_sweep(request(tmp_path, {"trainer": {"values": ["yolo", "fcos"]}, "mosaic": {"values": [0, 1]}}))
    assert said and "has no use for mosaic" in said


def test_every_trainer_that_is_chosen_between_gets_its_start_and_must_be_there(tmp_path: Path) -> None:
    asked = request(tmp_path, {"trainer": {"values": ["fcos", "unheard-of"]}})
    assert list(trainers_in(asked)) == ["fcos", "unheard-of"]
    assert "unheard-of" in (missing_trainer(asked) or "")


def test_a_sweep_on_several_machines_needs_no_database(tmp_path: Path) -> None:
    assert missing_sweep(request(tmp_path, {"lr": {"values": [0.01]}}, store="s3://bucket/run")) is None
