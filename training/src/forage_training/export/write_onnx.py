r"""Exports a checkpoint as static ONNX, opset 17, slimmed.

    python -m forage_training.export.write_onnx --checkpoint FILE.safetensors|last.pt \
        --out ../models/forage-n/VERSION [--side 256] [--run DIR]

Writes ``model-320.onnx`` (``model-256.onnx`` with ``--side 256``), the file that ships, and ``model-64.onnx`` for
parity tests. Both have the input ``images`` [1, 3, S, S], RGB in 0..1, and the outputs ``detections``
[1, 4 + classes, anchors] (a box in model pixels, as the file's ``forage_head`` says, then class scores in 0..1) and
``features`` [1, length] (mean over the last backbone stage).

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
from torch import nn

from forage_training.base_model.taxonomy import Taxonomy, TaxonomyClass, load_taxonomy
from forage_training.trainers.about import Head
from forage_training.trainers.registry import TRAINERS, trainer_named

SHIPPED_PX = 320
PARITY_PX = 64
OPSET = 17
EXTERNAL_MIN_BYTES = 1024

Outputs = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Parity:
    """Largest absolute differences between two runs of one model."""

    box_px: float
    score: float
    feature: float


def round_weights(network: nn.Module) -> nn.Module:
    """Rounds every weight to half precision, in place; returns the network in eval mode."""
    network = network.float().eval()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(parameter.half().float())
    return network.requires_grad_(False)


def export_onnx(network: nn.Module, side_px: int, path: Path, head: Head) -> None:
    """Traces the network at one size and writes a slimmed static ONNX file that says how its boxes are read."""
    example = torch.zeros(1, 3, side_px, side_px)
    with torch.no_grad():
        network(example)  # anchors are computed once here and are constants in the trace
        torch.onnx.export(
            network,
            (example,),
            str(path),
            opset_version=OPSET,
            input_names=["images"],
            output_names=["detections", "features"],
            dynamo=False,
        )
    slim = onnxslim.slim(onnx.load(path))
    onnx.helper.set_model_props(slim, {"forage_head": head})
    onnx.save(slim, path)


def run_onnx(path: Path, images: npt.NDArray[np.float32]) -> Outputs:
    """Runs a file in ONNX Runtime on the CPU."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    detections, features = session.run(["detections", "features"], {"images": images})
    return detections, features


def run_torch(network: nn.Module, images: npt.NDArray[np.float32]) -> Outputs:
    """Runs the exported module in PyTorch."""
    with torch.no_grad():
        detections, features = network(torch.from_numpy(images))
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


def export(network: nn.Module, out: Path, head: Head, side_px: int = SHIPPED_PX) -> dict[str, Parity]:
    """Writes a trainer's network (``Trainer.for_export``) at ``side_px`` and at the tests' size into ``out``.

    Returns how far ONNX Runtime is from PyTorch at each.
    """
    out.mkdir(parents=True, exist_ok=True)
    network = round_weights(network)
    parity = {}
    for side in {side_px, PARITY_PX}:
        path = out / f"model-{side}.onnx"
        export_onnx(network, side, path, head)
        images = np.random.default_rng(side).random((1, 3, side, side), dtype=np.float32)
        parity[path.name] = compare(run_torch(network, images), run_onnx(path, images))
    if side_px == PARITY_PX:
        return parity
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--trainer", choices=TRAINERS, default=TRAINERS[0], help="what trained it")
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
    trainer = trainer_named(args.trainer)
    model = trainer.load(args.checkpoint, count)
    if args.save_checkpoint:
        trainer.save(model, args.save_checkpoint, taxonomy.names[:count])
    with tempfile.TemporaryDirectory() as scratch:
        parity = export(trainer.for_export(model), Path(scratch), trainer.about.head, args.side)
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
