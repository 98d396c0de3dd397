"""The flow's second step: photos on disk, checked by Forage, and weights to start from."""

from __future__ import annotations

import json
from typing import Any

from forage_training.datasets.run_data import Data, class_names, prepare
from forage_training.flow.events import Events, RunError
from forage_training.flow.forage_command import Forage
from forage_training.flow.run_request import RunRequest
from forage_training.flow.train_config import to_train_config
from forage_training.trainers.yolo.contact_sheet import contact_sheet
from forage_training.trainers.yolo.starting_weights import write_starting_weights
from forage_training.whole_file import write_whole

CONTACT_SHEET = "contact-sheet.jpg"


def check_photos(request: RunRequest, forage: Forage, data: Data) -> dict[str, Any]:
    """``forage data check`` on the training data; the result is kept and not computed again.

    Raises:
        RunError: if the check finds more errors than were waived in the version.
    """
    file = request.run_folder / "check.json"
    if file.exists():
        return dict(json.loads(file.read_text(encoding="utf-8")))
    answer = forage.run("data", "check", str(data.version), "--json", allowed=(0, 1))
    found = answer.last
    errors = int(found.get("errors", 0))
    if errors > request.known_errors:
        raise RunError(f"The data check found {errors} errors in this version. Mend them in a new version.")
    write_whole(file, json.dumps(found) + "\n")
    return found


def prepare_run(request: RunRequest, forage: Forage, events: Events) -> dict[str, Any]:
    """Makes data and starting weights; existing files are not made again.

    Raises:
        RunError: if the data cannot be used or there is nothing to start from.
    """
    data = prepare(request, forage)
    check_photos(request, forage, data)
    names = class_names(data.version)
    photos = sorted((data.version / "images" / "train").glob("*"))
    weights = request.run_folder / "start" / "weights.safetensors"
    if not weights.exists():
        origin = write_starting_weights(request.champion_folder, request.champion_id, photos, names, weights)
        events.add("log", text=f"Starting from {origin}.")
    config = to_train_config(request, request.configs[0], data.by_source, weights)
    contact_sheet(data.by_source, config, request.run_folder / CONTACT_SHEET)
    return {
        "version": str(data.version),
        "bySource": str(data.by_source),
        "sets": [str(folder) for folder in data.sets],
        "weights": str(weights),
        "names": names,
        "photos": len(photos),
    }
