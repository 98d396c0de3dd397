"""Prints as JSON what training can run on here: devices, trainers, and trackers whose packages are installed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

from forage_training.trackers.registry import TRACKERS, is_installed
from forage_training.trackers.registry import about as tracker
from forage_training.trainers.registry import TRAINERS, about


def devices() -> list[dict[str, str]]:
    """The CPU, an Apple GPU, and each CUDA device; without importing PyTorch, which takes seconds."""
    found = [{"id": "cpu", "name": "CPU"}]
    if sys.platform == "darwin":
        found.append({"id": "mps", "name": "Apple GPU"})
    if shutil.which("nvidia-smi"):
        words = ["nvidia-smi", "--query-gpu=index,name", "--format=csv,noheader"]
        listed = subprocess.run(words, capture_output=True, text=True, check=False).stdout
        for line in listed.splitlines():
            index, _, name = line.partition(",")
            found.append({"id": index.strip(), "name": name.strip()})
    return found


def trackers() -> list[dict[str, object]]:
    """Trackers by name and title, and whether each is installed beside what trains."""
    return [{"name": name, "title": tracker(name).title, "isInstalled": is_installed(name)} for name in TRACKERS]


def trainers() -> list[dict[str, str]]:
    """Trainers by name and title, the usual one first."""
    return [{"name": name, "title": about(name).title} for name in TRAINERS]


if __name__ == "__main__":
    print(json.dumps({"devices": devices(), "trackers": trackers(), "trainers": trainers()}))
