import json
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from forage_training.base_model.taxonomy import load_taxonomy
from forage_training.export.write_onnx import (
    classes_json,
    compare,
    export,
    export_onnx,
    round_weights,
    run_onnx,
    run_record,
    run_torch,
    share_weights,
)
from forage_training.trainers.yolo.export_module import for_export
from forage_training.trainers.yolo.head import build_model

SIMPLE_OPS = set(
    "Conv Sigmoid Mul Add Concat Split MaxPool Resize Reshape Transpose MatMul Softmax Slice Sub Div ReduceMean".split()
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("model")
    model = round_weights(for_export(build_model(81)))
    for side in (64, 96):
        export_onnx(model, side, folder / f"model-{side}.onnx", "yolo-v8")
    return model, folder


def test_onnx_runtime_reproduces_pytorch_at_64_px(exported: tuple[torch.nn.Module, Path]) -> None:
    model, folder = exported
    images = np.random.default_rng(0).random((1, 3, 64, 64), dtype=np.float32)
    ours, theirs = run_torch(model, images), run_onnx(folder / "model-64.onnx", images)
    assert ours[0].shape == (1, 4 + 81, 8 * 8 + 4 * 4 + 2 * 2)
    assert ours[1].shape == (1, 256)
    difference = compare(ours, theirs)
    assert difference.box_px < 5e-3 and difference.score < 2e-5 and difference.feature < 1e-4


def test_the_file_is_static_opset_17_and_of_simple_ops(exported: tuple[torch.nn.Module, Path]) -> None:
    model = onnx.load(exported[1] / "model-64.onnx")
    assert model.opset_import[0].version == 17
    assert [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim] == [1, 3, 64, 64]
    assert {n.op_type for n in model.graph.node} <= SIMPLE_OPS


def test_a_network_that_ships_at_the_size_of_the_tests_is_one_file(tmp_path: Path) -> None:
    parity = export(for_export(build_model(81)), tmp_path, "yolo-v8", 64)
    assert list(parity) == ["model-64.onnx"]
    assert [p.name for p in tmp_path.iterdir()] == ["model-64.onnx"]


def test_the_file_says_how_its_boxes_are_read(exported: tuple[torch.nn.Module, Path]) -> None:
    model = onnx.load(exported[1] / "model-96.onnx")
    assert {one.key: one.value for one in model.metadata_props} == {"forage_head": "yolo-v8"}


def test_weights_are_half_precision_numbers(exported: tuple[torch.nn.Module, Path]) -> None:
    for tensor in onnx.load(exported[1] / "model-64.onnx").graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.ndim == 4:
            assert np.array_equal(values, values.astype(np.float16).astype(np.float32)), tensor.name


def test_a_file_that_shares_weights_is_small_and_computes_the_same(exported: tuple[torch.nn.Module, Path]) -> None:
    folder = exported[1]
    images = np.random.default_rng(1).random((1, 3, 64, 64), dtype=np.float32)
    before = run_onnx(folder / "model-64.onnx", images)
    share_weights(folder / "model-64.onnx", folder / "model-96.onnx")
    assert (folder / "model-64.onnx").stat().st_size < 300_000
    after = run_onnx(folder / "model-64.onnx", images)
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_classes_are_written_as_the_app_reads_them() -> None:
    classes = json.loads(classes_json(load_taxonomy(), 87))
    assert len(classes) == 87
    assert classes[0] == {
        "id": 0,
        "name": "banana",
        "displayName": "Banana",
        "kind": "ingredient",
        "synonyms": ["bananas"],
    }
    assert (classes[75]["species"], classes[75]["condition"]) == ("strawberry", "healthy")


def test_a_run_record_keeps_no_local_paths(tmp_path: Path) -> None:
    config = {"merged": "/home/me/data/merged", "weights": "/home/me/v1.safetensors", "lr": 0.1}
    (tmp_path / "config.json").write_text(json.dumps({"config": config, "commit": "abc"}))
    (tmp_path / "progress.json").write_text(json.dumps({"epochsDone": 3}))
    record = run_record(tmp_path)
    assert record["config"] == {"merged": "merged", "weights": "v1.safetensors", "lr": 0.1}
    assert (record["commit"], record["progress"]) == ("abc", {"epochsDone": 3})
