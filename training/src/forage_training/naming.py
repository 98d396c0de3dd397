"""One name for a value: ``photosPerEpoch`` in every file and on the pages, ``photos_per_epoch`` in Python."""

from __future__ import annotations

import re


def to_python(name: str) -> str:
    """``photosPerEpoch`` as Python spells it; a name that is spelt so already stays."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def to_file(name: str) -> str:
    """``photos_per_epoch`` as files spell it; a name that is spelt so already stays."""
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)
