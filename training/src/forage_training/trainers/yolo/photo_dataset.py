"""Training photos in memory, with notes on what is not labelled; some photos in inverted colours."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from ultralytics.data.augment import Compose, RandomPerspective
from ultralytics.data.dataset import YOLODataset
from ultralytics.utils.instance import Instances

from forage_training.datasets.knowledge import Knowledge, knowledge_of
from forage_training.trainers.yolo.partial_labels import WEAK_BASE, LabelTable, kept_rows, region_rows

Rows = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]


class TurnsRegions(RandomPerspective):  # type: ignore[misc]
    """Turning, scaling and cutting that keeps a region's row even if very little of the region is left."""

    def apply_instances(self, labels: dict[str, Any], params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Like the stock method."""
        self._ids = labels["cls"]
        labelled: dict[str, Any] = super().apply_instances(labels, params)
        return labelled

    def box_candidates(
        self, box1: npt.NDArray[Any], box2: npt.NDArray[Any], *rest: Any, **more: Any
    ) -> npt.NDArray[np.bool_]:
        """Which rows stay."""
        stay = RandomPerspective.box_candidates(box1, box2, *rest, **more)
        return np.asarray(stay | kept_rows(self._ids, box2), np.bool_)


def keep_regions(transforms: Any) -> None:
    """Makes every turning in a chain of transforms keep regions, in place."""
    for transform in getattr(transforms, "transforms", []):
        if isinstance(transform, RandomPerspective):
            transform.__class__ = TurnsRegions
        keep_regions(transform)


class PhotoDataset(YOLODataset):  # type: ignore[misc]
    """The stock data set; a photo that is listed several times is in memory once."""

    inverted_share: tuple[tuple[str, float], ...] = ()
    rows: list[tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], bool]] | None = None
    """Per photo: regions' class ids, regions' boxes, and whether its boxes lie roughly."""

    def cache_images(self) -> None:
        """Reads each photo once."""
        first: dict[str, int] = {}
        for i, file in enumerate(self.im_files):
            known = first.setdefault(file, i)
            if known == i:
                self.ims[i], self.im_hw0[i], self.im_hw[i] = self.load_image(i)
            else:
                self.ims[i], self.im_hw0[i], self.im_hw[i] = self.ims[known], self.im_hw0[known], self.im_hw[known]

    def build_transforms(self, hyp: Any = None) -> Compose:
        """The stock transforms, which keep regions."""
        transforms = super().build_transforms(hyp)
        keep_regions(transforms)
        return transforms

    def know(self, knowledge: Mapping[str, Knowledge], table: LabelTable) -> None:
        """Gives every photo the rows that say what is labelled where."""
        self.rows = []
        for file in self.im_files:
            known = knowledge_of(Path(file), knowledge)
            self.rows.append((*region_rows(known, table), known.is_weak))

    def get_image_and_label(self, index: int) -> dict[str, Any]:
        """A photo and its boxes, before the other augmentations."""
        label: dict[str, Any] = super().get_image_and_label(index)
        for source, share in self.inverted_share:
            if f"/{source}/" in self.im_files[index] and random.random() < share:
                label["img"] = 255 - label["img"]
        if self.rows is not None:
            ids, boxes, is_weak = self.rows[index]
            own = label["cls"] + WEAK_BASE if is_weak else label["cls"]
            label["cls"] = np.concatenate([ids, own.reshape(-1, 1)]).astype(np.float32)
            label["instances"] = with_boxes_in_front(label["instances"], boxes)
        return label


def with_boxes_in_front(instances: Instances, boxes: npt.NDArray[np.float32]) -> Instances:
    """The regions' boxes, then the photo's own; both are centre and size, normalised."""
    more = Instances(boxes, instances.segments[:0], None, bbox_format="xywh", normalized=True)
    if not len(instances):
        return more
    return Instances.concatenate([more, instances], axis=0)
