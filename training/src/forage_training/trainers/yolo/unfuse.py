"""Starting weights from a model of which only the ONNX is left, with batch norms folded into the convolutions.

Training needs batch norms. Each folded convolution ``W x + b`` becomes a convolution without bias, ``W x``, and a batch
norm that is the identity on the statistics measured on photos: with mean m and variance v of ``W x`` per channel,
gamma = sqrt(v + eps) and beta = b + m, so that gamma (W x - m) / sqrt(v + eps) + beta = W x + b. The model then
computes what the file does, and in training, where a batch's own statistics take the place of m and v, nearly so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from ultralytics.nn.tasks import DetectionModel

from forage_training.flow.events import RunError
from forage_training.trainers.yolo.head import build_model

PREFIX = "layers."


def read_folded(path: Path) -> dict[str, torch.Tensor]:
    """Initialisers of an exported file under the names the trainer has: ``model.0.conv.weight``, ….

    Raises:
        RunError: if the file was not exported by ``write_onnx``.
    """
    model = onnx.load(str(path))
    tensors = {
        "model." + t.name.removeprefix(PREFIX): torch.from_numpy(numpy_helper.to_array(t).astype(np.float32))
        for t in model.graph.initializer
        if t.name.startswith(PREFIX)
    }
    if "model.0.conv.weight" not in tensors:
        raise RunError(f"{path.name} was not exported by Forage's trainer, so training cannot go on from it.")
    return tensors


@dataclass(frozen=True)
class Block:
    """A convolution without bias and the batch norm after it."""

    convolution: nn.Conv2d
    norm: nn.BatchNorm2d


def normed_convolutions(model: DetectionModel) -> dict[str, Block]:
    """Blocks of a convolution and a batch norm, by their name in the state dict."""
    found = {}
    for name, module in model.named_modules():
        convolution, norm = getattr(module, "conv", None), getattr(module, "bn", None)
        if isinstance(convolution, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
            found[name] = Block(convolution, norm)
    return found


def load_folded(model: DetectionModel, tensors: dict[str, torch.Tensor]) -> None:
    """Copies folded weights into a model with batch norms, in place, each norm passing its input plus the bias.

    Raises:
        RunError: if a tensor of the model is not in the file, or has another shape.
    """
    state = model.state_dict()
    blocks = normed_convolutions(model)
    for name, block in blocks.items():
        bias = tensors.get(f"{name}.conv.bias")
        if bias is None:
            raise RunError(f"The model file has no {name}.conv.bias, so it is of another architecture.")
        state[f"{name}.bn.weight"] = torch.full_like(bias, float(np.sqrt(1 + block.norm.eps)))
        state[f"{name}.bn.bias"] = bias
        state[f"{name}.bn.running_mean"] = torch.zeros_like(bias)
        state[f"{name}.bn.running_var"] = torch.ones_like(bias)
    for key, old in model.state_dict().items():
        if ".bn." in key:
            continue
        new = tensors.get(key)
        if new is None or new.shape != old.shape:
            raise RunError(
                f"The model file has no {key} of shape {tuple(old.shape)}, so it is of another architecture."
            )
        state[key] = new
    model.load_state_dict(state)


class Statistics:
    """Mean and variance per channel of everything that went through a convolution."""

    def __init__(self) -> None:
        self.count = 0
        self.total: torch.Tensor | None = None
        self.squares: torch.Tensor | None = None

    def add(self, _module: nn.Module, _inputs: object, output: torch.Tensor) -> None:
        """Forward hook."""
        x = output.detach().double()
        total, squares = x.sum(dim=(0, 2, 3)), (x * x).sum(dim=(0, 2, 3))
        self.count += x.shape[0] * x.shape[2] * x.shape[3]
        self.total = total if self.total is None else self.total + total
        self.squares = squares if self.squares is None else self.squares + squares

    def mean_and_variance(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Over all positions of all photos.

        Raises:
            ValueError: if nothing was added.
        """
        if self.total is None or self.squares is None:
            raise ValueError("no photo went through")
        mean = self.total / self.count
        return mean.float(), (self.squares / self.count - mean * mean).clamp(min=0).float()


def calibrate(model: DetectionModel, batches: Sequence[npt.NDArray[np.float32]]) -> None:
    """Sets every batch norm, in place, to the identity on the statistics of the photos. Outputs stay as they were.

    ``batches`` are [n, 3, side, side], RGB in 0..1.
    """
    blocks = normed_convolutions(model)
    statistics = {name: Statistics() for name in blocks}
    hooks = [block.convolution.register_forward_hook(statistics[name].add) for name, block in blocks.items()]
    model.eval()
    with torch.no_grad():
        for batch in batches:
            model(torch.from_numpy(batch))
        for hook in hooks:
            hook.remove()
        for name, block in blocks.items():
            mean, variance = statistics[name].mean_and_variance()
            model.load_state_dict(
                {
                    f"{name}.bn.running_mean": mean,
                    f"{name}.bn.running_var": variance,
                    f"{name}.bn.weight": (variance + block.norm.eps).sqrt(),
                    f"{name}.bn.bias": block.norm.bias + mean,  # it held the folded bias
                },
                strict=False,
            )


def unfuse(onnx_file: Path, batches: Sequence[npt.NDArray[np.float32]]) -> DetectionModel:
    """A trainable model that computes what the ONNX file does.

    Raises:
        RunError: if the file is of another architecture.
    """
    tensors = read_folded(onnx_file)
    classes = tensors["model.23.cv3.0.2.bias"].shape[0]
    model = build_model(classes)
    load_folded(model, tensors)
    calibrate(model, batches)
    return model
