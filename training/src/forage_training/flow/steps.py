"""The training flow: from a data-set version to a registered model, in steps small enough to resume.

    python src/training_flow.py run --request "$(cat RUN/request.json)"   # a new run
    python src/training_flow.py resume --origin-run-id ID                 # after a kill or a failure

``supervise`` runs these commands, with Metaflow's data store inside the run folder. Each step is short and leaves
the heavy work to its own module, which keeps its results in the run folder and does not repeat finished work. ``npx
forage`` does all checking, measuring and converting.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from metaflow import FlowSpec, Parameter, batch, current, pypi, resources, retry, step, timeout

from forage_training.flow.events import Events, RunError, events_file
from forage_training.flow.forage_command import Forage
from forage_training.flow.named_config import config_part
from forage_training.flow.run_request import (
    NamedConfig,
    RunRequest,
    config_named,
    parse_request,
    trial_file,
    trials_of,
)
from forage_training.flow.shared_folder import SharedFolder
from forage_training.flow.step_packages import packages_of
from forage_training.sweeps.pruned import Judge, go_on
from forage_training.trackers.session import FOLDER as TRACKER_FOLDER

RETRIES = int(os.environ.get("FORAGE_TRAINING_RETRIES", "2"))
"""Times that a task is tried again on a cluster. On one machine the app's queue does that: ``supervise`` sets 0."""
QUICK_HOURS, TRAINING_HOURS = 12, 120
GPUS = int(os.environ.get("FORAGE_TRAINING_GPUS", "0"))
"""Of a training task, when the flow is compiled for a cluster (``cluster --gpus``)."""
GPU_QUEUE: dict[str, Any] = json.loads(os.environ.get("FORAGE_TRAINING_GPU_QUEUE", "{}"))
"""A queue of AWS Batch for training alone, with the image, when the flow is compiled (``cluster --gpu-queue``)."""

OWN_PACKAGES = os.environ.get("FORAGE_TRAINING_PYPI") == "1"
"""Whether each step gets its own Python, when the flow is compiled (``cluster --environment pypi``)."""


def with_packages(task: Any) -> Any:
    """Gives a step what it needs of Python, where the image does not hold it."""
    return pypi(packages=packages_of(task.__name__))(task) if OWN_PACKAGES else task


def where_gpus_are(task: Any) -> Any:
    """Puts a step into the queue of machines with GPUs, where there is one."""
    return batch(**GPU_QUEUE)(task) if GPU_QUEUE else task


def shared_folder(request: RunRequest, step_name: str, task: str) -> SharedFolder:
    """What a task shares: its own files where others run beside it, else all of the run's."""
    if not task:
        return SharedFolder(request, step_name)
    mine = str(events_file(Path(), step_name, task))
    names = trials_of(request.run_folder, task) if request.sweep else [task]
    parts = [*map(config_part, names), mine, TRACKER_FOLDER]
    if request.sweep:
        from forage_training.sweeps.apart import shared_parts

        parts += [*(str(trial_file(Path(), name)) for name in names), *shared_parts(request)]
    return SharedFolder(request, f"{step_name}-{task}", parts)


def tasks_of(request: RunRequest) -> list[str]:
    """Tasks of the step ``train``: a run's configs, or the workers of its sweep, whose study this makes."""
    if not request.sweep:
        return [c.name for c in request.configs]
    from forage_training.sweeps.apart import workers_of

    return workers_of(request, request.sweep)


