"""What follows a measured candidate: the gate, the registry, and places to deploy to."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from forage_training.flow.forage_command import Forage
from forage_training.flow.run_models import models_environment
from forage_training.flow.run_request import RunRequest
from forage_training.flow.store import put_folder
from forage_training.whole_file import write_whole

GATE = "gate.json"
REGISTERED = "registered.json"
# passed, rejected, inconclusive; 1 is a failure
GATE_STATUSES = (0, 3, 4)


def ask_gate(request: RunRequest, forage: Forage, candidate: dict[str, Any], sets: tuple[Path, ...]) -> dict[str, Any]:
    """The gate's verdict, candidate against champion on the frozen sets; kept, and not computed again.

    "Rejected" and "inconclusive" are normal results, not failures, though the command gives them a status of their own.
    """
    file = request.run_folder / GATE
    if file.exists():
        return dict(json.loads(file.read_text(encoding="utf-8")))
    if not sets:
        verdict: dict[str, Any] = {"verdict": "inconclusive", "reason": "the version holds no frozen test photos"}
    else:
        words = ["model", "gate", candidate["id"], "--against", request.champion_id, "--json"]
        places = [str(folder) for folder in sets]
        answer = forage.run(*words, "--sets", *places, allowed=GATE_STATUSES, environment=models_environment(request))
        verdict = answer.last
    write_whole(file, json.dumps(verdict) + "\n")
    return verdict


def register(request: RunRequest, forage: Forage, candidate: dict[str, Any]) -> dict[str, Any]:
    """Registers the candidate once: a resumed run finds what it registered before."""
    file = request.run_folder / REGISTERED
    if file.exists():
        return dict(json.loads(file.read_text(encoding="utf-8")))
    words = ["model", "register", candidate["folder"], "--run", request.run_id, "--json"]
    registered = forage.run(*words, "--gate", str(request.run_folder / GATE)).last
    write_whole(file, json.dumps(registered) + "\n")
    return registered


def promote(request: RunRequest, forage: Forage, model_id: str) -> None:
    """Makes the model the champion that browsers follow."""
    forage.run("model", "promote", model_id, "--why", f"run {request.run_id} passed the gate")


def triton_config(name: str, side: int, classes: int, anchors: int, features: int) -> str:
    """A model's ``config.pbtxt``."""
    return f"""name: "{name}"
platform: "onnxruntime_onnx"
max_batch_size: 0
input [ {{ name: "images" data_type: TYPE_FP32 dims: [ 1, 3, {side}, {side} ] }} ]
output [
  {{ name: "detections" data_type: TYPE_FP32 dims: [ 1, {4 + classes}, {anchors} ] label_filename: "labels.txt" }},
  {{ name: "features" data_type: TYPE_FP32 dims: [ 1, {features} ] }}
]
version_policy: {{ latest: {{ num_versions: 2 }} }}
"""


def anchors_of(side: int) -> int:
    """Anchors of the three strides 8, 16 and 32."""
    return sum((side // stride) ** 2 for stride in (8, 16, 32))


def inference_service(name: str, place: str) -> str:
    """A KServe resource that serves the repository with Triton."""
    return f"""apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: {name}
spec:
  predictor:
    model:
      modelFormat:
        name: triton
      runtime: kserve-tritonserver
      protocolVersion: v2
      storageUri: {place}
"""


def write_repository(model_folder: Path, place: str, scratch: Path, anchors: int | None = None) -> list[str]:
    """Writes a model version into a Triton/KServe model repository, a folder or ``s3://…``; returns the files.

    ``anchors`` is how many boxes the network answers; without it those of a YOLO.
    """
    manifest = json.loads((model_folder / "manifest.json").read_text(encoding="utf-8"))
    name, side = manifest["name"], manifest["inputSize"]
    shutil.rmtree(scratch, ignore_errors=True)
    version = scratch / name / str(max(1, manifest["version"]))
    version.mkdir(parents=True)
    shutil.copyfile(model_folder / f"model-{side}.onnx", version / "model.onnx")
    labels = "".join(f"{c['name']}\n" for c in manifest["classes"])
    (scratch / name / "labels.txt").write_text(labels, encoding="utf-8")
    config = triton_config(name, side, len(manifest["classes"]), anchors or anchors_of(side), manifest["featureLength"])
    (scratch / name / "config.pbtxt").write_text(config, encoding="utf-8")
    (scratch / f"{name}-inference-service.yaml").write_text(inference_service(name, place), encoding="utf-8")
    return put_folder(scratch, place)
