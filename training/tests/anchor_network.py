"""A small network that answers as YOLOv5 (2020 to 2022) and YOLOv7 do: anchor boxes and objectness.

Only for testing the import of such files; nothing is trained with it.
"""

from __future__ import annotations

import torch
from torch import nn
from ultralytics.nn.modules import C3, SPPF, Conv

ANCHORS_PX = ((10, 13, 16, 30, 33, 23), (30, 61, 62, 45, 59, 119), (116, 90, 156, 198, 373, 326))
STRIDES = (8, 16, 32)
WIDTH = 8


class AnchorHead(nn.Module):
    """Three boxes at each place, in model px: [1, 3 x places, 5 + classes], cx cy w h, objectness, class scores."""

    anchors: torch.Tensor

    def __init__(self, classes: int, channels: tuple[int, ...]) -> None:
        super().__init__()
        self.rows = classes + 5
        self.convolutions = nn.ModuleList(nn.Conv2d(c, 3 * self.rows, 1) for c in channels)
        self.register_buffer("anchors", torch.tensor(ANCHORS_PX).float().view(3, 1, 3, 1, 1, 2))

    def forward(self, levels: list[torch.Tensor]) -> torch.Tensor:
        """Decodes every level and joins them in order."""
        found = []
        for i, (convolution, level) in enumerate(zip(self.convolutions, levels, strict=True)):
            x = convolution(level)
            batch, _, height, width = x.shape
            x = x.view(batch, 3, self.rows, height, width).permute(0, 1, 3, 4, 2).contiguous()
            rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
            grid = torch.stack((columns, rows), 2).float() - 0.5
            xy, wh, scores = x.sigmoid().split((2, 2, self.rows - 4), 4)
            boxes = ((xy * 2 + grid) * STRIDES[i], (wh * 2) ** 2 * self.anchors[i])
            found.append(torch.cat((*boxes, scores), 4).view(batch, -1, self.rows))
        return torch.cat(found, 1)


class AnchorNetwork(nn.Module):
    """YOLOv5's backbone and head, narrow and shallow."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        w = WIDTH
        self.stem = nn.Sequential(Conv(3, w, 6, 2, 2), Conv(w, 2 * w, 3, 2), C3(2 * w, 2 * w, 1))
        self.p3 = nn.Sequential(Conv(2 * w, 4 * w, 3, 2), C3(4 * w, 4 * w, 1))
        self.p4 = nn.Sequential(Conv(4 * w, 8 * w, 3, 2), C3(8 * w, 8 * w, 1))
        self.p5 = nn.Sequential(Conv(8 * w, 8 * w, 3, 2), SPPF(8 * w, 8 * w, 5))
        self.grow = nn.Upsample(None, 2, "nearest")
        self.merge = C3(16 * w, 8 * w, 1, False)
        self.head = AnchorHead(classes, (4 * w, 8 * w, 8 * w))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """From [1, 3, S, S] to the head's rows."""
        p3 = self.p3(self.stem(images))
        p4 = self.p4(p3)
        p5 = self.p5(p4)
        rows: torch.Tensor = self.head([p3, self.merge(torch.cat((self.grow(p5), p4), 1)), p5])
        return rows
