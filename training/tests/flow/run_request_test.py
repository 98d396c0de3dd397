"""The request: TypeScript writes it, Python reads it, and one schema says what is in it."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from forage_training.flow.events import RunError
from forage_training.flow.run_request import SCHEMA, RunRequest, parse_request
from forage_training.naming import to_file, to_python
from forage_training.trainers.config import NAMES, TYPES, TrainConfig, as_file, choices_of
from tiny_run import write_request

PROPERTIES: dict[str, Any] = SCHEMA["properties"]
VALUES: dict[str, Any] = PROPERTIES["configs"]["items"]["properties"]["values"]["properties"]
KINDS = {"integer": int, "number": float, "string": str}


def test_a_request_has_the_same_names_here_and_in_the_schema() -> None:
    fields = {to_file(field.name) for field in dataclasses.fields(RunRequest)}
    assert fields == set(PROPERTIES) - {"schema"}


def test_what_may_be_left_out_has_the_same_default_here_and_in_the_schema() -> None:
    for field in dataclasses.fields(RunRequest):
        stated = PROPERTIES[to_file(field.name)]
        has_default = not (field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING)
        assert has_default == (to_file(field.name) not in SCHEMA["required"]), field.name
        if field.default is not dataclasses.MISSING:
            assert stated["default"] == field.default


@pytest.mark.parametrize("name", sorted(VALUES))
def test_a_value_of_a_config_is_of_the_same_type_here_and_in_the_schema(name: str) -> None:
    stated = VALUES[name]
    assert to_python(name) in NAMES
    if "enum" in stated:
        assert tuple(stated["enum"]) == choices_of(to_python(name))
    elif stated["type"] in KINDS:
        assert TYPES[to_python(name)] is KINDS[stated["type"]]


def test_every_value_is_explained_and_has_the_same_default_on_the_page_and_here() -> None:
    usual = as_file(TrainConfig(merged="", weights="", hours=0.0))
    for name, stated in VALUES.items():
        if name != "epochs":
            assert stated["title"] and stated["description"].endswith("."), name
            assert stated["default"] == usual[name], name


@pytest.mark.parametrize("name", ["photosPerEpoch", "hsvH", "lr", "manifestSha256", "bfloat16", "runId"])
def test_a_name_comes_back_as_it_went(name: str) -> None:
    assert to_file(to_python(name)) == name


def test_a_request_of_a_run_begun_before_is_read_with_the_names_of_today(tmp_path: Path) -> None:
    file = write_request(tmp_path, schema=1, configs=[{"name": "a", "values": {"photos_per_epoch": 12, "epochs": 1}}])
    request = parse_request((file / "request.json").read_text())
    assert request.configs[0].values == {"photosPerEpoch": 12, "epochs": 1}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": 9}, "another version"),
        ({"configs": []}, "configs: "),
        ({"tracker": "abacus"}, "No tracker is called abacus; there are none, clearml"),
        ({"threads": "1"}, "threads: "),
        ({"versoin": 1}, "'versoin' was unexpected"),
        ({"configs": [{"name": "a", "values": {"epochs": 1, "learning": 1}}]}, "configs.0.values: .*'learning'"),
        ({"configs": [{"name": "a", "values": {}}]}, "'epochs' is a required"),
        ({"configs": [{"name": "a", "values": {"epochs": 1}}] * 2}, "same name"),
    ],
)
def test_a_request_of_no_use_is_refused(tmp_path: Path, change: dict[str, object], words: str) -> None:
    run = write_request(tmp_path, **change)
    with pytest.raises(RunError, match=words):
        parse_request((run / "request.json").read_text())


def test_a_request_may_run_in_another_folder_than_it_names(tmp_path: Path) -> None:
    text = (write_request(tmp_path) / "request.json").read_text()
    assert parse_request(text, "/tmp/elsewhere").run_folder == Path("/tmp/elsewhere")
    assert json.loads(text)["runFolder"] == str(parse_request(text).run_folder)
