"""YOLO as it is exported: batch norms folded, boxes decoded, and a pooled feature vector beside them."""

from __future__ import annotations

import torch
from torch import nn
from ultralytics.nn.tasks import DetectionModel

FEATURE_LAYER = 10


class ExportModule(nn.Module):
    """The detector with decoded boxes and a pooled feature vector as its two outputs."""

    def __init__(self, model: DetectionModel) -> None:
        super().__init__()
        self.layers = model.model
        self.save = set(model.save)
        head = self.layers[-1]
        head.export = True
        head.format = "onnx"

    def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Runs the layers in order: detections [1, 4 + classes, anchors] and features [1, 256]."""
        kept: list[torch.Tensor | None] = []
        x: torch.Tensor = images
        features = images
        for index, layer in enumerate(self.layers):
            if layer.f != -1:
                x = kept[layer.f] if isinstance(layer.f, int) else [x if j == -1 else kept[j] for j in layer.f]  # type: ignore[assignment]
            x = layer(x)
            kept.append(x if index in self.save else None)
            if index == FEATURE_LAYER:
                features = x.mean(dim=(2, 3))
        return x, features


def for_export(model: DetectionModel) -> ExportModule:
    """Folds batch norms, in place, and gives the module that is exported."""
    model = model.float().eval().to(memory_format=torch.contiguous_format).fuse(verbose=False)
    module = ExportModule(model.requires_grad_(False))
    module.eval()
    return module
