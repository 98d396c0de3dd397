from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from torchvision.models.detection.image_list import ImageList

from forage_training.export.write_onnx import compare, export, run_torch
from forage_training.trainers.fcos.network import FcosNetwork, fold, load_network
from forage_training.trainers.weights_file import write_checkpoint

CLASSES = 5
SIMPLE_OPS = set("Conv Sigmoid HardSigmoid HardSwish Relu Mul Add Sub Div Sqrt Concat Reshape Resize Slice".split()) | {
    "ReduceMean",
    "GlobalAveragePool",
}


def lively(classes: int = CLASSES) -> FcosNetwork:
    """Random weights that give boxes of many sizes and scores, the same each time."""
    torch.manual_seed(3)
    network = FcosNetwork(classes)
    network.eval()
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                assert module.running_var is not None
                module.running_var.uniform_(0.5, 1.5)
                module.bias.normal_(0, 0.3)
        heads = network.head
        heads.classification_head.cls_logits.weight.normal_(0, 0.3)
        heads.regression_head.bbox_reg.bias.uniform_(0.5, 3)
        heads.regression_head.bbox_ctrness.weight.normal_(0, 0.3)
    return network


def test_its_boxes_and_scores_are_those_of_torchvisions_own_decoding() -> None:
    """torchvision's postprocessing, with every threshold open, on the same levels."""
    network = lively()
    images = torch.rand(1, 3, 96, 96)
    whole = network.whole[0].eval()
    whole.score_thresh, whole.nms_thresh, whole.topk_candidates, whole.detections_per_img = 0.0, 1.0, 10**6, 10**6
    with torch.no_grad():
        levels, _ = network.levels(images)
        answers = network.head(levels)
        anchors = whole.anchor_generator(ImageList(images, [(96, 96)]), levels)
        counts = [level.shape[2] * level.shape[3] for level in levels]
        split = {key: list(value.split(counts, 1)) for key, value in answers.items()}
        (theirs,) = whole.postprocess_detections(split, [list(anchors[0].split(counts))], [(96, 96)])
        ours = network(images)[0][0]
    scores = ours[4:].flatten()
    assert torch.allclose(theirs["scores"].sort().values, scores.sort().values, atol=1e-6)
    for i in theirs["scores"].argsort(descending=True)[:40]:
        same_class = ours[4 + int(theirs["labels"][i])]
        place = int((same_class - theirs["scores"][i]).abs().argmin())
        assert torch.allclose(ours[:4, place].clamp(0, 96), theirs["boxes"][i], atol=1e-3)


def test_onnx_runtime_reproduces_pytorch_in_a_static_file_of_simple_operators(tmp_path: Path) -> None:
    parity = export(fold(lively()), tmp_path, "corners", 96)
    assert max(one.box_px for one in parity.values()) < 0.01
    assert max(one.score for one in parity.values()) < 1e-4
    model = onnx.load(tmp_path / "model-96.onnx")
    assert {n.op_type for n in model.graph.node} <= SIMPLE_OPS
    assert {one.key: one.value for one in model.metadata_props} == {"forage_head": "corners"}


def test_folding_changes_no_answer() -> None:
    images = np.random.default_rng(0).random((1, 3, 64, 64), dtype=np.float32)
    before = run_torch(lively(), images)
    assert before[0].shape == (1, 4 + CLASSES, 8 * 8 + 4 * 4 + 2 * 2)
    folded = fold(lively())
    assert not any(isinstance(one, torch.nn.BatchNorm2d) for one in folded.modules())
    difference = compare(before, run_torch(folded, images))
    assert difference.box_px < 1e-2 and difference.score < 1e-4


def test_a_network_grows_by_classes_and_keeps_what_it_knows(tmp_path: Path) -> None:
    write_checkpoint(lively(), tmp_path / "w.safetensors", ["a", "b", "c", "d", "e"])
    grown = load_network(tmp_path / "w.safetensors", CLASSES + 2).eval()
    images = np.random.default_rng(0).random((1, 3, 64, 64), dtype=np.float32)
    same, more = run_torch(load_network(tmp_path / "w.safetensors", CLASSES).eval(), images), run_torch(grown, images)
    assert np.allclose(more[0][:, : 4 + CLASSES], same[0], atol=1e-6)
    assert more[0].shape[1] == 4 + CLASSES + 2
    with pytest.raises(ValueError, match="cannot shrink"):
        load_network(tmp_path / "w.safetensors", CLASSES - 1)
