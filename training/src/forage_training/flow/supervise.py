"""Runs the flow for the app: starts or resumes the flow, and ends all its processes when the app is gone.

    python -m forage_training.flow.supervise RUN_FOLDER

The app holds the other end of stdin: when it closes, by a cancel or because the app was killed, the flow's whole
process group is ended. Processes left by an earlier, killed supervisor are ended first. A lock prevents two
supervisors of one run, or of one device. Metaflow's data store is in the run folder.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psutil

from forage_training.flow.events import Events, reason_of
from forage_training.flow.run_request import RunRequest, parse_request
from forage_training.places import FLOW_FILE, SOURCES
from forage_training.trackers.registry import environment_of
from forage_training.trackers.session import FOLDER

RUN_IDS = "metaflow-run-ids.json"
GROUP = "flow-group.json"
STOP_S = 5.0
STOPPED = 75
"""Exit status of a flow that was told to stop."""
BUSY = 76
"""Exit status when the run or its device is at work elsewhere."""


def flow_environment(request: RunRequest) -> dict[str, str]:
    """Metaflow local and in the run folder, the trainer offline, few threads."""
    threads = str(request.threads)
    fixed = {
        "METAFLOW_USER": "forage",
        "METAFLOW_DEFAULT_DATASTORE": "local",
        "METAFLOW_DEFAULT_METADATA": "local",
        "METAFLOW_DATASTORE_SYSROOT_LOCAL": str(request.run_folder / "flow"),
        "METAFLOW_HOME": str(request.run_folder / "metaflow-home"),
        "FORAGE_TRAINING_RETRIES": "0",
        "YOLO_OFFLINE": "1",
        "YOLO_CONFIG_DIR": str(request.run_folder / "trainer-settings"),
        "OMP_NUM_THREADS": threads,
        "MPLBACKEND": "Agg",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(SOURCES),
        **tracker_environment(request),
    }
    return {**os.environ, **fixed, **request.environment}


def tracker_environment(request: RunRequest) -> dict[str, str]:
    """Where a tracker keeps a run by default: in the run folder, and without a network."""
    folder = request.run_folder / FOLDER
    defaults = environment_of(request.tracker, folder, request.model_name)
    if defaults:
        folder.mkdir(parents=True, exist_ok=True)
    return {key: value for key, value in defaults.items() if key not in os.environ}


@contextlib.contextmanager
def only_one(*files: Path):  # type: ignore[no-untyped-def]
    """Holds a lock on each file, or raises BlockingIOError."""
    with contextlib.ExitStack() as stack:
        for file in files:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle: IO[str] = stack.enter_context(file.open("w"))
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


@contextlib.contextmanager
def places(request: RunRequest) -> Iterator[int]:
    """Takes as many places on the device as the run can use and others have left; how many those are.

    Raises:
        BlockingIOError: if none is left.
    """
    device = request.device or "auto"
    names = [f".device-{device}.lock", *(f".device-{device}-{i}.lock" for i in range(2, request.room + 1))]
    with contextlib.ExitStack() as stack:
        taken = 0
        for name in names:
            if taken == request.parallel:
                break
            with contextlib.suppress(BlockingIOError):
                stack.enter_context(only_one(request.run_folder.parent / name))
                taken += 1
        if taken == 0:
            raise BlockingIOError
        yield taken


def group_members(group: int, run_folder: Path) -> list[psutil.Process]:
    """Processes of a group that belong to this run's flow: a process id now used by others is left alone."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) == group and process.environ().get("FORAGE_RUN_FOLDER") == str(run_folder):
                found.append(process)
    return found


def end_left_over(run_folder: Path) -> None:
    """Ends what an earlier flow of this run left running."""
    file = run_folder / GROUP
    if not file.exists():
        return
    group = int(json.loads(file.read_text(encoding="utf-8"))["group"])
    if group_members(group, run_folder):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
    file.unlink(missing_ok=True)


def run_ids(run_folder: Path) -> list[str]:
    """Metaflow's ids of this run's attempts, oldest first."""
    file = run_folder / RUN_IDS
    return list(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else []


def finished_tasks(run_folder: Path, run_id: str) -> int:
    """How many tasks of an attempt ended well, by Metaflow's own marks."""
    return len(list((run_folder / "flow" / ".metaflow" / "TrainingFlow" / run_id).glob("*/*/*.DONE.lock")))


def best_attempt(run_folder: Path) -> str | None:
    """The attempt that got furthest; if several did, the newest."""
    attempts = [(finished_tasks(run_folder, one), i, one) for i, one in enumerate(run_ids(run_folder))]
    done, _, attempt = max(attempts, default=(0, 0, ""))
    return attempt if done else None


def flow_command(run_folder: Path, parallel: int) -> list[str]:
    """``run`` for the first attempt, ``resume`` for those after it."""
    words = [sys.executable, "-u", str(FLOW_FILE), "--no-pylint", "--quiet"]
    origin = best_attempt(run_folder)
    id_file = str(run_folder / "metaflow-run-id.txt")
    if origin:
        words += ["resume", "--origin-run-id", origin]
    else:
        words += ["run", "--request", (run_folder / "request.json").read_text(encoding="utf-8")]
    return [*words, "--run-id-file", id_file, "--max-workers", str(parallel)]


def note_run_id(run_folder: Path, stop: threading.Event) -> None:
    """Keeps the attempt's id as soon as Metaflow has written it."""
    file = run_folder / "metaflow-run-id.txt"
    while not stop.wait(0.2):
        text = file.read_text(encoding="utf-8").strip() if file.exists() else ""
        known = run_ids(run_folder)
        if text and text not in known:
            (run_folder / RUN_IDS).write_text(json.dumps([*known, text]), encoding="utf-8")
            return


def end_group(process: subprocess.Popen[bytes]) -> None:
    """SIGTERM for the whole group, and SIGKILL for what does not end."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def supervise(request: RunRequest, parallel: int) -> int:
    """Runs the flow to its end; returns its exit status, or STOPPED."""
    folder = request.run_folder
    end_left_over(folder)
    (folder / "metaflow-run-id.txt").unlink(missing_ok=True)
    command = flow_command(folder, parallel)
    environment = {**flow_environment(request), "FORAGE_RUN_FOLDER": str(folder)}
    with (folder / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (folder / GROUP).write_text(json.dumps({"group": process.pid}), encoding="utf-8")
    stopped, done = threading.Event(), threading.Event()

    def watch_stdin() -> None:
        while os.read(0, 4096):  # not sys.stdin: its lock would be held when Python ends
            pass
        stopped.set()

    threading.Thread(target=watch_stdin, daemon=True).start()
    threading.Thread(target=note_run_id, args=(folder, done), daemon=True).start()
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda *_: stopped.set())
    while process.poll() is None and not stopped.is_set():
        time.sleep(0.1)
    if process.poll() is None:
        end_group(process)
    done.set()
    (folder / GROUP).unlink(missing_ok=True)
    return STOPPED if stopped.is_set() else process.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run_folder", type=Path)
    args = parser.parse_args()
    folder: Path = args.run_folder.resolve()
    events = Events(folder)
    try:
        request = parse_request((folder / "request.json").read_text(encoding="utf-8"))
        with only_one(folder / ".lock"), places(request) as taken:
            events.add("attempt", number=len(run_ids(folder)) + 1)
            status = supervise(request, taken)
    except BlockingIOError:
        sys.exit(BUSY)
    except Exception as error:
        events.add("step", step="start", task="", state="failed", reason=reason_of(error))
        raise
    sys.exit(status)


if __name__ == "__main__":
    main()
