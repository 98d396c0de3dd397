"""From trained weights to a model Forage can run: ONNX, then Forage's own converter, both compared with PyTorch."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import onnx
import torch

from forage_training.datasets.run_data import class_names, read_manifest
from forage_training.export.write_onnx import Parity, export, run_record
from forage_training.flow.events import RunError
from forage_training.flow.forage_command import Forage
from forage_training.flow.run_models import models_environment, models_folder
from forage_training.flow.run_request import RunRequest, config_named, trainer_of
from forage_training.trainers.registry import trainer_named
from forage_training.trainers.trainer import input_side
from forage_training.whole_file import write_whole

BOX_LIMIT_PX = 0.05
SCORE_LIMIT = 1e-3
"""Of ONNX Runtime against PyTorch. How near TF.js must be to ONNX Runtime, `forage model import` knows."""
CLASS_KEYS = ("id", "name", "displayName", "kind", "species", "condition", "synonyms")


def classes_of(version: Path, champion_folder: Path) -> list[dict[str, Any]]:
    """Classes in the order of their ids as the converter reads them: the version's, else the champion's.

    Raises:
        RunError: if neither has one of the version's classes.
    """
    names = class_names(version)
    known = {
        c["name"]: c for c in json.loads((champion_folder / "manifest.json").read_text(encoding="utf-8"))["classes"]
    }
    known |= {c["name"]: c for c in read_manifest(version).get("classes", [])}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise RunError(f"Nothing is known of the classes {', '.join(unknown[:5])}.")
    records = []
    for i, name in enumerate(names):
        record = {key: known[name][key] for key in CLASS_KEYS if known[name].get(key) is not None}
        records.append({**record, "id": i, "synonyms": list(known[name].get("synonyms", []))})
    return records


def next_version(request: RunRequest, forage: Forage) -> int:
    """One above every version of the model that is installed or registered."""
    listed = forage.run("model", "list").lines
    taken = [int(m["id"].split("/")[1]) for m in listed if str(m.get("id", "")).startswith(f"{request.model_name}/")]
    return max(taken, default=0) + 1


def data_hashes(request: RunRequest) -> dict[str, str]:
    """Content hash of each source the weights saw."""
    file = request.run_folder / "data" / "by-source" / "manifest.json"
    return {source: one["sha256"] for source, one in json.loads(file.read_text(encoding="utf-8")).items()}


def place_champion(request: RunRequest) -> None:
    """Puts the champion beside the candidate, so that both can be measured."""
    target = models_folder(request) / request.champion_id
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(request.champion_folder, target)


def worst(parity: dict[str, Parity]) -> dict[str, float]:
    """The largest difference of all sizes."""
    return {key: max(getattr(p, key) for p in parity.values()) for key in ("box_px", "score", "feature")}


def write_record(request: RunRequest, chosen: dict[str, Any]) -> Path:
    """What made the weights, kept with the model: config, data, commit, run, and what was tried."""
    record = {
        **run_record(Path(chosen["weights"]).parent),
        "runId": request.run_id,
        "datasetVersion": request.version_number,
        "manifestSha256": request.manifest_sha256,
        "startedFrom": request.champion_id,
        "note": request.note,
        "chosen": {key: value for key, value in chosen.items() if key != "weights"},
    }
    file = request.run_folder / "train-run.json"
    write_whole(file, json.dumps(record, indent=1) + "\n")
    return file


def anchors_in(file: Path) -> int:
    """How many boxes an exported network answers."""
    (found,) = [one for one in onnx.load(str(file)).graph.output if one.name == "detections"]
    return int(found.type.tensor_type.shape.dim[2].dim_value)


def make_candidate(request: RunRequest, forage: Forage, chosen: dict[str, Any], version: Path) -> dict[str, Any]:
    """Exports, converts and checks the chosen weights; finished parts are not repeated.

    Returns its id, folder and how far ONNX Runtime is from PyTorch and TF.js from ONNX Runtime.

    Raises:
        RunError: if the exported model does not compute what the trained one does.
    """
    record_file = request.run_folder / "candidate.json"
    if record_file.exists():
        return dict(json.loads(record_file.read_text(encoding="utf-8")))
    torch.set_num_threads(request.threads)
    place_champion(request)
    names = class_names(version)
    number = next_version(request, forage)
    candidate_id = f"{request.model_name}/{number}"
    folder = models_folder(request) / request.model_name / str(number)
    shutil.rmtree(folder, ignore_errors=True)
    side = input_side(request.champion_folder)
    trainer = trainer_named(trainer_of(config_named(request, chosen["config"])))
    model = trainer.load(Path(chosen["weights"]), len(names))
    parity = export(trainer.for_export(model), folder, trainer.about.head, side)
    far = worst(parity)
    if far["box_px"] > BOX_LIMIT_PX or far["score"] > SCORE_LIMIT:
        raise RunError(f"The exported model is {far['box_px']:.3f} px and {far['score']:.4f} in score off PyTorch.")
    classes = classes_of(version, request.champion_folder)
    (folder / "classes.json").write_text(json.dumps(classes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    hashes = request.run_folder / "data-sets.json"
    hashes.write_text(json.dumps(data_hashes(request)), encoding="utf-8")
    words = ["model", "import", str(folder / f"model-{side}.onnx")]
    words += [
        "--name",
        request.model_name,
        "--version",
        str(number),
        "--data-sets",
        str(hashes),
        "--architecture",
        trainer.about.architecture,
        "--licence",
        trainer.about.licence,
        "--weights",
        chosen["weights"],
        "--config",
        str(write_record(request, chosen)),
    ]
    imported = forage.run(*words, environment=models_environment(request)).last
    candidate = {
        "id": candidate_id,
        "folder": str(folder),
        "config": chosen["config"],
        "bytes": imported["bytes"],
        "anchors": anchors_in(folder / f"model-{side}.onnx"),
        "parity": {
            "onnx": {name: dataclasses.asdict(p) for name, p in parity.items()},
            "tfjs": imported["parity"],
        },
    }
    write_whole(record_file, json.dumps(candidate, indent=1) + "\n")
    return candidate
