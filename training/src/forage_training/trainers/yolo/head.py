"""Building the detector, and growing its class head without losing what it knows."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from ultralytics.nn.tasks import DetectionModel

ARCHITECTURE = "yolo11n.yaml"
BASE_CLASSES = 80
"""The class branch's width follows the class count a model is first built with. Forage's weights descend from
80-class ones, so every model is built for these and then grown."""


def build_model(classes: int, base_classes: int = BASE_CLASSES, architecture: str = ARCHITECTURE) -> DetectionModel:
    """A randomly initialised detector for ``classes`` classes whose hidden layers fit the ``base_classes`` one.

    Raises:
        ValueError: if ``classes`` is below ``base_classes``: class ids never go away.
    """
    model = DetectionModel(architecture, nc=base_classes, verbose=False)
    grow_head(model, classes)
    return model


def grow_head(model: DetectionModel, classes: int) -> None:
    """Replaces, in place, the last 1x1 convolution of each class branch by one with ``classes`` outputs.

    Rows of known classes are copied. New rows start near zero with the detector's usual prior: about five
    objects of each class in a 640 px photo, spread over all classes and anchors.

    Raises:
        ValueError: if ``classes`` is below the number of classes the head has.
    """
    head = model.model[-1]
    known = head.nc
    if classes < known:
        raise ValueError(f"the head has {known} classes and cannot shrink to {classes}")
    for stride, branch in zip(head.stride, head.cv3, strict=True):
        old = branch[-1]
        new = nn.Conv2d(old.in_channels, classes, 1)
        bias = torch.full((classes,), math.log(5 / classes / (640 / float(stride)) ** 2))
        bias[:known] = old.bias.detach()
        with torch.no_grad():
            new.weight.normal_(0.0, 0.01)
            new.weight[:known] = old.weight
        new.bias = nn.Parameter(bias)
        branch[-1] = new
    head.nc = classes
    head.no = classes + head.reg_max * 4
    model.nc = classes
    model.yaml["nc"] = classes
    model.names = {i: str(i) for i in range(classes)}


def load_weights(path: Path, classes: int) -> DetectionModel:
    """Reads a safetensors checkpoint with any number of classes up to ``classes`` and grows it to ``classes``.

    Raises:
        RuntimeError: if a tensor of the model is missing in the file, or has another shape.
    """
    tensors = {key: value.float() for key, value in load_file(path).items()}
    stored = tensors["model.23.cv3.0.2.bias"].shape[0]
    model = build_model(stored)
    result = model.load_state_dict(tensors, strict=False)
    missing = [k for k in result.missing_keys if not k.endswith("num_batches_tracked")]
    if missing or result.unexpected_keys:
        raise RuntimeError(f"{path.name} does not fit: missing {missing}, unexpected {result.unexpected_keys}")
    grow_head(model, classes)
    return model


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
