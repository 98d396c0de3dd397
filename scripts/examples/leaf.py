"""Apple leaves, healthy or with rust: a serrated sheet with veins, spots painted per vertex."""

from __future__ import annotations

import bpy
import numpy as np

from material import Skin, skin
from mesh import Array, blend, grid_object, linear, tube
from noise import Noise, smooth

VEINS = 7


def _half_width(t: Array) -> Array:
    """Half of a leaf's width along its length: ovate, pointed at the tip, with fine teeth."""
    body = 0.33 * np.sin(np.pi * np.clip(t, 0, 1) ** 0.9) ** 0.95
    tip = smooth(1.0, 0.93, t)
    teeth = 0.009 * ((t * 44) % 1.0) * smooth(0.06, 0.15, t) * tip
    return body * (0.35 + 0.65 * tip) + teeth


def _vein_distance(t: Array, v: Array) -> tuple[Array, Array]:
    """Distance to the midrib and to the nearest side vein, in leaf lengths."""
    half = _half_width(t)
    across = np.abs(v) * half
    start = t - across * (0.95 + 0.5 * np.abs(v))
    phase = start * VEINS + np.where(v > 0, 0.0, 0.42)
    side = np.abs(phase - np.round(phase)) / VEINS
    return across, side


def leaf(name: str, seed: int, length: float, rust: int, fold: float = 0.32, curl: float = 0.25, rows: int = 520, columns: int = 360) -> bpy.types.Object:
    """A leaf along +x from its stalk at the origin, upper side up; `rust` is the number of rust spots."""
    n = Noise(seed)
    rng = np.random.default_rng(seed)
    t, v = np.meshgrid(np.linspace(0, 1, rows), np.linspace(-1, 1, columns), indexing="ij")
    half = _half_width(t)
    across, side = _vein_distance(t, v)
    side = np.abs(side + 0.006 * n.at(np.stack([t.ravel() * 9, v.ravel() * 3, 0 * t.ravel()], axis=1)).reshape(t.shape))
    flat = np.stack([t.ravel(), (half * v).ravel(), 0 * t.ravel()], axis=1)
    wave = n.at(flat * 2.6).reshape(t.shape)
    quilt = 0.0045 * (1 - np.exp(-((side / 0.028) ** 2))) * smooth(0.0, 0.07, across)
    z = fold * across - 0.5 * fold * across**2 * 2 + quilt + 0.035 * wave * np.abs(v) - curl * t**2.2
    points = np.stack([t, half * v, z], axis=-1).reshape(-1, 3)
    cells = n.fractal(flat * 16, 4, 0.6)
    colour = blend(np.tile(linear("#46752a"), (t.size, 1)), "#6f9a3a", smooth(-0.4, 0.5, n.fractal(flat * 3.2, 4)))
    colour = blend(colour, "#335f20", smooth(0.0, 0.6, cells) * 0.7)
    vein = np.maximum(np.exp(-((across / 0.007) ** 2)), 0.5 * np.exp(-((side / 0.0032) ** 2)) * (1 - 0.6 * np.abs(v)))
    net = smooth(0.05, 0.0, np.abs(n.fractal(flat * 60 + 3, 2))) * 0.3
    colour = blend(colour, "#a9c070", np.maximum(vein.ravel(), net))
    colour = blend(colour, "#7f7430", smooth(0.9, 1.0, np.abs(v).ravel()) * 0.35)
    for _ in range(rust):
        at, sway = rng.uniform(0.14, 0.86), rng.uniform(-0.8, 0.8)
        centre = np.array([at, float(_half_width(np.array(at))) * sway, 0])
        size = rng.uniform(0.012, 0.03)
        wobble = 1 + 0.28 * n.at(flat * 30 + at * 50)
        distance = np.linalg.norm(flat - centre, axis=1) / (size * wobble)
        colour = blend(colour, "#d9b52c", smooth(1.5, 1.15, distance) * 0.9)
        colour = blend(colour, "#d9701a", smooth(1.1, 0.85, distance) * 0.95)
        colour = blend(colour, "#9c3412", smooth(0.62, 0.3, distance) * 0.85)
        dots = n.specks(flat * 190, 0.6, 0.3) * smooth(0.75, 0.4, distance)
        colour = blend(colour, "#2b120a", dots)
    thing = grid_object(name, points * length, colour, rows, columns, closed=False)
    thing.data.materials.append(skin(name, Skin(roughness=0.58, subsurface=0, bump=0.3, bump_scale=45 / length, bump_detail=5, translucent=0.3)))
    return thing


def twig(name: str, path: Array, radius: Array, seed: int, low: str = "#5a4330", high: str = "#8a6f52") -> bpy.types.Object:
    n = Noise(seed)

    def paint(points: Array, a: Array, at: Array) -> Array:
        place = np.stack([np.cos(a), np.sin(a), at * 14], axis=1)
        colour = blend(np.tile(linear(low), (len(at), 1)), high, smooth(-0.3, 0.5, n.fractal(place * 2, 5)))
        return blend(colour, "#c9b79a", n.specks(place * (1.6, 1.6, 1.4), 0.4, 0.14) * 0.7)

    thing = tube(name, path, radius, lambda a, t: 1 + 0.05 * np.sin(4 * a + 20 * t), paint, columns=48)
    thing.data.materials.append(skin(name, Skin(roughness=0.8, subsurface=0, bump=0.5, bump_scale=20, bump_detail=6)))
    return thing
