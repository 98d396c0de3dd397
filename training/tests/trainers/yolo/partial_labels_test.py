from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from ultralytics.data.augment import Mosaic, RandomPerspective
from ultralytics.utils.instance import Instances
from ultralytics.utils.loss import v8DetectionLoss

from forage_training.datasets.knowledge import WHOLE_PHOTO, Knowledge, Region
from forage_training.trainers.yolo.head import build_model
from forage_training.trainers.yolo.partial_labels import (
    REGION_BASE,
    WEAK_BASE,
    LabelTable,
    PartialLabelLoss,
    kept_rows,
    labelled_at,
    region_rows,
)
from forage_training.trainers.yolo.photo_dataset import TurnsRegions, with_boxes_in_front

CLASSES = 81
SIDE = 64


@pytest.fixture(scope="module")
def model() -> Any:
    torch.manual_seed(0)
    built = build_model(CLASSES)
    built.args = SimpleNamespace(box=7.5, cls=0.5, dfl=1.5)
    return built.train()


def batch_of(*rows: tuple[float, ...]) -> dict[str, torch.Tensor]:
    """Rows are photo, class id, cx, cy, w, h."""
    table = torch.tensor(rows, dtype=torch.float32).reshape(-1, 6)
    return {"batch_idx": table[:, 0], "cls": table[:, 1:2], "bboxes": table[:, 2:]}


def gradient_of_scores(model: Any, mask: torch.Tensor, batch: dict[str, torch.Tensor], photos: int = 1) -> torch.Tensor:
    """[photos, anchors, classes]: how the loss pulls every score."""
    torch.manual_seed(1)
    with torch.no_grad():
        raw = model(torch.rand(photos, 3, SIDE, SIDE))
    preds = {k: v.detach().clone().requires_grad_(k == "scores") if torch.is_tensor(v) else v for k, v in raw.items()}
    total, _ = PartialLabelLoss(model, mask).loss(preds, batch)
    total.sum().backward()
    gradient = preds["scores"].grad
    assert gradient is not None
    return gradient.permute(0, 2, 1)


def table_with(*sets: frozenset[int] | None) -> tuple[list[int], torch.Tensor]:
    table = LabelTable(CLASSES)
    numbers = [table.number(one) for one in sets]
    return numbers, table.mask()


def region(number: int, photo: int = 0, box: tuple[float, ...] = WHOLE_PHOTO) -> tuple[float, ...]:
    return (photo, REGION_BASE + number, *box)


def test_without_regions_the_loss_is_the_stock_one(model: Any) -> None:
    batch = batch_of((0, 3, 0.5, 0.5, 0.5, 0.5), (1, 7, 0.3, 0.3, 0.4, 0.4))
    torch.manual_seed(1)
    preds = model(torch.rand(2, 3, SIDE, SIDE))
    _, mask = table_with(None)
    ours, our_parts = PartialLabelLoss(model, mask).loss(preds, batch)
    stock, stock_parts = v8DetectionLoss(model).loss(preds, batch)
    assert torch.allclose(ours, stock)
    assert our_parts.keys() == stock_parts.keys()


def test_a_class_the_photo_does_not_label_is_left_alone(model: Any) -> None:
    (number,), mask = table_with(frozenset({3, 4}))
    pull = gradient_of_scores(model, mask, batch_of(region(number)))[0]
    assert bool((pull[:, [3, 4]] > 0).all())  # known to be absent: pushed down everywhere
    others = [c for c in range(CLASSES) if c not in (3, 4)]
    assert bool((pull[:, others] == 0).all())


def test_a_photo_that_labels_everything_pushes_every_class_down(model: Any) -> None:
    (number,), mask = table_with(None)
    assert bool((gradient_of_scores(model, mask, batch_of(region(number))) > 0).all())


def test_what_lies_in_a_box_is_that_class_and_no_other_of_any_set(model: Any) -> None:
    (number,), mask = table_with(frozenset({3}))
    pull = gradient_of_scores(model, mask, batch_of(region(number), (0, 3, 0.5, 0.5, 0.6, 0.6)))[0]
    belongs = (pull[:, 3] < 0).nonzero().flatten()  # pulled up: anchors of the box
    assert len(belongs) > 0
    assert bool((pull[belongs][:, [c for c in range(CLASSES) if c != 3]] > 0).all())
    background = [i for i in range(len(pull)) if i not in set(belongs.tolist())]
    assert float(pull[background][:, 10].abs().max()) == 0.0


