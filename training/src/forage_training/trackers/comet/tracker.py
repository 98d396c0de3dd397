"""Comet as the flow's tracker."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import comet_ml

from forage_training.trackers.tracker import Entry, Fact


class CometTracker:
    """A config is an experiment of the project that is called as the model is.

    Offline each process leaves an archive of it.
    """

    experiment: Any

    def begin(self, entry: Entry, known: str | None) -> str:
        """Begins or goes on with an experiment."""
        self.experiment = comet_ml.start(
            project_name=entry.project,
            experiment_key=known,
            mode="get" if known else "create",
            online=os.environ.get("COMET_MODE") != "offline",
            experiment_config=comet_ml.ExperimentConfig(
                name=entry.name,
                offline_directory=str(entry.folder),
                log_code=False,
                log_git_metadata=False,
                auto_output_logging=False,
                parse_args=False,
                auto_metric_logging=False,
                auto_param_logging=False,
            ),
        )
        if known is None:
            self.experiment.log_parameters(dict(entry.config))
            self.experiment.log_others(dict(entry.facts))
        return str(self.experiment.get_key())

    def metrics(self, values: Mapping[str, float], step: int) -> None:
        """A point of each curve."""
        self.experiment.log_metrics(dict(values), step=step, epoch=step)

    def facts(self, values: Mapping[str, Fact]) -> None:
        """Numbers as metrics, words beside them."""
        numbers = {key: value for key, value in values.items() if isinstance(value, int | float)}
        self.experiment.log_metrics(numbers)
        self.experiment.log_others({key: value for key, value in values.items() if key not in numbers})

    def picture(self, name: str, file: Path) -> None:
        """A picture."""
        self.experiment.log_image(str(file), name=name)

    def artifact(self, name: str, file: Path) -> None:
        """A file among the assets."""
        self.experiment.log_asset(str(file), file_name=f"{name}/{file.name}")

    def end(self, is_well: bool) -> None:
        """Ends the experiment; a failed one is tagged."""
        if not is_well:
            self.experiment.add_tag("failed")
        self.experiment.end()


TRACKER = CometTracker
