"""ClearML as the flow's tracker.

Offline, a task that is closed cannot be opened again: what a later process tells is a session of its own, tagged with
the first one's id, and ``Task.import_offline_session(FILE, previous_task_id=ID)`` joins them on a server.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clearml import Task
from PIL import Image

from forage_training.trackers.tracker import Entry, Fact


class ClearmlTracker:
    """A config is a task of the project that is called as the model is."""

    task: Task

    def begin(self, entry: Entry, known: str | None) -> str:
        """Begins or goes on with a task."""
        goes_on = known is not None and not Task.is_offline()
        self.task = Task.init(
            project_name=entry.project,
            task_name=entry.name,
            reuse_last_task_id=False,
            continue_last_task=known if goes_on else False,
            auto_connect_frameworks=False,
            auto_connect_arg_parser=False,
            auto_resource_monitoring=False,
            output_uri=False,
        )
        if not goes_on:
            self.task.connect(dict(entry.config), name="config")
            self.task.connect({key: str(value) for key, value in entry.facts.items()}, name="facts")
        if known and not goes_on:
            self.task.add_tags([f"after {known}"])
        return known or str(self.task.id)

    def metrics(self, values: Mapping[str, float], step: int) -> None:
        """A point of each curve."""
        for key, value in values.items():
            title, _, series = key.partition("/")
            self.task.get_logger().report_scalar(title, series or title, value, step)

    def facts(self, values: Mapping[str, Fact]) -> None:
        """Numbers as single values, words as a configuration."""
        words = {}
        for key, value in values.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                self.task.get_logger().report_single_value(key, float(value))
            else:
                words[key] = str(value)
        self.task.connect(words, name="outcome")

    def picture(self, name: str, file: Path) -> None:
        """A debug sample."""
        with Image.open(file) as image:
            self.task.get_logger().report_image("plots", name, iteration=0, image=image.convert("RGB"))

    def artifact(self, name: str, file: Path) -> None:
        """A file of the task."""
        self.task.upload_artifact(f"{name}/{file.name}", artifact_object=str(file), wait_on_upload=True)

    def end(self, is_well: bool) -> None:
        """Closes the task; a failed one is marked so."""
        if not is_well:
            self.task.mark_failed(status_reason="the training failed", force=True)
        self.task.close()


TRACKER = ClearmlTracker
