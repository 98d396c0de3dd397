"""Fruit, vegetables and eggs, each a function of a seed. One unit is 10 cm."""

from __future__ import annotations

import bpy
import numpy as np

from material import Skin, skin
from mesh import Array, blend, grid_object, linear, revolve, stack, tube
from noise import Noise, smooth

UP = np.array([0.0, 0.0, 1.0])


def _fill(colour: str, count: int) -> Array:
    return np.tile(linear(colour), (count, 1))


def _dress(thing: bpy.types.Object, look: Skin) -> bpy.types.Object:
    thing.data.materials.append(skin(thing.name, look))
    return thing


def _stem(name: str, path: Array, radius: Array, low: str, high: str, seed: int) -> bpy.types.Object:
    n = Noise(seed)

    def paint(points: Array, _angle: Array, t: Array) -> Array:
        return blend(_fill(low, len(t)), high, t + 0.4 * n.fractal(points * (60, 60, 12)))

    thing = tube(name, path, radius, lambda a, t: 1 + 0.08 * np.sin(5 * a), paint, columns=24)
    return _dress(thing, Skin(roughness=0.8, subsurface=0, bump=0.4, bump_scale=60))


def _bent(start: Array, lean: Array, length: float, rows: int = 24) -> Array:
    t = np.linspace(0, 1, rows)[:, None]
    return start + UP * length * t + lean * length * t**2


def _sepals(name: str, count: int, length: float, width: float, height: float, seed: int, droop: float = 0.25) -> bpy.types.Object:
    """A star of narrow green leaves on top of a tomato or an aubergine."""
    rng = np.random.default_rng(seed)
    rows, columns = 28, 9
    points, colours = [], []
    for k in range(count):
        turn = 2 * np.pi * k / count + rng.uniform(-0.2, 0.2)
        reach, lift = length * rng.uniform(0.8, 1.15), rng.uniform(-0.3, 0.7)
        t = np.linspace(0, 1, rows)[:, None]
        v = np.linspace(-1, 1, columns)[None, :]
        half = width * np.sin(np.pi * np.clip(t * 0.92 + 0.08, 0, 1)) ** 0.8 * (1 - 0.5 * t)
        along = reach * t + 0 * v
        side = half * v + 0.12 * reach * np.sin(3 * t + k)* t
        z = height + 0.05 * np.sin(np.pi * t) * (1 + lift) - droop * reach * t**2 + 0.25 * half * np.abs(v) + 0.16 * lift * reach * t**3
        points.append(np.stack([along * np.cos(turn) - side * np.sin(turn), along * np.sin(turn) + side * np.cos(turn), z + 0 * v], axis=-1).reshape(-1, 3))
        colours.append(blend(_fill("#4b7a2a", rows * columns), "#7fa64a", (0.8 * (1 - np.abs(v)) + 0 * t).ravel() ** 3))
    parts = [grid_object(f"{name} {k}", p, c, rows, columns, closed=False) for k, (p, c) in enumerate(zip(points, colours, strict=True))]
    for part in parts:
        _dress(part, Skin(roughness=0.6, subsurface=0.1, bump=0.2, bump_scale=60, translucent=0.25))
    return stack(parts, name)


def apple(name: str, seed: int, red: float = 0.75, size: float = 0.4) -> bpy.types.Object:
    n = Noise(seed)
    profile = [(0, 0.5), (0.07, 0.53), (0.2, 0.73), (0.4, 0.84), (0.66, 0.8), (0.9, 0.55), (1.0, 0.18), (0.98, -0.18), (0.86, -0.55), (0.66, -0.8), (0.42, -0.93), (0.2, -0.88), (0.06, -0.8), (0, -0.79)]

    def shape(p: Array, angle: Array, t: Array) -> Array:
        lobes = 1 + 0.035 * np.cos(5 * angle) * smooth(0.5, 1.0, t) + 0.03 * n.at(p * 0.9)
        return p * lobes[:, None] * size

    def paint(p: Array, angle: Array, t: Array) -> Array:
        q = p / size
        ring = np.stack([np.cos(angle), np.sin(angle), 0.15 * q[:, 2]], axis=1)
        streak = n.fractal(ring * (7, 7, 3), 4, 0.7)
        fine = n.fractal(ring * (24, 24, 3) + 9, 3, 0.8)
        blush = red + 0.5 * n.at(q * 0.7 + 3) + 0.55 * streak + 0.35 * fine
        colour = blend(_fill("#d3c04a", len(p)), "#a9b845", smooth(0.0, 0.5, n.at(q * 1.2)) * 0.7)
        colour = blend(colour, "#c23a22", smooth(0.25, 0.85, blush) * 0.95)
        colour = blend(colour, "#7d0f14", smooth(0.75, 1.5, blush) * 0.85)
        colour = blend(colour, "#8f8a3c", smooth(0.16, 0.04, t) * 0.8)
        colour = blend(colour, "#e2cf9a", n.specks(q * 11, 0.5, 0.11) * 0.7)
        return blend(colour, "#4a3a22", smooth(0.975, 1.0, t))

    body = _dress(revolve(name, profile, shape, paint), Skin(roughness=0.28, coat=0.25, bump=0.03, bump_scale=25))
    stem = _stem(f"{name} stem", _bent(np.array([0, 0, 0.49 * size]), np.array([0.35, 0.1, 0]), 0.62 * size), np.linspace(0.03, 0.055, 24) * size, "#5a4a26", "#3b2a16", seed)
    return stack([body, stem], name)


