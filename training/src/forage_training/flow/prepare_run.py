"""The flow's second step: photos on disk, checked by Forage, and weights to start from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from forage_training.datasets.run_data import Data, class_names, prepare
from forage_training.flow.events import Events, RunError
from forage_training.flow.forage_command import Forage
from forage_training.flow.named_config import start_file, to_train_config
from forage_training.flow.run_request import RunRequest, trainer_of, trainers_in
from forage_training.naming import to_python
from forage_training.trainers.contact_sheet import contact_sheet
from forage_training.trainers.registry import about, trainer_named
from forage_training.trainers.trainer import Champion
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


def write_start(request: RunRequest, trainer: str, photos: list[Path], names: list[str], events: Events) -> None:
    """What a trainer starts from, once."""
    weights = start_file(request, trainer)
    if not weights.exists():
        champion = Champion(request.champion_id, request.champion_folder)
        origin = trainer_named(trainer).start(champion, photos, names, weights)
        events.add("log", text=f"{about(trainer).title} starts from {origin}.")


def tell_unused(request: RunRequest, events: Events) -> None:
    """Says of each config which of its values change nothing with its trainer."""
    for named in request.configs:
        of = about(trainer_of(named))
        unused = sorted(key for key in named.values if to_python(key) in of.unused)
        if unused:
            events.add("log", text=f"{of.title} has no use for these values of {named.name}: {', '.join(unused)}.")


def prepare_run(request: RunRequest, forage: Forage, events: Events) -> dict[str, Any]:
    """Makes data and starting weights; existing files are not made again.

    Raises:
        RunError: if the data cannot be used or there is nothing to start from.
    """
    data = prepare(request, forage)
    check_photos(request, forage, data)
    names = class_names(data.version)
    photos = sorted((data.version / "images" / "train").glob("*"))
    for trainer in trainers_in(request):
        write_start(request, trainer, photos, names, events)
    tell_unused(request, events)
    config = to_train_config(request, request.configs[0], data.by_source, Path())
    contact_sheet(data.by_source, config, request.run_folder / CONTACT_SHEET)
    return {
        "version": str(data.version),
        "bySource": str(data.by_source),
        "sets": [str(folder) for folder in data.sets],
        "names": names,
        "photos": len(photos),
    }
