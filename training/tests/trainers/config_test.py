import argparse
import dataclasses

import pytest

from forage_training.trainers.config import TrainConfig, add_options, as_config, as_file, given_options, with_values

CONFIG = TrainConfig(merged="m", weights="w", hours=1.0)


def test_a_value_is_read_as_the_type_it_has() -> None:
    changed = with_values(CONFIG, {"lr": "1e-3", "batch": "8", "channels_last": "false"})
    assert (changed.lr, changed.batch, changed.channels_last) == (1e-3, 8, False)


@pytest.mark.parametrize("values", [{"learning_rate": "1"}, {"channels_last": "yes"}, {"source_repeats": "1"}])
def test_what_is_no_config_value_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        with_values(CONFIG, values)


def test_a_file_has_the_names_of_the_pages_and_an_object_for_each_sources_number() -> None:
    written = as_file(CONFIG)
    assert written["photosPerEpoch"] == CONFIG.photos_per_epoch
    assert written["sourceRepeats"] == dict(CONFIG.source_repeats)
    assert as_config(written) == CONFIG


def test_a_file_of_an_older_version_is_read() -> None:
    old = {**dataclasses.asdict(CONFIG), "source_repeats": [["shop", 2.0]]}
    assert as_config(old) == dataclasses.replace(CONFIG, source_repeats=(("shop", 2.0),))


@pytest.mark.parametrize("raw", [{"learningRate": 1}, {"optimiser": "lion"}, {"schedule": "steps"}])
def test_a_value_that_there_is_not_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        as_config({**as_file(CONFIG), **raw})


def test_help_has_every_plain_value_with_its_default_and_choices() -> None:
    parser = argparse.ArgumentParser()
    add_options(parser)
    said = " ".join(parser.format_help().split())
    assert "--optimiser adamw|adam|sgd How weights follow their gradients." in said
    assert "higher learning rate. default: adamw" in said
    assert "--schedule cosine|linear|constant How the learning rate falls" in said
    assert (
        "--lr-end-share FLOAT As a share of the learning rate, from 0 to 1. Not used by the schedule constant." in said
    )
    assert "constant. default: 0.02" in said
    given = given_options(parser.parse_args(["--optimiser", "sgd", "--image-px", "256"]))
    assert with_values(CONFIG, given) == dataclasses.replace(CONFIG, optimiser="sgd", image_px=256)