def pear(name: str, seed: int, size: float = 0.4) -> bpy.types.Object:
    n = Noise(seed)
    profile = [(0, 1.52), (0.1, 1.53), (0.26, 1.44), (0.36, 1.2), (0.44, 0.9), (0.6, 0.5), (0.84, 0.15), (0.97, -0.25), (0.9, -0.65), (0.66, -0.92), (0.36, -1.0), (0.12, -0.93), (0, -0.88)]

    def shape(p: Array, _angle: Array, t: Array) -> Array:
        bent = p * (1 + 0.05 * n.at(p * 0.8))[:, None]
        bent[:, 0] += 0.12 * np.maximum(bent[:, 2], 0) ** 2 * 0.6
        return bent * size

    def paint(p: Array, _angle: Array, t: Array) -> Array:
        q = p / size
        colour = blend(_fill("#b8bd43", len(p)), "#d6bf4e", smooth(-0.3, 0.5, n.fractal(q * 1.1)))
        colour = blend(colour, "#c0722f", smooth(0.1, 0.8, 0.5 * q[:, 0] + n.fractal(q * 1.5 + 4)) * 0.5)
        colour = blend(colour, "#7e6a2c", n.specks(q * 13, 0.9, 0.14) * 0.7)
        colour = blend(colour, "#6b5a2a", n.specks(q * 24 + 5, 0.8, 0.2) * 0.45)
        colour = blend(colour, "#8a6a34", smooth(0.1, 0.0, t) * 0.8)
        return blend(colour, "#3a2c1a", smooth(0.96, 1.0, t))

    body = _dress(revolve(name, profile, shape, paint), Skin(roughness=0.42, bump=0.05, bump_scale=35))
    start = np.array([0.12 * 1.5**2 * 0.6, 0, 1.48]) * size
    stem = _stem(f"{name} stem", _bent(start, np.array([0.6, 0.1, 0]), 0.5 * size), np.linspace(0.075, 0.05, 24) * size, "#6b5226", "#3b2a16", seed)
    return stack([body, stem], name)


def _citrus(name: str, seed: int, profile: list[tuple[float, float]], size: float, colours: tuple[str, str, str]) -> bpy.types.Object:
    n = Noise(seed)

    def shape(p: Array, _angle: Array, _t: Array) -> Array:
        pits = n.specks(p * 13, 0.95, 0.34) * 0.008
        return p * (1 + 0.025 * n.at(p * 1.1) - pits)[:, None] * size

    def paint(p: Array, _angle: Array, t: Array) -> Array:
        q = p / size
        colour = blend(_fill(colours[0], len(p)), colours[1], smooth(-0.5, 0.6, n.fractal(q * 1.3)))
        colour = blend(colour, colours[2], n.specks(q * 13, 0.95, 0.34) * 0.35)
        return blend(colour, "#6f7a35", smooth(0.02, 0.0, t))

    return _dress(revolve(name, profile, shape, paint, 300, 360), Skin(roughness=0.4, subsurface=0.1, coat=0.15, bump=0.25, bump_scale=70, pores=True))


def orange(name: str, seed: int, size: float = 0.4) -> bpy.types.Object:
    profile = [(0, 0.9), (0.06, 0.9), (0.3, 0.9), (0.62, 0.73), (0.88, 0.4), (0.99, 0.02), (0.9, -0.4), (0.64, -0.74), (0.32, -0.92), (0.08, -0.95), (0, -0.94)]
    body = _citrus(f"{name} body", seed, profile, size, ("#e87c0c", "#f29a1c", "#c9620a"))
    star = _sepals(f"{name} star", 5, 0.14 * size, 0.06 * size, 0.9 * size, seed, 0.3)
    return stack([body, *star.children], name)


