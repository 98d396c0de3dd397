"""Checks before a run that everything it needs is there, and names all missing things at once."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlparse

from forage_training.flow.events import RunError
from forage_training.flow.forage_command import Forage
from forage_training.flow.run_request import RunRequest, trainers_in
from forage_training.naming import to_python
from forage_training.trackers.registry import NONE, is_installed
from forage_training.trackers.registry import about as tracker_about
from forage_training.trainers.registry import about

DISK_BYTES = 3e9
MEMORY_BYTES = 2e9


def missing_disk(request: RunRequest) -> str | None:
    """Room for the photos and a few checkpoints."""
    free = shutil.disk_usage(request.run_folder).free
    if free < DISK_BYTES:
        return f"{request.run_folder} has {free / 1e9:.1f} GB free, and a run needs {DISK_BYTES / 1e9:.0f} GB"
    return None


def missing_memory(_request: RunRequest) -> str | None:
    """Room for the photos in memory and the training itself."""
    import psutil

    free = psutil.virtual_memory().available
    if free < MEMORY_BYTES:
        return f"{free / 1e9:.1f} GB of memory are free, and training needs {MEMORY_BYTES / 1e9:.0f} GB"
    return None


def missing_device(request: RunRequest) -> str | None:
    """The device is there."""
    import torch

    if request.device in {"", "cpu"}:
        return None
    if request.device == "mps":
        return None if torch.backends.mps.is_available() else "this machine has no Apple GPU (device mps)"
    count = torch.cuda.device_count()
    if not request.device.isdigit() or int(request.device) >= count:
        return f"there is no CUDA device {request.device}: PyTorch sees {count}"
    return None


def missing_weights(request: RunRequest) -> str | None:
    """Something to start from."""
    if (
        not any(request.champion_folder.glob("*.onnx"))
        and not (request.champion_folder / "weights.safetensors").exists()
    ):
        return f"the champion {request.champion_id} has neither ONNX nor weights in {request.champion_folder}"
    return None


def reaches(url: str) -> bool:
    """Whether a connection to the host of an address opens within three seconds."""
    parts = urlparse(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=3):
            return True
    except OSError:
        return False


def missing_trainer(request: RunRequest) -> str | None:
    """Each config's trainer is one that there is."""
    for trainer in trainers_in(request):
        try:
            about(trainer)
        except ValueError as error:
            return str(error)
    return None


def missing_sweep(request: RunRequest) -> str | None:
    """What draws trials, and a use for every value that is varied."""
    if request.sweep is None:
        return None
    if importlib.util.find_spec("optuna") is None:
        return "sweeps need Optuna, which this Python environment is too old to have: npm run training:setup"
    for trainer in trainers_in(request):
        of = about(trainer)
        unused = sorted(name for name in request.sweep.parameters if to_python(name) in of.unused)
        if unused:
            return f"{of.title} has no use for {', '.join(unused)}, so a sweep over it would compare nothing"
    return None


def missing_tracker(request: RunRequest) -> str | None:
    """The tracker's package, its key, and its server when one is named."""
    tracker = request.tracker
    if tracker == NONE:
        return None
    of = tracker_about(tracker)
    if not is_installed(tracker):
        return f"the tracker {tracker} is not installed: npm run training:setup -- --tracker {tracker}"
    offline = of.offline is not None and os.environ.get(of.offline[0]) == of.offline[1]
    if of.key and not os.environ.get(of.key) and not offline:
        name, value = of.offline or ("", "")
        return f"the tracker {tracker} needs {of.key}, or {name}={value}"
    address = os.environ.get(of.address, "") if of.address else ""
    if address.startswith("http") and not offline and not reaches(address):
        return f"the tracker {tracker} does not answer at {address}"
    return None


def missing_deploy_target(request: RunRequest) -> str | None:
    """The folder or bucket to deploy to."""
    place = request.deploy_to
    if not place:
        return None
    try:
        if place.startswith("s3://"):
            from forage_training.flow.store import s3_client, split_url

            s3_client().head_bucket(Bucket=split_url(place)[0])
        else:
            Path(place).mkdir(parents=True, exist_ok=True)
            if not os.access(place, os.W_OK):
                return f"{place} cannot be written to"
    except RunError as error:
        return str(error)
    except Exception as error:
        return f"the deployment target {place} does not answer ({' '.join(str(error).split())[:120]})"
    return None


def missing_version(request: RunRequest, forage: Forage) -> str | None:
    """The data-set version is there and has the same hash as when the run was requested."""
    if request.data_folder is not None:
        there = request.data_folder.startswith("s3://") or Path(request.data_folder).exists()
        return None if there else f"there is no data set at {request.data_folder}"
    try:
        shown = forage.run("data", "show", "--version", str(request.version_number), "--verify").last
    except RunError as error:
        return f"data-set version {request.version_number} cannot be used: {error}"
    found = shown.get("manifestSha256")
    if found != request.manifest_sha256:
        return f"data-set version {request.version_number} is not the one that was asked for (hash {str(found)[:12]})"
    return None


def missing_things(request: RunRequest, forage: Forage) -> list[str]:
    """A clause for each thing that is missing; empty when the run can start."""
    if shutil.which(request.node) is None and not Path(request.node).exists():
        return [f"Node.js is not found ({request.node})"]
    checks: list[Callable[[], str | None]] = [
        lambda: missing_version(request, forage),
        lambda: missing_disk(request),
        lambda: missing_memory(request),
        lambda: missing_device(request),
        lambda: missing_weights(request),
        lambda: missing_trainer(request) or missing_sweep(request),
        lambda: missing_tracker(request),
        lambda: missing_deploy_target(request),
    ]
    return [clause for clause in (check() for check in checks) if clause]


def check_all(request: RunRequest, forage: Forage) -> None:
    """Raises one sentence with everything that is missing.

    Raises:
        RunError: if anything is missing.
    """
    missing = missing_things(request, forage)
    if missing:
        raise RunError(f"The run cannot begin: {'; '.join(missing)}. Mend this and resume.")