class TrainingFlow(FlowSpec):  # type: ignore[misc]
    """start → prepare → train → choose → export → evaluate → gate → register → deploy → end."""

    request_text = Parameter("request", help="text of the run's request.json", default="")
    work_folder = Parameter("work", help="run folder on this machine, instead of the request's", default="")

    def open(self) -> tuple[RunRequest, Forage, Events]:
        """The start of every step."""
        if not self.request_text:
            raise RunError("The flow needs --request.")
        request = parse_request(self.request_text, self.work_folder or None)
        task = str(self.input) if current.step_name == "train" else ""
        share = shared_folder(request, current.step_name, task)
        share.pull()
        events = Events(request.run_folder, current.step_name, task)
        return request, Forage(request.project_root, request.node, request.environment), events

    def close(self, request: RunRequest) -> None:
        """The end of every step: its files are shared with other machines."""
        shared_folder(request, current.step_name, str(self.input) if current.step_name == "train" else "").push()

    @with_packages
    @retry(times=RETRIES, minutes_between_retries=1)
    @timeout(hours=QUICK_HOURS)
    @step
    def start(self) -> None:
        """Checks that everything the run needs is there; names all missing things at once."""
        from forage_training.flow.bring_champion import bring_champion
        from forage_training.flow.preflight import check_all

        request, forage, events = self.open()
        with events.step("start"):
            bring_champion(request)
            check_all(request, forage)
        self.request = request
        self.close(request)
        self.next(self.prepare)

    @with_packages
    @retry(times=RETRIES, minutes_between_retries=1)
    @timeout(hours=QUICK_HOURS)
    @resources(cpu=2, memory=8000, disk=20000)
    @step
    def prepare(self) -> None:
        """Photos on disk, checked, and weights to start from; a contact sheet of what training will see."""
        from forage_training.flow.prepare_run import prepare_run

        request, forage, events = self.open()
        with events.step("prepare"):
            self.prepared = prepare_run(request, forage, events)
        self.config_names = tasks_of(request)
        if request.sweep:
            sweep = request.sweep
            events.add("sweep", workers=len(self.config_names), runs=sweep.runs, hours=sweep.hours)
        self.close(request)
        self.next(self.train, foreach="config_names")

    @with_packages
    @retry(times=RETRIES, minutes_between_retries=1)
    @timeout(hours=TRAINING_HOURS)
    @where_gpus_are
    @resources(cpu=4, memory=15000, disk=40000, gpu=GPUS)
    @step
    def train(self) -> None:
        """Trains one config, from its last epoch on."""
        from forage_training.flow.train_config import train_config

        request, _, events = self.open()
        name = str(self.input)

        def train(named: NamedConfig, judge: Judge = go_on) -> dict[str, Any]:
            by_source, names = Path(self.prepared["bySource"]), self.prepared["names"]
            share = shared_folder(request, "train", name)
            return train_config(request, named, by_source, names, events, share.push, judge)

        with events.step("train", name):
            if request.sweep:
                from forage_training.sweeps.worker import Worker

                side_by_side = len(self.config_names) > 1
                self.trained = {"trials": Worker(request, request.sweep, name, events, side_by_side).run(train)}
            else:
                self.trained = train(config_named(request, name))
        self.close(request)
        self.next(self.choose)

    @with_packages
    @retry(times=RETRIES, minutes_between_retries=1)
    @timeout(hours=QUICK_HOURS)
    @step
    def choose(self, inputs: Any) -> None:
        """The config that is best on validation; the frozen sets are not used."""
        self.merge_artifacts(inputs, include=["request", "prepared"])
        request, _, events = self.open()
        with events.step("choose"):
            if request.sweep:
                from forage_training.flow.train_config import result_file
                from forage_training.sweeps.worker import finished_results

                self.results = finished_results(request, request.sweep, lambda name: result_file(request, name))
            else:
                self.results = [one.trained for one in inputs]
            self.chosen = max(self.results, key=lambda result: result["map50"] or 0.0)
            events.add("chosen", config=self.chosen["config"], results=self.results)
        self.close(request)
        self.next(self.export)

    @with_packages
    @retry(times=RETRIES, minutes_between_retries=1)
    @timeout(hours=QUICK_HOURS)
    @resources(cpu=2, memory=8000)
    @step
    def export(self) -> None:
        """ONNX and TF.js, both compared with PyTorch."""
        from forage_training.flow.candidate import make_candidate

        request, forage, events = self.open()
        with events.step("export"):
            self.candidate = make_candidate(request, forage, self.chosen, Path(self.prepared["version"]))
            events.add("candidate", **{key: self.candidate[key] for key in ("id", "config", "bytes", "parity")})
        self.close(request)
        self.next(self.evaluate)

    @with_packages
    @retry(times=RETRIES, minutes_between_retries=1)
    @timeout(hours=QUICK_HOURS)
    @resources(cpu=4, memory=8000)
    @step
    def evaluate(self) -> None:
        """Figures on each frozen set, with thresholds that validation chose."""
        from forage_training.evaluation.candidate_figures import evaluate_candidate

        request, forage, events = self.open()
        sets = tuple(Path(p) for p in self.prepared["sets"])
        with events.step("evaluate"):
            version = Path(self.prepared["version"])
            self.figures = evaluate_candidate(request, forage, self.candidate, version, sets)
            events.add("figures", **self.figures)
        self.close(request)
        self.next(self.gate)

    @with_packages
    @retry(times=RETRIES, minutes_between_retries=1)
    @timeout(hours=QUICK_HOURS)
    @resources(cpu=4, memory=8000)
    @step
    def gate(self) -> None:
        """The candidate against the champion. After a rejection the run ends normally, without a new champion."""
        from forage_training.flow.release import ask_gate
        from forage_training.flow.tracking import tell_verdict

        request, forage, events = self.open()
        with events.step("gate"):
            self.verdict = ask_gate(request, forage, self.candidate, tuple(Path(p) for p in self.prepared["sets"]))
            events.add("verdict", verdict=self.verdict["verdict"])
            tell_verdict(request, self.candidate, self.figures, self.verdict, Path(self.prepared["bySource"]), events)
        self.close(request)
        self.next(self.register)

    @with_packages
    @retry(times=RETRIES, minutes_between_retries=1)
    @timeout(hours=QUICK_HOURS)
    @step
    def register(self) -> None:
        """Into the registry, once."""
        from forage_training.flow.release import register

        request, forage, events = self.open()
        with events.step("register"):
            self.registered = register(request, forage, self.candidate)
            events.add("registered", model=self.registered["id"])
        self.close(request)
        self.next(self.deploy)

    @with_packages
    @retry(times=RETRIES, minutes_between_retries=1)
    @timeout(hours=QUICK_HOURS)
    @step
    def deploy(self) -> None:
        """Makes it champion if asked to and the gate passed; writes the model repository on request."""
        from forage_training.flow.release import promote, write_repository

        request, forage, events = self.open()
        with events.step("deploy"):
            passed = self.verdict["verdict"] == "passed"
            if request.promote and passed:
                promote(request, forage, self.registered["id"])
                events.add("promoted", model=self.registered["id"])
            if request.deploy_to:
                folder, scratch = Path(self.candidate["folder"]), request.run_folder / "repository"
                anchors = self.candidate.get("anchors")
                self.deployed = write_repository(folder, request.deploy_to, scratch, anchors)
                events.add("deployed", place=request.deploy_to, files=self.deployed)
        self.close(request)
        self.next(self.end)

    @with_packages
    @retry(times=RETRIES, minutes_between_retries=1)
    @timeout(hours=QUICK_HOURS)
    @step
    def end(self) -> None:
        """The run's record, for the notebook and for later questions."""
        request, _, events = self.open()
        with events.step("end"):
            record = {
                "runId": request.run_id,
                "results": self.results,
                "chosen": self.chosen,
                "candidate": self.candidate,
                "figures": self.figures,
                "verdict": self.verdict["verdict"],
                "registered": self.registered["id"],
            }
            (request.run_folder / "run.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        self.close(request)
