"""A run's configs as the trainers take them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from forage_training.flow.events import RunError
from forage_training.flow.run_request import NamedConfig, RunRequest
from forage_training.trainers.config import TrainConfig, from_file
from forage_training.trainers.registry import TRAINERS

AVERAGED_CHECKPOINTS = 4


def config_part(name: str) -> str:
    """Where one config's training is, in the run folder."""
    return f"configs/{name}"


def start_file(request: RunRequest, trainer: str) -> Path:
    """The weights that a run's configs of one trainer start from."""
    return (
        request.run_folder / "start" / ("weights.safetensors" if trainer == TRAINERS[0] else f"{trainer}.safetensors")
    )


def to_train_config(request: RunRequest, named: NamedConfig, by_source: Path, weights: Path) -> TrainConfig:
    """The full config: defaults, then the run's own machine settings, then the named values.

    Raises:
        RunError: if there is no such value.
    """
    defaults = TrainConfig(
        merged=str(by_source),
        weights=str(weights),
        hours=0.0,
        device=request.device,
        threads=request.threads,
        kept_checkpoints=AVERAGED_CHECKPOINTS,
    )
    try:
        config = dataclasses.replace(defaults, **from_file(named.values))
    except ValueError as error:
        raise RunError(f"The config {named.name} cannot be used: {error}.") from error
    if not config.epochs:
        raise RunError(f"The config {named.name} says nothing of epochs.")
    return config
