"""Seeded gradient noise on arrays of points, so that every texture comes out the same each time."""

from __future__ import annotations

import numpy as np

Array = np.ndarray


def smooth(edge0: float, edge1: float, x: Array) -> Array:
    """Hermite step from 0 at edge0 to 1 at edge1; edge0 may be above edge1."""
    t = np.clip((x - edge0) / (edge1 - edge0), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


class Noise:
    """Perlin noise, about -1 to 1, over points of shape [n, 3]."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        table = rng.permutation(256)
        self.table = np.concatenate([table, table, table])
        directions = rng.normal(size=(256, 3))
        self.directions = directions / np.linalg.norm(directions, axis=1, keepdims=True)

    def at(self, points: Array) -> Array:
        cell = np.floor(points).astype(np.int64)
        local = points - cell
        fade = local**3 * (local * (local * 6 - 15) + 10)
        cell &= 255
        total = np.zeros(len(points))
        for dx in (0, 1):
            for dy in (0, 1):
                for dz in (0, 1):
                    corner = (cell + (dx, dy, dz)) & 255
                    index = self.table[self.table[self.table[corner[:, 0]] + corner[:, 1]] + corner[:, 2]]
                    dot = np.einsum("ij,ij->i", self.directions[index], local - (dx, dy, dz))
                    wx = fade[:, 0] if dx else 1 - fade[:, 0]
                    wy = fade[:, 1] if dy else 1 - fade[:, 1]
                    wz = fade[:, 2] if dz else 1 - fade[:, 2]
                    total += dot * wx * wy * wz
        return total * 1.6

    def fractal(self, points: Array, octaves: int = 4, gain: float = 0.5) -> Array:
        total = np.zeros(len(points))
        amplitude, reach = 1.0, 0.0
        for _ in range(octaves):
            total += amplitude * self.at(points)
            reach += amplitude
            points = points * 2.03 + 17.1
            amplitude *= gain
        return total / reach

    def specks(self, points: Array, density: float, size: float) -> Array:
        """Round spots: 1 inside, 0 outside. One chance a unit cell; `size` in cells, at most 0.5."""
        cell = np.floor(points).astype(np.int64)
        best = np.zeros(len(points))
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                for dz in (-1, 0, 1):
                    around = cell + (dx, dy, dz)
                    key = around & 255
                    index = self.table[self.table[self.table[key[:, 0]] + key[:, 1]] + key[:, 2]]
                    centre = around + 0.5 + 0.45 * self.directions[index]
                    radius = size * (0.5 + 0.5 * (self.table[index] / 255.0))
                    present = (self.table[(index * 7 + 3) & 255] / 255.0) < density
                    distance = np.linalg.norm(points - centre, axis=1)
                    best = np.maximum(best, present * smooth(1.0, 0.6, distance / radius))
        return best
