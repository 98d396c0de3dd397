"""A worker of a sweep in a process of its own, with a trainer that needs no PyTorch: a test kills it."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from forage_training.flow.events import Events
from forage_training.flow.named_config import config_part
from forage_training.flow.run_request import NamedConfig, parse_request
from forage_training.sweeps.pruned import Judge
from forage_training.sweeps.worker import Worker

EPOCHS = 3


def quality(values: dict[str, Any], epoch: int) -> float:
    """Best at a learning rate of 0.01; better with every epoch."""
    rate: float = values["lr"]
    return round((1 - abs(rate - 0.01) * 50) * epoch / EPOCHS, 5)


class Pretender:
    """Trains nothing, and writes down each epoch as a trainer does its checkpoints."""

    def __init__(self, run: Path, pause_s: float = 0.0) -> None:
        self.run = run
        self.pause_s = pause_s

    def __call__(self, named: NamedConfig, judge: Judge) -> dict[str, Any]:
        """From the last epoch that is written down to the end."""
        folder = self.run / config_part(named.name)
        (folder / "weights").mkdir(parents=True, exist_ok=True)
        done = folder / "weights" / "done.txt"
        first = len(done.read_text().splitlines()) if done.exists() else 0
        for epoch in range(first + 1, EPOCHS + 1):
            time.sleep(self.pause_s)
            with done.open("a") as file:
                file.write("x\n")
            with (self.run / "epochs.txt").open("a") as file:
                file.write(f"{named.name} {epoch}\n")
            judge(epoch, quality(named.values, epoch), 60.0)
        result = {"config": named.name, "map50": quality(named.values, EPOCHS), "weights": ""}
        (folder / "result.json").write_text(json.dumps(result))
        return result


def work(run: Path, worker: str = "worker-1", pause_s: float = 0.0) -> list[str]:
    """One worker from now to its end."""
    request = parse_request((run / "request.json").read_text())
    assert request.sweep
    return Worker(request, request.sweep, worker, Events(run, "train", worker), True).run(Pretender(run, pause_s))


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