def lemon(name: str, seed: int, size: float = 0.34) -> bpy.types.Object:
    profile = [(0, 1.38), (0.1, 1.35), (0.17, 1.22), (0.3, 1.08), (0.58, 0.82), (0.82, 0.4), (0.88, 0.0), (0.8, -0.42), (0.56, -0.84), (0.28, -1.1), (0.14, -1.18), (0.07, -1.26), (0, -1.27)]
    return stack([_citrus(f"{name} body", seed, profile, size, ("#ecc71c", "#f4da35", "#d0a714"))], name)


def tomato(name: str, seed: int, size: float = 0.38) -> bpy.types.Object:
    n = Noise(seed)
    profile = [(0, 0.6), (0.1, 0.62), (0.32, 0.75), (0.62, 0.7), (0.9, 0.42), (1.02, 0.0), (0.93, -0.42), (0.66, -0.72), (0.34, -0.84), (0.1, -0.83), (0, -0.81)]

    def shape(p: Array, angle: Array, t: Array) -> Array:
        lobes = 0.045 * np.cos(6 * angle + 0.7 * np.sin(2 * angle)) * smooth(0.6, 0.1, t)
        return p * (1 + lobes + 0.03 * n.at(p * 0.9))[:, None] * size

    def paint(p: Array, _angle: Array, t: Array) -> Array:
        colour = blend(_fill("#c01f12", len(p)), "#d8431c", smooth(-0.2, 0.7, n.fractal(p / size * 1.1)))
        return blend(colour, "#d98a2e", smooth(0.22, 0.03, t) * 0.6)

    body = _dress(revolve(name, profile, shape, paint), Skin(roughness=0.16, subsurface=0.12, coat=0.6, bump=0.015, bump_scale=30))
    star = _sepals(f"{name} star", 6, 0.6 * size, 0.1 * size, 0.64 * size, seed)
    stem = _stem(f"{name} stem", _bent(np.array([0, 0, 0.6 * size]), np.array([0.3, 0.3, 0]), 0.32 * size), np.full(24, 0.065 * size), "#5f8a36", "#557031", seed)
    return stack([body, stem, *star.children], name)


def banana_hand(name: str, seed: int, count: int = 3) -> bpy.types.Object:
    """Bananas joined at the stem, lying on their sides and fanned."""
    rng = np.random.default_rng(seed)
    parts = []
    for k in range(count):
        n = Noise(seed + k)
        rows = 260
        t = np.linspace(0, 1, rows)
        bend = np.radians(88 + 6 * k)
        reach = 1.95 / bend
        turn = (t - 0.12) * bend
        turn = np.where(t < 0.12, turn * 0.35, turn)
        path = np.stack([reach * np.sin(turn), reach * (1 - np.cos(turn)), 0.02 * np.sin(np.pi * t)], axis=1)
        spread = np.radians(-20 * k + rng.uniform(-2, 2))
        path[:, :2] = path[:, :2] @ np.array([[np.cos(spread), np.sin(spread)], [-np.sin(spread), np.cos(spread)]])
        path[:, 2] += 0.035 * k * np.sin(np.pi * np.clip(t * 1.1, 0, 1))
        path -= path[0]
        radius = 0.19 * np.interp(t, [0, 0.06, 0.13, 0.22, 0.36, 0.6, 0.8, 0.91, 0.965, 0.985, 1.0], [0.4, 0.3, 0.36, 0.72, 0.96, 1.0, 0.9, 0.6, 0.3, 0.2, 0.02])
        radius = np.convolve(np.pad(radius, 6, mode="edge"), np.ones(13) / 13, mode="valid")
        radius[-3:] *= [0.8, 0.5, 0.05]

        def section(a: Array, at: Array, n: Noise = n) -> Array:
            ridge = np.abs(np.sin(2.5 * (a + 0.4)))
            strength = 0.1 * smooth(0.08, 0.25, at) * smooth(1.0, 0.85, at)
            return 1 - strength * (ridge**1.5 - 0.4)

        def paint(points: Array, a: Array, at: Array, n: Noise = n) -> Array:
            ridge = 1 - np.abs(np.sin(2.5 * (a + 0.4)))
            around = np.stack([np.cos(a) * 1.2, np.sin(a) * 1.2, at * 9], axis=1)
            colour = blend(_fill("#e9bd22", len(at)), "#f2cf3f", smooth(-0.3, 0.5, n.fractal(around * 0.7)))
            colour = blend(colour, "#9fae35", smooth(0.26, 0.08, at) * 0.75 + smooth(0.9, 0.97, at) * 0.5)
            colour = blend(colour, "#b98a1c", smooth(0.86, 1.0, ridge) * 0.35)
            freckle = n.specks(np.stack([np.cos(a) * 3, np.sin(a) * 3, at * 22], axis=1), 0.45, 0.2)
            colour = blend(colour, "#6a4216", freckle * smooth(0.2, 0.35, at) * 0.8)
            scuff = smooth(0.38, 0.6, n.fractal(around * (2.5, 2.5, 0.9) + 40, 5, 0.7)) * smooth(0.15, 0.3, at)
            colour = blend(colour, "#5e3a15", scuff * 0.6)
            return blend(colour, "#33251a", smooth(0.955, 0.985, at) + smooth(0.025, 0.0, at) * 0.8)

        thing = tube(f"{name} {k}", path, radius, section, paint, columns=140)
        parts.append(_dress(thing, Skin(roughness=0.42, subsurface=0.08, bump=0.06, bump_scale=18, bump_detail=6)))
    return stack(parts, name)


