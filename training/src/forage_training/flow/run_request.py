"""The request of a run: ``request.json``, written by the app and read by every step of the flow."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forage_training.flow.events import RunError

SCHEMA = 1
TRACKERS = ("none", "clearml", "wandb", "mlflow", "comet")


@dataclass(frozen=True)
class NamedConfig:
    """Values of ``TrainConfig`` that differ from its defaults, under a name."""

    name: str
    values: dict[str, Any]


@dataclass(frozen=True)
class RunRequest:
    """One training run. Paths are absolute."""

    run_id: str
    run_folder: Path
    project_root: Path
    version_number: int
    manifest_sha256: str
    champion_id: str
    champion_folder: Path
    model_name: str
    configs: tuple[NamedConfig, ...]
    node: str = "node"
    note: str = ""
    device: str = "cpu"
    threads: int = 1
    parallel: int = 1
    tracker: str = "none"
    deploy_to: str | None = None
    promote: bool = False
    data_folder: str | None = None
    """A materialised YOLO folder, or an archive of one (``s3://…/7.tar``); else the version is exported."""
    store: str | None = None
    """``s3://…`` folder that steps on different machines share; else they share the run folder."""
    known_errors: int = 0
    """Findings of the data check that somebody has looked at and waived in this version."""
    environment: dict[str, str] = field(default_factory=dict)


def parse_request(text: str, work_folder: str | None = None) -> RunRequest:
    """Reads a request. ``work_folder`` takes the place of its run folder, on another machine.

    Raises:
        RunError: if it has another schema, or a value is missing or invalid.
    """
    raw = json.loads(text)
    if raw.get("schema") != SCHEMA:
        raise RunError(
            f"This run was asked for by another version of Forage (schema {raw.get('schema')}). Start it anew."
        )
    try:
        request = RunRequest(
            run_id=raw["runId"],
            run_folder=Path(work_folder or raw["runFolder"]),
            project_root=Path(raw["projectRoot"]),
            version_number=int(raw["versionNumber"]),
            manifest_sha256=raw["manifestSha256"],
            champion_id=raw["championId"],
            champion_folder=Path(raw["championFolder"]),
            model_name=raw["modelName"],
            configs=tuple(NamedConfig(c["name"], dict(c["values"])) for c in raw["configs"]),
            node=raw.get("node", "node"),
            note=raw.get("note", ""),
            device=raw.get("device", "cpu"),
            threads=int(raw.get("threads", 1)),
            parallel=int(raw.get("parallel", 1)),
            tracker=raw.get("tracker", "none"),
            deploy_to=raw.get("deployTo"),
            promote=bool(raw.get("promote", False)),
            data_folder=raw.get("dataFolder"),
            store=raw.get("store"),
            known_errors=int(raw.get("knownErrors", 0)),
            environment=dict(raw.get("environment", {})),
        )
    except KeyError as error:
        raise RunError(f"The request of this run lacks {error.args[0]}. Start it anew.") from error
    if not request.configs:
        raise RunError("A run needs at least one config.")
    if len({c.name for c in request.configs}) != len(request.configs):
        raise RunError("Two configs of this run have the same name.")
    if request.tracker not in TRACKERS:
        raise RunError(f"No tracker is called {request.tracker}; there are {', '.join(TRACKERS)}.")
    return request
