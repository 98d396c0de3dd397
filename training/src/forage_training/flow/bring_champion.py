"""The champion of a run whose machines do not have it: brought from an archive, once for all steps."""

from __future__ import annotations

import json
import shutil
import tarfile

from forage_training.flow.events import RunError
from forage_training.flow.run_request import RunRequest
from forage_training.flow.store import download


def bring_champion(request: RunRequest) -> None:
    """Unpacks the champion's archive into the run folder; nothing where there is none, or where it is already there.

    Raises:
        RunError: if the archive does not come, or holds another model.
    """
    place, folder = request.champion_archive, request.champion_folder
    if not place or folder.exists():
        return
    archive, scratch = folder.with_suffix(".tar.part"), folder.with_suffix(".part")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        download(place, archive)
        with tarfile.open(archive) as packed:
            packed.extractall(scratch, filter="data")
        found = json.loads((scratch / "manifest.json").read_text(encoding="utf-8")).get("id")
    except Exception as error:
        raise RunError(
            f"The champion {request.champion_id} cannot be read from {place} ({' '.join(str(error).split())[:120]}). "
            "Pack its folder again and resume."
        ) from error
    finally:
        archive.unlink(missing_ok=True)
    if found != request.champion_id:
        raise RunError(f"{place} holds the model {found}, and this run starts from {request.champion_id}.")
    scratch.replace(folder)
