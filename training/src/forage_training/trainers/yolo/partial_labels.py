"""What a photo's labels leave unsaid, and a loss that does not count it.

A photo of a set has labels only for that set's classes: for others "not labelled" is not "not there". ``prepare``
writes what is known into ``labelled.json``; here it goes with a photo's boxes through mosaic and turning as extra
boxes. Their class ids are row numbers of a table, so that every anchor finds its photo. An anchor that belongs to a
box knows everything: that place has that one class.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from ultralytics.utils.loss import v8DetectionLoss
from ultralytics.utils.tal import make_anchors

from forage_training.datasets.knowledge import Knowledge
from forage_training.trainers.yolo.teacher import Teacher, distance_loss

REGION_BASE = 10_000
"""A row whose class id is this or more is a region; what it adds is its place in the table."""
WEAK_BASE = 5_000
"""A row whose class id is this or more is a box of the class ``id - WEAK_BASE`` that lies only roughly."""

Rows = npt.NDArray[np.float32]


class LabelTable:
    """Each set of labelled classes once; a region's row carries its number."""

    def __init__(self, classes: int) -> None:
        self.classes = classes
        self._numbers: dict[frozenset[int] | None, int] = {None: 0}

    def number(self, labelled: frozenset[int] | None) -> int:
        """The number of a set of labelled classes."""
        return self._numbers.setdefault(labelled, len(self._numbers))

    def mask(self) -> torch.Tensor:
        """[numbers, classes]: 1 where a class is labelled."""
        mask = torch.zeros(len(self._numbers), self.classes)
        for labelled, row in self._numbers.items():
            mask[row] = 1.0
            if labelled is not None:
                mask[row] = 0.0
                mask[row, sorted(labelled)] = 1.0
        return mask


def region_rows(known: Knowledge, table: LabelTable) -> tuple[Rows, Rows]:
    """Class ids [n, 1] and boxes [n, 4] of a photo's regions."""
    ids = [[float(REGION_BASE + table.number(r.labelled))] for r in known.regions]
    boxes = [r.box for r in known.regions]
    return np.array(ids, np.float32).reshape(-1, 1), np.array(boxes, np.float32).reshape(-1, 4)