def cucumber(name: str, seed: int, length: float = 2.1, size: float = 0.21) -> bpy.types.Object:
    n = Noise(seed)
    t = np.linspace(0, 1, 300)
    path = np.stack([length * (t - 0.5), 0.14 * np.sin(np.pi * t), 0 * t], axis=1)
    radius = size * np.clip((1 - np.abs(2 * t - 1) ** 9) ** 0.6 * (0.9 + 0.12 * np.sin(np.pi * t)), 0.01, None)

    def bumps(a: Array, at: Array) -> Array:
        place = np.stack([np.cos(a).ravel() * 2.2, np.sin(a).ravel() * 2.2, at.ravel() * 16], axis=1)
        return n.specks(place, 0.5, 0.16).reshape(a.shape)

    def paint(points: Array, a: Array, at: Array) -> Array:
        stripe = 0.5 + 0.5 * np.sin(9 * a + 0.6 * n.at(np.stack([np.cos(a), np.sin(a), at * 4], axis=1)))
        wander = n.fractal(np.stack([np.cos(a) * 2, np.sin(a) * 2, at * 7], axis=1), 5)
        colour = blend(_fill("#1e4a1b", len(at)), "#3c7230", smooth(0.0, 0.6, wander + 0.2))
        colour = blend(colour, "#8fae5b", smooth(0.72, 1.0, stripe) * smooth(0.25, 0.95, at + 0.3 * wander) * 0.75)
        colour = blend(colour, "#b6c078", smooth(0.9, 1.0, at) * 0.6)
        return blend(colour, "#7f9a52", bumps(a, at) * 0.5)

    thing = tube(name, path, radius, lambda a, at: 1 + 0.018 * np.cos(9 * a) + 0.03 * bumps(a, at), paint, columns=240)
    return stack([_dress(thing, Skin(roughness=0.35, coat=0.15, bump=0.12, bump_scale=22, bump_detail=5))], name)


def carrot(name: str, seed: int, length: float = 1.75, size: float = 0.17) -> bpy.types.Object:
    n = Noise(seed)
    rng = np.random.default_rng(seed)
    t = np.linspace(0, 1, 340)
    path = np.stack([length * t, 0.06 * np.sin(2.4 * t + seed), 0 * t], axis=1)
    taper = np.interp(t, [0, 0.015, 0.05, 0.12, 0.4, 0.7, 0.88, 0.95, 1.0], [0.4, 0.75, 0.98, 1.0, 0.84, 0.6, 0.36, 0.14, 0.01])
    rings = np.zeros_like(t)
    for at in rng.uniform(0.05, 0.95, 46):
        rings += 0.035 * np.exp(-(((t - at) / 0.004) ** 2)) * rng.uniform(0.3, 1)
    radius = size * np.maximum(taper - rings * taper, 0.004)

    def paint(points: Array, a: Array, at: Array) -> Array:
        around = np.stack([np.cos(a), np.sin(a), at * 30], axis=1)
        colour = blend(_fill("#e06a12", len(at)), "#ef8a2a", smooth(-0.4, 0.5, n.fractal(around * (1, 1, 0.5))))
        groove = np.interp(at, t, rings) * 28
        mark = smooth(0.0, 0.5, n.at(around * (1.4, 1.4, 0.2)))
        colour = blend(colour, "#9c4a12", groove * mark * 0.9)
        colour = blend(colour, "#f0b070", smooth(0.35, 0.7, n.fractal(around * 1.4 + 8)) * 0.3)
        return blend(colour, "#66752f", smooth(0.03, 0.0, at) * 0.9)

    parts = [_dress(tube(name, path, radius, lambda a, at: 1 + 0.03 * np.sin(3 * a + 5 * at), paint), Skin(roughness=0.5, bump=0.15, bump_scale=25))]
    for k in range(7):
        lean = rng.normal(0, 0.3, 3)
        s = np.linspace(0, 1, 20)[:, None]
        line = np.array([0.02, 0, 0]) + s * np.array([-0.34, 0, 0]) * rng.uniform(0.5, 1.2) + s**2 * lean * 0.35 + (1 - s) * rng.normal(0, 0.03, 3)
        parts.append(_stem(f"{name} top {k}", line, np.full(20, 0.018), "#5f8a36", "#7da046", seed + k))
    return stack(parts, name)


