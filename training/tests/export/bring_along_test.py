"""Every YOLO family as its own exporter writes it, brought along through the command line: random weights, 64 px."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest
import torch
from torch import nn
from ultralytics import YOLO

from anchor_network import AnchorNetwork
from forage_training.flow.forage_command import Answer, Forage
from forage_training.places import TRAINING

PROJECT = TRAINING.parent
SIDE_PX = 64
CLASSES = 80

Array = npt.NDArray[np.float32]

FAMILIES: dict[str, tuple[str, dict[str, Any]]] = {
    "v5u": ("yolov5n.yaml", {}),
    "v6": ("yolov6n.yaml", {}),
    "v8": ("yolov8n.yaml", {}),
    "v9": ("yolov9t.yaml", {}),
    "v10": ("yolov10n.yaml", {}),
    "v10 end to end": ("yolov10n.yaml", {"nms": False}),
    "11": ("yolo11n.yaml", {}),
    "12": ("yolo12n.yaml", {}),
    "26": ("yolo26n.yaml", {}),
    "26 end to end": ("yolo26n.yaml", {"nms": False}),
    "8 not simplified, opset 17": ("yolov8n.yaml", {"simplify": False, "opset": 17}),
    "11 of any size": ("yolo11n.yaml", {"dynamic": True}),
    "11 in half precision": ("yolo11n.yaml", {"half": True}),
    "11 with NMS": ("yolo11n.yaml", {"nms": True}),
    "26 end to end, any size": ("yolo26n.yaml", {"nms": False, "dynamic": True}),
}
REFUSED = {
    "yolo11n-seg.yaml": "segmentation",
    "yolo11n-pose.yaml": "pose",
    "yolo11n-obb.yaml": "turned boxes",
    "yolo11n-cls.yaml": "classification",
}


def enliven(model: nn.Module) -> None:
    """Weights that give boxes of many sizes and scores, the same each time."""
    torch.manual_seed(1)
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d) and module.running_var is not None:
                module.running_var.uniform_(0.5, 1.5)
                module.bias.normal_(0, 0.3)
        layers: Any = getattr(model, "model", None)
        head = layers[-1] if layers is not None else None
        for name in ("cv3", "one2one_cv3"):
            for level in getattr(head, name, None) or []:
                level[-1].weight.normal_(0, 0.3)
                level[-1].bias.normal_(-3, 1)


def export(yaml: str, folder: Path, **options: Any) -> Path:
    """Ultralytics' own export of a fresh network."""
    yolo = YOLO(yaml)
    enliven(yolo.model)
    yolo.model.pt_path = str(folder / "network.pt")
    written = Path(yolo.export(format="onnx", imgsz=SIDE_PX, device="cpu", **options))
    return Path(shutil.move(written, folder / "network.onnx"))


def bring(file: Path, classes: int, allowed: tuple[int, ...] = (0,)) -> Answer:
    """`forage model import` into a folder of models of its own."""
    named = [
        {"id": i, "name": f"class {i}", "displayName": f"Class {i}", "kind": "ingredient", "synonyms": []}
        for i in range(classes)
    ]
    (file.parent / "classes.json").write_text(json.dumps(named))
    forage = Forage(PROJECT, environment={"FORAGE_MODELS_DIR": str(file.parent / "models")})
    return forage.run("model", "import", str(file), "--name", "brought", "--version", "0", allowed=allowed)


def run(file: Path, images: Array) -> Array:
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    first: Array = session.run(None, {"images": images})[0]
    return first


def ours(file: Path, images: Array) -> Array:
    """What the imported version answers: [rows, anchors]."""
    rows: Array = run(file.parent / "models" / "brought" / "0" / f"model-{SIDE_PX}.onnx", images)[0]
    return rows


def assert_holds(chosen: Array, answer: Array) -> None:
    """Each box a network chose is among all that ours gives, in its class, with its score."""
    corners = np.concatenate((answer[:2] - answer[2:4] / 2, answer[:2] + answer[2:4] / 2))
    assert len(chosen) > 0
    for *box, score, class_index in chosen[:50]:
        near = np.abs(corners - np.array(box)[:, None]).max(0)
        scores = np.abs(answer[4 + int(class_index)] - score)
        assert np.maximum(near / 0.05, scores / 1e-3).min() < 1


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_told_apart_converted_and_decoded_as_its_own_export_answers(family: str, tmp_path: Path) -> None:
    yaml, options = FAMILIES[family]
    file = export(yaml, tmp_path, **options)
    answer = bring(file, CLASSES).last
    assert answer["inputSize"] == SIDE_PX
    assert answer["parity"][str(SIDE_PX)]["boxPx"] < 0.02 and answer["parity"][str(SIDE_PX)]["score"] < 5e-4
    images = np.random.default_rng(0).random((1, 3, SIDE_PX, SIDE_PX), dtype=np.float32)
    theirs, kept = run(file, images)[0], ours(file, images)
    assert kept.shape == (4 + CLASSES, 8 * 8 + 4 * 4 + 2 * 2)
    if "nms" in options:
        assert_holds(theirs[theirs[:, 4] > 0.001], kept)
    else:
        tolerance = 1.5 if options.get("half") else 1e-3
        assert np.abs(theirs - kept).max() < tolerance


def test_anchor_boxes_with_objectness_are_read_as_scores(tmp_path: Path) -> None:
    network = AnchorNetwork(CLASSES).eval()
    enliven(network)
    file = tmp_path / "network.onnx"
    example = torch.zeros(1, 3, SIDE_PX, SIDE_PX)
    torch.onnx.export(network, (example,), str(file), opset_version=12, input_names=["images"], dynamo=False)
    bring(file, CLASSES)
    images = np.random.default_rng(0).random((1, 3, SIDE_PX, SIDE_PX), dtype=np.float32)
    theirs, kept = run(file, images)[0], ours(file, images)
    assert np.allclose(kept[:4].T, theirs[:, :4], atol=1e-3)
    assert np.allclose(kept[4:].T, theirs[:, 5:] * theirs[:, 4:5], atol=1e-5)


@pytest.mark.parametrize("yaml", REFUSED)
def test_other_kinds_of_network_are_refused_by_name(
    yaml: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bring(export(yaml, tmp_path), 1, allowed=(1,))
    assert REFUSED[yaml] in capfd.readouterr().err
