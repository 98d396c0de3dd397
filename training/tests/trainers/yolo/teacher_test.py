from types import SimpleNamespace
from typing import Any

import pytest
import torch

from forage_training.trainers.yolo.head import build_model
from forage_training.trainers.yolo.partial_labels import PartialLabelLoss
from forage_training.trainers.yolo.teacher import Teacher, mirrored

CLASSES = 81
SIDE = 64
LEVELS = [(8, 8), (4, 4), (2, 2)]
NO_BOXES = {"batch_idx": torch.zeros(0), "cls": torch.zeros(0, 1), "bboxes": torch.zeros(0, 4)}


@pytest.fixture(scope="module")
def teacher() -> Teacher:
    torch.manual_seed(0)
    model: Any = build_model(CLASSES)
    for layer in model.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.momentum = 1.0
    model.train()(torch.rand(4, 3, SIDE, SIDE))  # or a new network's answer hardly depends on the picture
    for branch in model.model[-1].cv2:
        torch.nn.init.normal_(branch[-1].weight)
    return Teacher(model)


@pytest.fixture(scope="module")
def learner() -> Any:
    torch.manual_seed(3)
    built = build_model(CLASSES)
    built.args = SimpleNamespace(box=7.5, cls=0.5, dfl=1.5)
    return built.train()


def test_values_lie_where_the_mirror_puts_them() -> None:
    rows = torch.tensor([[1, 2, 3, 4, 5, 6, 7, 8]])  # two rows of three cells, then one of two
    assert mirrored(rows, [(2, 3), (1, 2)]).tolist() == [[3, 2, 1, 6, 5, 4, 8, 7]]


def test_the_mirrored_picture_gets_the_mirrored_answer(teacher: Teacher) -> None:
    torch.manual_seed(1)
    picture = torch.rand(1, 3, SIDE, SIDE)
    plain, turned = teacher(picture), teacher(picture.flip(3))
    assert torch.allclose(turned.likelihoods, mirrored(plain.likelihoods, LEVELS), atol=1e-5)
    left, right = plain.distances[:, 0], turned.distances[:, 2]
    assert torch.allclose(right, mirrored(left, LEVELS), atol=1e-5)
    assert not torch.allclose(turned.distances[:, 0], mirrored(left, LEVELS), atol=1e-3)


def loss_of(learner: Any, scores: torch.Tensor, boxes: torch.Tensor, teacher: Teacher, share: float) -> torch.Tensor:
    preds = {"scores": scores, "boxes": boxes, "feats": [torch.zeros(1, 1, *size) for size in LEVELS]}
    batch = {**NO_BOXES, "img": torch.full((1, 3, SIDE, SIDE), 0.4)}
    total, _ = PartialLabelLoss(learner, torch.ones(1, CLASSES), teacher, share).loss(preds, batch)
    return total


def test_a_model_that_says_what_the_teacher_says_is_not_pulled(learner: Any, teacher: Teacher) -> None:
    taught = teacher(torch.full((1, 3, SIDE, SIDE), 0.4))
    scores = taught.likelihoods.logit().requires_grad_()
    boxes = taught.distances.log().flatten(1, 2).requires_grad_()
    loss_of(learner, scores, boxes, teacher, 1.0).sum().backward()
    assert scores.grad is not None and boxes.grad is not None
    assert float(scores.grad.abs().max()) < 1e-6
    assert float(boxes.grad.abs().max()) < 1e-6


def test_the_teacher_pulls_by_its_share(learner: Any, teacher: Teacher) -> None:
    pulls = []
    for share in (0.0, 0.5, 1.0):
        scores = torch.full((1, CLASSES, 84), -3.0).requires_grad_()
        boxes = torch.zeros(1, 64, 84).requires_grad_()
        loss_of(learner, scores, boxes, teacher, share).sum().backward()
        assert scores.grad is not None and boxes.grad is not None
        pulls.append((scores.grad, boxes.grad))
    assert torch.allclose(pulls[1][0], (pulls[0][0] + pulls[2][0]) / 2, atol=1e-6)
    assert float(pulls[0][1].abs().max()) == 0.0
    assert float(pulls[2][1].abs().max()) > 0.0