def labelled_at(points: torch.Tensor, numbers: torch.Tensor, corners: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """[anchors, classes]: what the last region around each point says. Outside is padding, all known.

    Args:
        points: [anchors, 2], in the unit of ``corners``.
        numbers: [regions], places in ``mask``.
        corners: [regions, 4], left, top, right, bottom.
        mask: see ``LabelTable.mask``.
    """
    if len(numbers) == 0:
        return torch.ones(len(points), mask.shape[1], device=mask.device)
    x, y = points[:, 0], points[:, 1]
    left, top, right, bottom = (corners[:, i : i + 1] for i in range(4))
    inside = (x >= left) & (x < right) & (y >= top) & (y < bottom)
    order = torch.arange(1, len(numbers) + 1, device=points.device)[:, None] * inside
    last = order.amax(0)
    chosen = torch.cat([numbers.new_zeros(1), numbers])[last]  # number 0 of the table: everything
    return mask[chosen]


class PartialLabelLoss(v8DetectionLoss):  # type: ignore[misc]
    """The stock loss, without the classes an anchor's photo does not label, and without the place of rough boxes.

    With a teacher, ``teacher_share`` of the classes' loss is drawn from its likelihoods instead of the labels, and its
    distances count beside the boxes'.
    """

    def __init__(
        self, model: torch.nn.Module, mask: torch.Tensor, teacher: Teacher | None = None, teacher_share: float = 0.5
    ) -> None:
        super().__init__(model)
        self.mask = mask.to(self.device)
        self.teacher = teacher
        self.teacher_share = teacher_share

    def get_assigned_targets_and_loss(
        self, preds: dict[str, torch.Tensor], batch: dict[str, Any], **assign_kwargs: Any
    ) -> tuple[Any, torch.Tensor, dict[str, torch.Tensor]]:
        """Like the stock method."""
        scores = preds["scores"].permute(0, 2, 1).contiguous()
        distances = preds["boxes"].permute(0, 2, 1).contiguous()
        anchors, strides = make_anchors(preds["feats"], self.stride, 0.5)
        size = torch.tensor(preds["feats"][0].shape[2:], device=self.device, dtype=scores.dtype) * self.stride[0]
        rows = torch.cat((batch["batch_idx"].view(-1, 1), batch["cls"].view(-1, 1), batch["bboxes"]), 1)
        rows = rows.to(self.device)
        is_region = rows[:, 1] >= REGION_BASE
        known = self._known(rows[is_region], anchors * strides, len(scores), size)
        rows = rows[~is_region]
        is_weak = rows[:, 1] >= WEAK_BASE
        # the flag comes after the box: ``preprocess`` pads and scales columns 1 to 4, and keeps the others
        flagged = torch.cat([rows[:, :1], rows[:, 1:2] - WEAK_BASE * is_weak[:, None], rows[:, 2:6]], 1)
        flagged = torch.cat([flagged, is_weak[:, None].to(rows.dtype)], 1)
        targets = self.preprocess(flagged, len(scores), scale_tensor=size[[1, 0, 1, 0]])
        labels, corners, weak = targets.split((1, 4, 1), 2)
        is_target = corners.sum(2, keepdim=True).gt_(0.0)
        boxes = self.bbox_decode(anchors, distances)
        _, target_boxes, target_scores, foreground, index = self.assigner(
            scores.detach().sigmoid(),
            (boxes.detach() * strides).type(corners.dtype),
            anchors * strides,
            labels,
            corners,
            is_target,
            **assign_kwargs,
        )
        total = target_scores.sum().clamp_(min=1)
        counted = torch.maximum(known, foreground[..., None].to(known.dtype))
        loss = torch.zeros(3, device=self.device)
        loss[1] = (self.bce(scores, target_scores.to(scores.dtype)) * counted).sum() / total
        lies_exactly = foreground
        if weak.shape[1]:
            lies_exactly = foreground & (weak.squeeze(2).gather(1, index) == 0)
        loss[0], loss[2] = self.bbox_loss(
            distances,
            boxes,
            anchors,
            target_boxes / strides,
            target_scores,
            total,
            lies_exactly,
            size,
            strides,
        )
        if self.teacher is not None:
            taught = self.teacher(batch["img"])
            drawn = self.bce(preds["scores"], taught.likelihoods).sum() / total
            loss[1] = (1 - self.teacher_share) * loss[1] + self.teacher_share * drawn
            loss[2] = loss[2] + self.teacher_share * distance_loss(preds["boxes"], taught) / total
        loss[0] *= self.hyp.box
        loss[1] *= self.hyp.cls
        loss[2] *= self.hyp.dfl
        assigned = (foreground, index, target_boxes, anchors, strides)
        return assigned, loss, dict(zip(self.loss_names, loss.detach(), strict=True))

    def _known(self, rows: torch.Tensor, points: torch.Tensor, photos: int, size: torch.Tensor) -> torch.Tensor:
        """[photos, anchors, classes]: 1 where the photo under an anchor labels a class."""
        centre, extent = rows[:, 2:4] * size[[1, 0]], rows[:, 4:6] * size[[1, 0]]
        corners = torch.cat([centre - extent / 2, centre + extent / 2], 1)
        numbers = (rows[:, 1] - REGION_BASE).long()
        of_photo = [rows[:, 0] == i for i in range(photos)]
        return torch.stack([labelled_at(points, numbers[own], corners[own], self.mask) for own in of_photo])


def kept_rows(ids: Sequence[float] | npt.NDArray[Any], after: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Regions that still have a pixel after turning: unlike a box, a region is never dropped because it was cut."""
    is_region = np.asarray(ids).reshape(-1) >= REGION_BASE
    return np.asarray(is_region & (after[2] - after[0] > 1) & (after[3] - after[1] > 1), np.bool_)
