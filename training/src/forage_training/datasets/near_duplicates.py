"""Near-duplicate photos by perceptual hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

HASH_SIDE = 8
SAMPLE_SIDE = 32


def _dct_matrix(n: int) -> npt.NDArray[np.float64]:
    k = np.arange(n)[:, None]
    x = np.arange(n)[None, :]
    return np.asarray(np.cos(np.pi * (2 * x + 1) * k / (2 * n)), dtype=np.float64)


_DCT = _dct_matrix(SAMPLE_SIDE)


def perceptual_hash(image: Image.Image) -> int:
    """64-bit DCT hash: the 8x8 lowest frequencies of a 32x32 grey copy, each against their median.

    Source: Zauner 2010, "Implementation and Benchmarking of Perceptual Image Hash Functions", section 3.2.1
    """
    grey = np.asarray(image.convert("L").resize((SAMPLE_SIDE, SAMPLE_SIDE), Image.Resampling.LANCZOS), dtype=np.float64)
    low = (_DCT @ grey @ _DCT.T)[:HASH_SIDE, :HASH_SIDE].ravel()
    bits = low > np.median(low[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def hash_file(path: Path) -> int:
    """Perceptual hash of an image file; a draft decode makes large JPEGs fast."""
    with Image.open(path) as image:
        image.draft("L", (256, 256))
        return perceptual_hash(image)


def distances(a: Sequence[int], b: Sequence[int]) -> npt.NDArray[np.uint8]:
    """Hamming distance of every hash in ``a`` to every hash in ``b``, shape [len(a), len(b)]."""
    left = np.array(a, dtype=">u8").view(np.uint8).reshape(len(a), 8)
    right = np.array(b, dtype=">u8").view(np.uint8).reshape(len(b), 8)
    popcount = np.array([bin(i).count("1") for i in range(256)], dtype=np.uint8)
    out = np.zeros((len(a), len(b)), dtype=np.uint8)
    for byte in range(8):
        out += popcount[left[:, byte][:, None] ^ right[:, byte][None, :]]
    return out


def group(hashes: Mapping[str, int], max_distance: int) -> list[list[str]]:
    """Groups names whose hashes are linked by steps of at most ``max_distance`` bits (union-find).

    Returns:
        Groups of sorted names, ordered by their first name; a photo without a duplicate is a group of one.
    """
    names = sorted(hashes)
    parent = list(range(len(names)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    values = [hashes[name] for name in names]
    if names:
        for i, j in np.argwhere(np.triu(distances(values, values) <= max_distance, 1)):
            parent[root(int(j))] = root(int(i))
    groups: dict[int, list[str]] = {}
    for i, name in enumerate(names):
        groups.setdefault(root(i), []).append(name)
    return sorted(groups.values())