def pepper(name: str, seed: int, colour: str = "red", size: float = 0.42) -> bpy.types.Object:
    n = Noise(seed)
    tones = {"red": ("#b3150f", "#cf2a16"), "yellow": ("#e2a40c", "#f0c01e"), "green": ("#2c6a1c", "#4f8a2a")}[colour]
    profile = [(0, 0.72), (0.12, 0.72), (0.3, 0.86), (0.56, 0.94), (0.82, 0.8), (0.93, 0.45), (0.9, 0.0), (0.83, -0.45), (0.72, -0.85), (0.5, -1.06), (0.28, -1.05), (0.1, -0.93), (0, -0.9)]

    def shape(p: Array, angle: Array, t: Array) -> Array:
        warp = angle + 0.18 * np.sin(2 * angle + seed)
        lobes = 0.11 * (np.abs(np.cos(2 * warp)) ** 0.7 - 0.6) * (0.5 + smooth(0.1, 0.3, t))
        bottom = 0.14 * np.cos(4 * warp) * smooth(0.72, 0.95, t)
        q = p * (1 + lobes + 0.05 * n.at(p * 0.9))[:, None]
        q[:, 2] -= bottom
        return q * size

    def paint(p: Array, _angle: Array, t: Array) -> Array:
        return blend(_fill(tones[0], len(p)), tones[1], smooth(-0.4, 0.6, n.fractal(p / size * 1.2)))

    body = _dress(revolve(name, profile, shape, paint), Skin(roughness=0.14, subsurface=0.1, coat=0.7, bump=0.04, bump_scale=9))
    cap = _sepals(f"{name} cap", 5, 0.3 * size, 0.15 * size, 0.75 * size, seed, 0.1)
    stem = _stem(f"{name} stem", _bent(np.array([0, 0, 0.7 * size]), np.array([0.5, 0.2, 0]), 0.62 * size), np.linspace(0.13, 0.1, 24) * size, "#5f8a36", "#4f7a2c", seed)
    return stack([body, stem, *cap.children], name)


def onion(name: str, seed: int, size: float = 0.4) -> bpy.types.Object:
    n = Noise(seed)
    profile = [(0, 1.7), (0.05, 1.68), (0.11, 1.45), (0.1, 1.22), (0.17, 1.02), (0.4, 0.84), (0.74, 0.6), (0.95, 0.3), (1.0, -0.02), (0.9, -0.42), (0.6, -0.74), (0.26, -0.88), (0.12, -0.9), (0, -0.9)]

    def shape(p: Array, angle: Array, t: Array) -> Array:
        q = p * (1 + 0.035 * n.at(p * 1.1) + 0.0012 * np.sin(26 * angle))[:, None]
        q[:, 0] += 0.3 * np.maximum(q[:, 2] - 1.0, 0)
        return q * size

    def paint(p: Array, angle: Array, t: Array) -> Array:
        around = np.stack([np.cos(angle), np.sin(angle), 0.16 * p[:, 2] / size], axis=1)
        streak = n.fractal(around * (15, 15, 3), 3, 0.8)
        patch = n.fractal(around * (2, 2, 5) + 8)
        colour = blend(_fill("#b9752e", len(p)), "#d9a050", smooth(-0.4, 0.5, patch))
        colour = blend(colour, "#8a4a1c", smooth(0.1, 0.7, streak) * 0.6)
        colour = blend(colour, "#e9c489", smooth(0.25, 0.6, -streak) * 0.4)
        colour = blend(colour, "#8a6a3a", smooth(0.25, 0.1, t) * 0.7)
        return blend(colour, "#d8c7a0", smooth(0.95, 1.0, t))

    return stack([_dress(revolve(name, profile, shape, paint), Skin(roughness=0.3, subsurface=0.08, coat=0.3, bump=0.08, bump_scale=14, bump_detail=5))], name)


