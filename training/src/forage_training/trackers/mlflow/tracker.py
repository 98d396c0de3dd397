"""MLflow as the flow's tracker."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import mlflow

from forage_training.trackers.tracker import Entry, Fact

LONGEST_PARAMETER = 500


class MlflowTracker:
    """A config is a run of the experiment that is called as the model is."""

    def begin(self, entry: Entry, known: str | None) -> str:
        """Begins or goes on with a run."""
        if mlflow.get_experiment_by_name(entry.project) is None:
            is_here = mlflow.get_tracking_uri().startswith("sqlite:")
            mlflow.create_experiment(entry.project, (entry.folder / "artifacts").as_uri() if is_here else None)
        mlflow.set_experiment(entry.project)
        run = mlflow.start_run(run_id=known, run_name=None if known else entry.name)
        if known is None:
            mlflow.log_params({key: str(value)[:LONGEST_PARAMETER] for key, value in entry.config.items()})
            mlflow.set_tags(dict(entry.facts))
        return str(run.info.run_id)

    def metrics(self, values: Mapping[str, float], step: int) -> None:
        """A point of each curve."""
        mlflow.log_metrics(dict(values), step=step)

    def facts(self, values: Mapping[str, Fact]) -> None:
        """Numbers as metrics, so that runs can be ordered by them; words as tags."""
        numbers = {key: float(value) for key, value in values.items() if isinstance(value, int | float)}
        mlflow.log_metrics(numbers)
        mlflow.set_tags({key: value for key, value in values.items() if key not in numbers})

    def picture(self, name: str, file: Path) -> None:
        """A file among the run's plots."""
        mlflow.log_artifact(str(file), f"plots/{name}")

    def artifact(self, name: str, file: Path) -> None:
        """A file of the run."""
        mlflow.log_artifact(str(file), name)

    def end(self, is_well: bool) -> None:
        """Ends the run as well or failed."""
        mlflow.end_run("FINISHED" if is_well else "FAILED")


TRACKER = MlflowTracker
