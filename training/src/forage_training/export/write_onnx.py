r"""Exports a checkpoint as static ONNX, opset 17, slimmed.

    python -m forage_training.export.write_onnx --checkpoint FILE.safetensors|last.pt \
        --out ../models/forage-n/VERSION [--side 256] [--run DIR]

Writes ``model-320.onnx`` (``model-256.onnx`` with ``--side 256``), the file that ships, and ``model-64.onnx`` for
parity tests. Both have the input ``images`` [1, 3, S, S], RGB in 0..1, and the outputs ``detections``
[1, 4 + classes, anchors] (cx, cy, w, h in model pixels, then class scores in 0..1) and ``features`` [1, 256] (mean over
the last backbone stage).

Weights are rounded to half precision after batch norms are folded, and kept as floats: a runtime that stores them
as fp16 then computes with exactly the same numbers. The 64 px file has a graph but no weights: its initialisers point
into the large file in the same folder (ONNX external data).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import onnxslim
import torch
from safetensors.torch import save_file
from torch import nn
from ultralytics.nn.tasks import DetectionModel

from forage_training.base_model.taxonomy import Taxonomy, TaxonomyClass, load_taxonomy
from forage_training.trainers.yolo.head import build_model, load_weights

SHIPPED_PX = 320
PARITY_PX = 64
OPSET = 17
FEATURE_LAYER = 10
EXTERNAL_MIN_BYTES = 1024

Outputs = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Parity:
    """Largest absolute differences between two runs of one model."""

    box_px: float
    score: float
    feature: float


class ExportModule(nn.Module):
    """The detector with decoded boxes and a pooled feature vector as its two outputs."""

    def __init__(self, model: DetectionModel) -> None:
        super().__init__()
        self.layers = model.model
        self.save = set(model.save)
        head = self.layers[-1]
        head.export = True
        head.format = "onnx"

    def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Runs the layers in order; see the module docstring for shapes."""
        kept: list[torch.Tensor | None] = []
        x: torch.Tensor = images
        features = images
        for index, layer in enumerate(self.layers):
            if layer.f != -1:
                x = kept[layer.f] if isinstance(layer.f, int) else [x if j == -1 else kept[j] for j in layer.f]  # type: ignore[assignment]
            x = layer(x)
            kept.append(x if index in self.save else None)
            if index == FEATURE_LAYER:
                features = x.mean(dim=(2, 3))
        return x, features


def load_checkpoint(path: Path, classes: int) -> DetectionModel:
    """Reads a safetensors file, or the averaged weights of a trainer's ``.pt`` checkpoint.

    Raises:
        ValueError: if a ``.pt`` checkpoint holds no averaged weights.
    """
    if path.suffix == ".safetensors":
        return load_weights(path, classes)
    stored = torch.load(path, map_location="cpu", weights_only=False)["ema"]
    if stored is None:
        raise ValueError(f"{path} holds no averaged weights")
    model = build_model(classes)
    model.load_state_dict(stored.float().state_dict())
    return model


def ready_for_export(model: DetectionModel) -> DetectionModel:
    """Folds batch norms and rounds every weight to half precision, in place; returns the model in eval mode."""
    model = model.float().eval().to(memory_format=torch.contiguous_format).fuse(verbose=False)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.half().float())
    return model.requires_grad_(False)


def export_onnx(model: DetectionModel, side_px: int, path: Path) -> None:
    """Traces the model at one size and writes a slimmed static ONNX file."""
    wrapped = ExportModule(model).eval()
    example = torch.zeros(1, 3, side_px, side_px)
    with torch.no_grad():
        wrapped(example)  # anchors are computed once here and are constants in the trace
        torch.onnx.export(
            wrapped,
            (example,),
            str(path),
            opset_version=OPSET,
            input_names=["images"],
            output_names=["detections", "features"],
            dynamo=False,
        )
    onnx.save(onnxslim.slim(onnx.load(path)), path)


