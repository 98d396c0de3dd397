"""What a sweep was asked to do: the part ``sweep`` of a run's request, checked by its schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forage_training.naming import to_python
from forage_training.trainers.config import NAMES, TYPES


@dataclass(frozen=True)
class Range:
    """A value drawn between two ends, both included."""

    low: float
    high: float
    step: float | None
    log: bool
    whole: bool
    """Whether the value is an integer."""


@dataclass(frozen=True)
class Choices:
    """One of some values."""

    values: tuple[str | int | float, ...]


@dataclass(frozen=True)
class Pruning:
    """When a trial may end early."""

    after_trials: int
    after_epochs: int


@dataclass(frozen=True)
class Sweep:
    """A sweep. The request's first config holds the values that all trials have."""

    method: str
    parameters: dict[str, Range | Choices]
    """By the names that files have."""
    runs: int | None
    hours: float | None
    pruning: Pruning | None
    seed: int


def to_parameter(name: str, raw: Mapping[str, Any]) -> Range | Choices:
    """One parameter.

    Raises:
        ValueError: if no value of a config has this name.
    """
    if to_python(name) not in NAMES:
        raise ValueError(f"no config value is called {name}")
    whole = TYPES[to_python(name)] is int
    if "values" in raw:
        return Choices(tuple(int(one) if whole else one for one in raw["values"]))
    return Range(raw["from"], raw["to"], raw.get("step"), raw.get("scale") == "log", whole)


def to_sweep(raw: Mapping[str, Any]) -> Sweep:
    """A sweep out of a request that its schema has passed.

    Raises:
        ValueError: if a parameter is no value of a config.
    """
    budget = raw.get("budget", {})
    pruning = raw.get("pruning", {})
    return Sweep(
        method=str(raw.get("method", "tpe")),
        parameters={name: to_parameter(name, one) for name, one in raw["parameters"].items()},
        runs=budget.get("runs"),
        hours=budget.get("hours"),
        pruning=None
        if pruning is None
        else Pruning(pruning.get("startAfterTrials", 4), pruning.get("startAfterEpochs", 1)),
        seed=int(raw.get("seed", 0)),
    )


def worker_name(index: int) -> str:
    """Name of a sweep's worker, which is a task of the flow's step ``train``; they count from 1."""
    return f"worker-{index + 1}"


def worker_names(count: int) -> list[str]:
    """Names of a sweep's workers."""
    return [worker_name(i) for i in range(count)]


def trainers_of(sweep: Sweep) -> tuple[str, ...]:
    """Trainers that a sweep chooses between; empty where the config names one for all."""
    found = sweep.parameters.get("trainer")
    return tuple(str(one) for one in found.values) if isinstance(found, Choices) else ()
