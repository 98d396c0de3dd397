from pathlib import Path

import pytest

from forage_training.datasets.run_data import (
    arrange_by_source,
    class_names,
    copy_from,
    frozen_sets,
    safe_name,
    sources_of,
)
from forage_training.datasets.sampling import sampling_plan
from forage_training.flow.events import RunError
from tiny_run import CLASSES, COUNTS, write_version


@pytest.fixture
def version(tmp_path: Path) -> Path:
    return write_version(tmp_path / "version")


def test_photos_are_arranged_by_the_source_the_manifest_names(version: Path, tmp_path: Path) -> None:
    target = tmp_path / "by-source"
    arrange_by_source(version, target)
    found = {p.stem: p.relative_to(target).parts[0] for p in target.glob("*/images/*/*")}
    assert found == {stem: source for stem, source in sources_of(version).items() if stem in found}
    assert len(found) == COUNTS["train"] + COUNTS["val"]  # no test photo is where training looks
    assert len(sampling_plan(target, {}, 0.01, 1.0)) == COUNTS["train"]


def test_a_manifest_beside_the_run_is_found_too(version: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    place = run / "data" / "version"
    copy_from(str(version), place)
    (place / "manifest.json").rename(run / "manifest.json")
    assert set(sources_of(place).values()) == {"squares", "corrections"}


def test_class_names_are_in_the_order_of_their_ids(version: Path) -> None:
    assert len(class_names(version)) == CLASSES
    assert class_names(version)[10] == "class 10"


def test_without_sets_the_test_split_itself_is_measured(version: Path) -> None:
    assert frozen_sets(version) == (version,)
    copy_from(str(version), version / "sets" / "squares")
    assert frozen_sets(version) == (version / "sets" / "squares",)


def test_a_source_cannot_leave_its_folder() -> None:
    assert safe_name("../a b") == "___a_b"


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no data set at"):
        copy_from(str(tmp_path / "nowhere"), tmp_path / "target")
