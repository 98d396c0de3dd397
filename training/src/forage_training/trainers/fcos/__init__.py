"""torchvision's FCOS on a small MobileNet: permissively licensed, from random weights."""

from forage_training.trainers.about import About

ABOUT = About(
    title="FCOS on MobileNetV3 (torchvision)",
    licence="BSD-3-Clause",
    architecture="FCOS-MobileNetV3-small",
    head="corners",
    unused=frozenset({"mosaic", "mosaic_off_share", "degrees", "frozen_layers", "channels_last", "bfloat16"}),
)
