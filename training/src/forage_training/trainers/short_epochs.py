"""Epochs of a fixed number of photos, however many there are."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch.utils.data import Sampler


class ShortEpochs(Sampler[int]):
    """Endless reshuffled passes over the data, handed out in epochs of a fixed number of photos."""

    def __init__(self, length: int, per_epoch: int, seed: int) -> None:
        self.length = length
        self.per_epoch = per_epoch
        self._generator = torch.Generator().manual_seed(seed)
        self._queue: list[int] = []

    def __len__(self) -> int:
        return self.per_epoch

    def __iter__(self) -> Iterator[int]:
        for _ in range(self.per_epoch):
            if not self._queue:
                self._queue = torch.randperm(self.length, generator=self._generator).tolist()
            yield self._queue.pop()
