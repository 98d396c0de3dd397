"""FCOS as torchvision has it, on MobileNetV3 small, with three levels of strides 8, 16 and 32.

The heads have no normalisation: torchvision's GroupNorm would be a chain of small operators in the browser, and one
batch norm for levels of different scale is no help. Source: Tian et al. 2019, "FCOS", arXiv:1904.01355
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from functools import partial
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval
from torchvision.models import mobilenet_v3_small
from torchvision.models._utils import IntermediateLayerGetter
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.fcos import FCOS, FCOSClassificationHead, FCOSHead, FCOSRegressionHead
from torchvision.models.detection.image_list import ImageList
from torchvision.ops.feature_pyramid_network import FeaturePyramidNetwork

STAGES = {"3": "0", "8": "1", "12": "2"}
"""Layers of the backbone whose outputs have the strides 8, 16 and 32."""
STAGE_CHANNELS = (24, 48, 576)
STRIDES = (8, 16, 32)
CHANNELS = 96
HEAD_CONVOLUTIONS = 2
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)
CLASS_ROWS = ("head.classification_head.cls_logits.weight", "head.classification_head.cls_logits.bias")

batch_norm = partial(nn.BatchNorm2d, eps=1e-3, momentum=0.1)
"""torchvision's own, for weights trained long on many photos, follows a batch's statistics ten times slower."""

Target = dict[str, torch.Tensor]
"""``boxes`` [n, 4] corners in px, ``labels`` [n]."""


class Backbone(nn.Module):
    """Three levels of equal width, and the last stage before them, which features are taken from."""

    out_channels = CHANNELS

    def __init__(self) -> None:
        super().__init__()
        self.stages = IntermediateLayerGetter(mobilenet_v3_small(weights=None, norm_layer=batch_norm).features, STAGES)
        self.pyramid = FeaturePyramidNetwork(list(STAGE_CHANNELS), CHANNELS)

    def forward(self, images: torch.Tensor) -> tuple[list[torch.Tensor], torch.Tensor]:
        """Levels, finest first, and the last stage."""
        stages: OrderedDict[str, torch.Tensor] = self.stages(images)
        return list(self.pyramid(stages).values()), stages["2"]


def bare_heads(classes: int) -> FCOSHead:
    """Torchvision's heads, without their normalisation."""
    heads = FCOSHead(CHANNELS, 1, classes, HEAD_CONVOLUTIONS)
    heads.classification_head = FCOSClassificationHead(CHANNELS, 1, classes, HEAD_CONVOLUTIONS, norm_layer=nn.Identity)
    heads.regression_head = FCOSRegressionHead(CHANNELS, 1, HEAD_CONVOLUTIONS, norm_layer=nn.Identity)
    return heads


class FcosNetwork(nn.Module):
    """From RGB in 0..1 to boxes of every place of every level; nothing is chosen among them."""

    mean: torch.Tensor
    deviation: torch.Tensor

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        backbone = Backbone()
        anchors = AnchorGenerator(tuple((stride,) for stride in STRIDES), ((1.0,),) * len(STRIDES))
        self.backbone = backbone
        self.head = bare_heads(classes)
        # it holds the same backbone and head, and is kept out of the weights; torchvision's loss is asked of it
        self.whole = [FCOS(backbone, classes, anchor_generator=anchors, head=self.head)]
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("deviation", torch.tensor(DEVIATION).view(1, 3, 1, 1), persistent=False)

    def levels(self, images: torch.Tensor) -> tuple[list[torch.Tensor], torch.Tensor]:
        """The levels that the heads look at, and the last stage."""
        found: tuple[list[torch.Tensor], torch.Tensor] = self.backbone((images - self.mean) / self.deviation)
        return found

    def loss(self, images: torch.Tensor, targets: list[Target]) -> dict[str, torch.Tensor]:
        """Torchvision's three losses."""
        whole = self.whole[0]
        levels, _ = self.levels(images)
        answers = self.head(levels)
        sizes = [(images.shape[2], images.shape[3])] * len(images)
        anchors = whole.anchor_generator(ImageList(images, sizes), levels)
        counts = [level.shape[2] * level.shape[3] for level in levels]
        losses: dict[str, torch.Tensor] = whole.compute_loss(targets, answers, anchors, counts)
        return losses

    def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Detections [n, 4 + classes, places], corners in px and scores in 0..1, and features [n, 576]."""
        levels, last = self.levels(images)
        found = [self.answer(level, stride) for level, stride in zip(levels, STRIDES, strict=True)]
        return torch.cat(found, 2), last.mean(dim=(2, 3))

    def answer(self, level: torch.Tensor, stride: int) -> torch.Tensor:
        """One level's rows. A place lies at its cell's left top corner, as torchvision's anchors do."""
        names, places = self.head.classification_head, self.head.regression_head
        batch, _, height, width = level.shape
        scores = names.cls_logits(names.conv(level)).view(batch, self.classes, height * width)
        shared = places.conv(level)
        distances = places.bbox_reg(shared).relu().view(batch, 4, height * width) * stride
        centred = places.bbox_ctrness(shared).view(batch, 1, height * width)
        rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        spot = (torch.stack((columns, rows)).float() * stride).view(1, 2, height * width).to(level.device)
        corners = torch.cat((spot - distances[:, :2], spot + distances[:, 2:]), 1)
        return torch.cat((corners, (scores.sigmoid() * centred.sigmoid()).sqrt()), 1)


def fold(network: FcosNetwork) -> FcosNetwork:
    """Folds each batch norm into the convolution before it, in place."""
    network = network.float().eval()
    for block in [one for one in network.backbone.stages.modules() if isinstance(one, nn.Sequential)]:
        layers = list(block.named_children())
        for (name, first), (after, second) in itertools.pairwise(layers):
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                setattr(block, name, fuse_conv_bn_eval(first, second))
                setattr(block, after, nn.Identity())
    return network


def grown(tensors: dict[str, torch.Tensor], fresh: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Weights with a row for each class of ``fresh``: rows of known classes as they are, new ones as they start.

    Raises:
        ValueError: if there are more classes in the weights than in the network: class ids never go away.
    """
    result = dict(tensors)
    for key in CLASS_ROWS:
        known, wanted = len(tensors[key]), len(fresh[key])
        if known > wanted:
            raise ValueError(f"the weights have {known} classes and cannot shrink to {wanted}")
        result[key] = torch.cat([tensors[key], fresh[key][known:]])
    return result


def load_network(file: Path, classes: int) -> FcosNetwork:
    """A network out of safetensors or a checkpoint, with any number of classes up to ``classes``.

    Raises:
        RuntimeError: if a tensor of the network is missing in the file, or has another shape.
    """
    if file.suffix == ".safetensors":
        tensors = {key: value.float() for key, value in load_file(file).items()}
    else:
        tensors = torch.load(file, map_location="cpu", weights_only=True)["ema"]
    network = FcosNetwork(classes)
    result = network.load_state_dict(grown(tensors, network.state_dict()), strict=False)
    missing = [key for key in result.missing_keys if not key.endswith("num_batches_tracked")]
    if missing or result.unexpected_keys:
        raise RuntimeError(f"{file.name} does not fit: missing {missing}, unexpected {result.unexpected_keys}")
    return network
