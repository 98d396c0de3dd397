"""Weights in a file that only holds numbers: safetensors, half precision, the class names beside it."""

from __future__ import annotations

import json
from pathlib import Path

from safetensors.torch import save_file
from torch import nn


def write_checkpoint(model: nn.Module, path: Path, names: list[str]) -> None:
    """Stores the weights in half precision, with the class names beside them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {k: v.half().contiguous() for k, v in model.state_dict().items() if v.is_floating_point()}
    save_file(tensors, path)
    path.chmod(0o644)
    path.with_name(f"{path.stem}-names.json").write_text(json.dumps(names, indent=0) + "\n", encoding="utf-8")