def potato(name: str, seed: int, size: float = 0.4) -> bpy.types.Object:
    n = Noise(seed)
    rng = np.random.default_rng(seed)
    stretch = np.array([rng.uniform(1.25, 1.6), rng.uniform(0.9, 1.05), rng.uniform(0.75, 0.9)])
    angle = np.linspace(0, np.pi, 17)
    profile = [(float(np.sin(v)), float(np.cos(v))) for v in angle]

    def shape(p: Array, _angle: Array, _t: Array) -> Array:
        eyes = n.specks(p * 2.1 + 4, 0.5, 0.22) * 0.05
        return p * stretch * (1 + 0.16 * n.at(p * 0.9) + 0.05 * n.at(p * 2.1) - eyes)[:, None] * size

    def paint(p: Array, _angle: Array, _t: Array) -> Array:
        q = p / size / stretch
        colour = blend(_fill("#b98d52", len(p)), "#d2ad6e", smooth(-0.4, 0.5, n.fractal(q * 2, 5)))
        colour = blend(colour, "#7a5630", smooth(0.15, 0.6, n.fractal(q * 5 + 3, 5, 0.7)) * 0.6)
        colour = blend(colour, "#5f4226", n.specks(q * 9, 0.6, 0.14) * 0.7)
        return blend(colour, "#6f4f2c", n.specks(q * 2.1 + 4, 0.5, 0.22) * 0.5)

    return stack([_dress(revolve(name, profile, shape, paint), Skin(roughness=0.75, bump=0.3, bump_scale=30, bump_detail=6))], name)


def egg(name: str, seed: int, shell: str = "#c98f62", size: float = 0.29) -> bpy.types.Object:
    n = Noise(seed)
    angle = np.linspace(0, np.pi, 21)
    profile = [(float(np.sin(v) * (1 - 0.16 * np.cos(v)) * 0.97), float(1.32 * np.cos(v))) for v in angle]

    def paint(p: Array, _angle: Array, _t: Array) -> Array:
        q = p / size
        colour = blend(_fill(shell, len(p)), "#e0b890", smooth(-0.5, 0.7, n.fractal(q * 1.2)) * 0.5)
        return blend(colour, "#8a5a36", n.specks(q * 12, 0.5, 0.1) * 0.4)

    return stack([_dress(revolve(name, profile, lambda p, a, t: p * size, paint), Skin(roughness=0.5, subsurface=0.1, bump=0.05, bump_scale=60))], name)


def aubergine(name: str, seed: int, size: float = 0.36) -> bpy.types.Object:
    n = Noise(seed)
    profile = [(0, 1.9), (0.2, 1.88), (0.38, 1.75), (0.48, 1.4), (0.56, 0.9), (0.72, 0.3), (0.9, -0.4), (0.92, -0.9), (0.74, -1.36), (0.4, -1.6), (0.12, -1.66), (0, -1.66)]

    def shape(p: Array, _angle: Array, _t: Array) -> Array:
        q = p * (1 + 0.03 * n.at(p * 0.7))[:, None]
        q[:, 0] += 0.06 * (q[:, 2] - 0.2) ** 2
        return q * size

    def paint(p: Array, _angle: Array, t: Array) -> Array:
        return blend(_fill("#1c0b21", len(p)), "#371238", smooth(-0.3, 0.6, n.fractal(p / size * 1.1)))

    body = _dress(revolve(name, profile, shape, paint), Skin(roughness=0.16, subsurface=0, coat=0.6, bump=0.02, bump_scale=12))
    top = np.array([0.06 * 1.7**2, 0, 1.9]) * size
    cap = _sepals(f"{name} cap", 5, 0.72 * size, 0.26 * size, 1.93 * size, seed, 0.95)
    for part in cap.children:
        part.location = (top[0], 0, 0)
    stem = _stem(f"{name} stem", _bent(top - UP * 0.05 * size, np.array([0.4, 0.1, 0]), 0.75 * size), np.linspace(0.16, 0.12, 24) * size, "#587a35", "#4a6a2c", seed)
    return stack([body, stem, *cap.children], name)
