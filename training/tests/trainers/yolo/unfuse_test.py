from pathlib import Path

import numpy as np
import pytest
import torch

from forage_training.export.write_onnx import compare, export_onnx, round_weights, run_onnx, run_torch
from forage_training.flow.events import RunError
from forage_training.trainers.yolo.export_module import ExportModule, for_export
from forage_training.trainers.yolo.head import build_model
from forage_training.trainers.yolo.unfuse import calibrate, load_folded, normed_convolutions, read_folded, unfuse

SIDE = 64


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose batch norms have something to fold, exported as it ships."""
    torch.manual_seed(0)
    model = build_model(81)
    with torch.no_grad():
        for block in normed_convolutions(model).values():
            block.norm.weight.uniform_(0.5, 1.5)
            block.norm.bias.normal_(0.0, 0.2)
            for statistic, low, high in ((block.norm.running_mean, -0.3, 0.3), (block.norm.running_var, 0.5, 2.0)):
                assert statistic is not None
                statistic.uniform_(low, high)
        for module in model.modules():
            if isinstance(module, torch.nn.Conv2d) and module.bias is not None:
                module.bias.normal_(-3.0, 0.1)  # equal ones would be stored once
    path = tmp_path_factory.mktemp("model") / f"model-{SIDE}.onnx"
    export_onnx(round_weights(for_export(model)), SIDE, path, "yolo-v8")
    return path


def photos(seed: int, count: int = 4) -> np.ndarray:
    return np.random.default_rng(seed).random((count, 3, SIDE, SIDE), dtype=np.float32)


def test_the_unfused_model_computes_what_the_file_does(folded: Path) -> None:
    model = unfuse(folded, [photos(1), photos(2)])
    seen = photos(3, count=1)
    difference = compare(run_onnx(folded, seen), run_torch(ExportModule(model).eval(), seen))
    assert difference.box_px < 1e-2 and difference.score < 1e-5 and difference.feature < 1e-3


def test_in_training_mode_a_block_is_nearly_the_identity_too(folded: Path) -> None:
    batch = photos(1, count=8)
    model = build_model(81)
    load_folded(model, read_folded(folded))
    calibrate(model, [batch])
    stem = model.model[0]
    with torch.no_grad():
        still = stem.eval()(torch.from_numpy(batch))
        moving = stem.train()(torch.from_numpy(batch))
    # the same photos as were measured: a batch's own statistics are the running ones, but for n / (n - 1)
    assert torch.allclose(still, moving, atol=1e-3)


def test_before_calibration_a_block_in_training_mode_is_not(folded: Path) -> None:
    batch = photos(1, count=8)
    model = build_model(81)
    load_folded(model, read_folded(folded))
    stem = model.model[0]
    with torch.no_grad():
        still = stem.eval()(torch.from_numpy(batch))
        moving = stem.train()(torch.from_numpy(batch))
    assert not torch.allclose(still, moving, atol=1e-1)


def test_a_file_of_another_trainer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.onnx"
    torch.onnx.export(torch.nn.Conv2d(3, 4, 1), (torch.zeros(1, 3, 8, 8),), str(path), dynamo=False)
    with pytest.raises(RunError, match="not exported by Forage"):
        read_folded(path)