def run_onnx(path: Path, images: npt.NDArray[np.float32]) -> Outputs:
    """Runs a file in ONNX Runtime on the CPU."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    detections, features = session.run(["detections", "features"], {"images": images})
    return detections, features


def run_torch(model: DetectionModel, images: npt.NDArray[np.float32]) -> Outputs:
    """Runs the exported module in PyTorch."""
    with torch.no_grad():
        detections, features = ExportModule(model).eval()(torch.from_numpy(images))
    return detections.numpy(), features.numpy()


def compare(a: Outputs, b: Outputs) -> Parity:
    """Largest differences between two pairs of outputs."""
    return Parity(
        box_px=float(np.abs(a[0][:, :4] - b[0][:, :4]).max()),
        score=float(np.abs(a[0][:, 4:] - b[0][:, 4:]).max()),
        feature=float(np.abs(a[1] - b[1]).max()),
    )


def share_weights(small: Path, large: Path) -> None:
    """Rewrites ``small`` so that its initialisers point at the same bytes inside ``large``, in the same folder.

    Initialisers under 1 KiB, and those that ``large`` does not hold, stay inside ``small``.
    """
    haystack = large.read_bytes()
    model = onnx.load(small)
    for tensor in model.graph.initializer:
        raw = tensor.raw_data
        offset = haystack.find(raw) if len(raw) >= EXTERNAL_MIN_BYTES else -1
        if offset < 0:
            continue
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        for key, value in (("location", large.name), ("offset", str(offset)), ("length", str(len(raw)))):
            tensor.external_data.add(key=key, value=value)
    small.write_bytes(model.SerializeToString())


def export(model: DetectionModel, out: Path, side_px: int = SHIPPED_PX) -> dict[str, Parity]:
    """Writes the network at ``side_px`` and at the tests' size into ``out``.

    Returns how far ONNX Runtime is from PyTorch at each.
    """
    out.mkdir(parents=True, exist_ok=True)
    model = ready_for_export(model)
    parity = {}
    for side in (side_px, PARITY_PX):
        path = out / f"model-{side}.onnx"
        export_onnx(model, side, path)
        images = np.random.default_rng(side).random((1, 3, side, side), dtype=np.float32)
        parity[path.name] = compare(run_torch(model, images), run_onnx(path, images))
    small, large = out / f"model-{PARITY_PX}.onnx", out / f"model-{side_px}.onnx"
    images = np.random.default_rng(0).random((1, 3, PARITY_PX, PARITY_PX), dtype=np.float32)
    before = run_onnx(small, images)
    share_weights(small, large)
    parity[f"{small.name} sharing weights"] = compare(before, run_onnx(small, images))
    return parity


def class_record(c: TaxonomyClass) -> dict[str, object]:
    """A class as the app reads it."""
    record: dict[str, object] = {"id": c.id, "name": c.name, "displayName": c.display_name, "kind": c.kind}
    if c.kind == "leaf":
        record |= {"species": c.species, "condition": c.condition}
    return record | {"synonyms": list(c.synonyms)}


def classes_json(taxonomy: Taxonomy, count: int) -> str:
    """The first ``count`` classes, one a line."""
    lines = [json.dumps(class_record(c), ensure_ascii=False) for c in taxonomy.classes[:count]]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def run_record(run: Path, notes: Sequence[str] = ()) -> dict[str, object]:
    """What made the weights: the run's config with data-set hashes and commit, and how far it got. No local paths."""
    record: dict[str, object] = json.loads((run / "config.json").read_text(encoding="utf-8"))
    config = json.loads(json.dumps(record["config"]))
    for key in ("merged", "weights"):
        config[key] = Path(config[key]).name
    progress = json.loads((run / "progress.json").read_text(encoding="utf-8"))
    return {**record, "config": config, "progress": progress, "notes": list(notes)}


def write_checkpoint(model: DetectionModel, path: Path, names: list[str]) -> None:
    """Stores the unfolded weights in half precision, with the class names beside them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {k: v.half().contiguous() for k, v in model.state_dict().items() if v.is_floating_point()}
    save_file(tensors, path)
    path.chmod(0o644)
    path.with_name(f"{path.stem}-names.json").write_text(json.dumps(names, indent=0) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--class-count", type=int, help="the first N classes of the taxonomy; all by default")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model version")
    parser.add_argument("--side", type=int, default=SHIPPED_PX, help="edge of the input, px, a multiple of 32")
    parser.add_argument("--save-checkpoint", type=Path, help="also store the weights as safetensors, to train on from")
    parser.add_argument("--run", type=Path, help="run folder; its record is written beside the model as train-run.json")
    parser.add_argument("--note", action="append", default=[], help="what else made these weights, for train-run.json")
    args = parser.parse_args()
    torch.set_num_threads(1)
    taxonomy = load_taxonomy()
    count = args.class_count or len(taxonomy.classes)
    model = load_checkpoint(args.checkpoint, count)
    if args.save_checkpoint:
        write_checkpoint(model, args.save_checkpoint, list(taxonomy.names[:count]))
    with tempfile.TemporaryDirectory() as scratch:
        parity = export(model, Path(scratch), args.side)
        args.out.mkdir(parents=True, exist_ok=True)
        for file in sorted(Path(scratch).iterdir()):
            (args.out / file.name).write_bytes(file.read_bytes())
    (args.out / "classes.json").write_text(classes_json(taxonomy, count), encoding="utf-8")
    if args.run:
        record = json.dumps(run_record(args.run, args.note), indent=1)
        (args.out / "train-run.json").write_text(record + "\n", encoding="utf-8")
    for name, p in parity.items():
        print(f"{name}: box {p.box_px:.2e} px, score {p.score:.2e}, feature {p.feature:.2e}")


if __name__ == "__main__":
    main()
