"""Weights & Biases as the flow's tracker."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import wandb

from forage_training.trackers.tracker import Entry, Fact


class WandbTracker:
    """A config is a run of the project that is called as the model is.

    Offline runs of one id are joined by ``wandb sync``.
    """

    run: Any

    def begin(self, entry: Entry, known: str | None) -> str:
        """Begins or goes on with a run."""
        self.run = wandb.init(
            project=entry.project,
            name=entry.name,
            id=known or uuid.uuid4().hex[:8],
            resume="allow",
            dir=str(entry.folder),
            config={**entry.config, **entry.facts},
        )
        self.run.define_metric("epoch")
        self.run.define_metric("*", step_metric="epoch")
        return str(self.run.id)

    def metrics(self, values: Mapping[str, float], step: int) -> None:
        """A point of each curve."""
        self.run.log({"epoch": step, **values})

    def facts(self, values: Mapping[str, Fact]) -> None:
        """The run's summary."""
        self.run.summary.update(dict(values))

    def picture(self, name: str, file: Path) -> None:
        """A picture in the run's history."""
        self.run.log({f"plots/{name}": wandb.Image(str(file))})

    def artifact(self, name: str, file: Path) -> None:
        """A file as an artifact of its own."""
        made = wandb.Artifact(f"{name}-{self.run.id}".replace("/", "-"), type=name.replace("/", "-"))
        made.add_file(str(file))
        self.run.log_artifact(made)

    def end(self, is_well: bool) -> None:
        """Ends the run as well or failed."""
        self.run.finish(exit_code=0 if is_well else 1)


TRACKER = WandbTracker