def test_each_quarter_of_a_mosaic_follows_the_photo_that_lies_there(model: Any) -> None:
    (left, right), mask = table_with(frozenset({1}), frozenset({2}))
    batch = batch_of(region(left, box=(0.25, 0.5, 0.5, 1.0)), region(right, box=(0.75, 0.5, 0.5, 1.0)))
    pull = gradient_of_scores(model, mask, batch)[0]
    fine = pull[: (SIDE // 8) ** 2].reshape(SIDE // 8, SIDE // 8, CLASSES)
    assert bool((fine[:, :4, 1] > 0).all()) and bool((fine[:, 4:, 1] == 0).all())
    assert bool((fine[:, :4, 2] == 0).all()) and bool((fine[:, 4:, 2] > 0).all())


def test_each_photo_of_a_batch_has_its_own_regions(model: Any) -> None:
    (one, other), mask = table_with(frozenset({1}), frozenset({2}))
    pull = gradient_of_scores(model, mask, batch_of(region(one, 0), region(other, 1)), photos=2)
    assert bool((pull[0, :, 1] > 0).all()) and bool((pull[0, :, 2] == 0).all())
    assert bool((pull[1, :, 2] > 0).all()) and bool((pull[1, :, 1] == 0).all())


def test_a_rough_box_teaches_its_name_and_not_its_place(model: Any) -> None:
    _, mask = table_with(None)
    torch.manual_seed(1)
    preds = model(torch.rand(1, 3, SIDE, SIDE))
    loss = PartialLabelLoss(model, mask)
    _, exact = loss.loss(preds, batch_of((0, 3, 0.5, 0.5, 0.6, 0.6)))
    _, rough = loss.loss(preds, batch_of((0, WEAK_BASE + 3, 0.5, 0.5, 0.6, 0.6)))
    assert float(exact["box_loss"]) > 0 and float(exact["dfl_loss"]) > 0
    assert float(rough["box_loss"]) == 0 and float(rough["dfl_loss"]) == 0
    assert float(rough["cls_loss"]) == pytest.approx(float(exact["cls_loss"]))


def test_a_later_region_lies_over_an_earlier_one_and_padding_is_known() -> None:
    _, mask = table_with(None, frozenset({5}), frozenset({6}))
    points = torch.tensor([[10.0, 10.0], [40.0, 40.0], [90.0, 90.0]])
    corners = torch.tensor([[0.0, 0.0, 60.0, 60.0], [30.0, 30.0, 60.0, 60.0]])
    known = labelled_at(points, torch.tensor([1, 2]), corners, mask)
    assert known[0].nonzero().flatten().tolist() == [5]
    assert known[1].nonzero().flatten().tolist() == [6]
    assert known[2].sum() == CLASSES


def test_the_same_knowledge_has_one_number() -> None:
    table = LabelTable(CLASSES)
    numbers = [table.number(s) for s in (frozenset({1, 2}), frozenset({2, 1}), None, frozenset[int]())]
    assert numbers == [1, 1, 0, 2]
    assert table.mask().sum(1).tolist() == [CLASSES, 2, 0]


def test_a_region_stays_however_little_of_it_is_left_and_a_box_does_not() -> None:
    after = np.array([[0, 0, 3, 60], [0, 0, 3, 60], [0, 0, 0, 60]], np.float32).T
    assert kept_rows([REGION_BASE, 3, REGION_BASE + 1], after).tolist() == [True, False, False]


def test_turning_keeps_regions_in_step_with_boxes() -> None:
    turn = RandomPerspective(degrees=0, translate=0, scale=0, size=(SIDE, SIDE))
    turn.__class__ = TurnsRegions
    # the mosaic is twice the photo's side, and its middle is cut out: only a thin strip of the first tile remains
    boxes = np.array([[0, 0, 35, 128], [0, 0, 35, 128], [35, 0, 128, 128]], np.float32)
    labels = {
        "img": np.zeros((128, 128, 3), np.uint8),
        "cls": np.array([[REGION_BASE + 1], [3], [REGION_BASE + 2]], np.float32),
        "instances": Instances(boxes, np.zeros((0, 1000, 2), np.float32), None, bbox_format="xyxy", normalized=False),
    }
    turned = turn(labels)
    assert turned["cls"].flatten().tolist() == [REGION_BASE + 1, REGION_BASE + 2]
    assert np.allclose(turned["instances"].bboxes, [[0, 0, 3, 64], [3, 0, 64, 64]])


def test_rows_of_regions_stand_in_front_of_the_photos_boxes() -> None:
    table = LabelTable(CLASSES)
    ids, boxes = region_rows(Knowledge((Region(WHOLE_PHOTO, frozenset({1})),)), table)
    own = Instances(
        np.array([[0.2, 0.2, 0.1, 0.1]], np.float32), np.zeros((0, 1000, 2), np.float32), None, "xywh", True
    )
    both = with_boxes_in_front(own, boxes)
    assert ids.tolist() == [[REGION_BASE + 1]]
    assert np.allclose(both.bboxes, [WHOLE_PHOTO, (0.2, 0.2, 0.1, 0.1)])


def test_a_mosaic_holds_the_region_of_every_tile() -> None:
    def photo(number: int) -> dict[str, Any]:
        box = np.array([WHOLE_PHOTO], np.float32)
        return {
            "img": np.full((SIDE, SIDE, 3), number, np.uint8),
            "cls": np.array([[REGION_BASE + number]], np.float32),
            "instances": Instances(box, np.zeros((0, 1000, 2), np.float32), None, "xywh", True),
            "im_file": str(number),
            "ori_shape": (SIDE, SIDE),
            "resized_shape": (SIDE, SIDE),
        }

    class Photos:
        cache = "ram"

        def __len__(self) -> int:
            return 4

        def get_image_and_label(self, index: int) -> dict[str, Any]:
            return photo(index)

    mosaic = Mosaic(Photos(), imgsz=SIDE, p=1.0)
    out = mosaic(photo(9))
    instances = out["instances"]
    instances.convert_bbox("xyxy")
    for (left, top, right, bottom), number in zip(instances.bboxes, out["cls"].flatten(), strict=True):
        middle = out["img"][int(top + bottom) // 2, int(left + right) // 2]
        assert middle[0] == number - REGION_BASE  # the region's row lies on its own photo
    assert len(out["cls"]) == 4
