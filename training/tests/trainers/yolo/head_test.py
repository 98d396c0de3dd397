from pathlib import Path

import pytest
import torch

from forage_training.trainers.weights_file import write_checkpoint
from forage_training.trainers.yolo.head import build_model, grow_head, load_weights


def test_growing_keeps_every_known_row() -> None:
    model = build_model(83)
    before = [(b[-1].weight.clone(), b[-1].bias.clone()) for b in model.model[-1].cv3]
    grow_head(model, 90)
    for branch, (weight, bias) in zip(model.model[-1].cv3, before, strict=True):
        assert torch.equal(branch[-1].weight[:83], weight)
        assert torch.equal(branch[-1].bias[:83], bias)
        assert branch[-1].weight.shape[0] == 90


def test_a_grown_model_scores_known_classes_as_before_and_new_ones_near_zero() -> None:
    model = build_model(80).eval()
    images = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        before = model(images)[0]
        grow_head(model, 84)
        after = model(images)[0]
    assert after.shape == (1, 4 + 84, 84)
    assert torch.equal(after[:, :84], before)
    assert after[:, 84:].max() < 0.01


def test_a_head_cannot_shrink() -> None:
    with pytest.raises(ValueError, match="shrink"):
        grow_head(build_model(81), 80)


def test_a_stored_checkpoint_reads_back_in_half_precision(tmp_path: Path) -> None:
    model = build_model(82)
    write_checkpoint(model, tmp_path / "m.safetensors", ["a"] * 82)
    read = load_weights(tmp_path / "m.safetensors", 85)
    assert torch.equal(read.model[0].conv.weight, model.model[0].conv.weight.half().float())
    assert torch.equal(read.model[-1].cv3[0][-1].weight[:82], model.model[-1].cv3[0][-1].weight.half().float())
    assert read.nc == 85
