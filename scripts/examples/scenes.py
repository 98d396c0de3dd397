"""
Renders the example pictures: `python scenes.py SCENE OUT.png [--samples N] [--scale PERCENT]`.
Needs Blender as a Python module (bpy). The same seed and samples give the same picture.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import bpy  # noqa: E402
import numpy as np  # noqa: E402
from mathutils import Vector  # noqa: E402

import foods  # noqa: E402
from leaf import leaf, twig  # noqa: E402
from material import plain, wood  # noqa: E402
from mesh import rest, stack  # noqa: E402


def camera(at: tuple[float, float, float], look: tuple[float, float, float], lens: float, fstop: float) -> None:
    data = bpy.data.cameras.new("camera")
    data.lens = lens
    data.dof.use_dof = True
    data.dof.aperture_fstop = fstop
    data.dof.focus_distance = (Vector(look) - Vector(at)).length
    thing = bpy.data.objects.new("camera", data)
    thing.location = at
    thing.rotation_euler = (Vector(look) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(thing)
    bpy.context.scene.camera = thing


def window(at: tuple[float, float, float], size: tuple[float, float], power: float, colour: tuple[float, float, float], look: tuple[float, float, float] = (0, 0, 0.3)) -> None:
    data = bpy.data.lights.new("window", "AREA")
    data.shape = "RECTANGLE"
    data.size, data.size_y = size
    data.energy = power
    data.color = colour
    thing = bpy.data.objects.new("window", data)
    thing.location = at
    thing.rotation_euler = (Vector(look) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(thing)


def sky(colour: tuple[float, float, float], strength: float) -> None:
    world = bpy.data.worlds.new("sky")
    world.use_nodes = True
    background = world.node_tree.nodes["Background"]
    background.inputs["Color"].default_value = (*colour, 1)
    background.inputs["Strength"].default_value = strength
    bpy.context.scene.world = world


def slab(name: str, size: tuple[float, float, float], at: tuple[float, float, float], material: bpy.types.Material, bevel: float = 0.03) -> bpy.types.Object:
    bpy.ops.mesh.primitive_cube_add(size=1, location=at)
    thing = bpy.context.object
    thing.name = name
    thing.scale = size
    bpy.ops.object.transform_apply(location=False, rotation=False, scale=True)
    edge = thing.modifiers.new("edge", "BEVEL")
    edge.width = bevel
    edge.segments = 4
    thing.data.materials.append(material)
    return thing


def still_life() -> None:
    slab("table", (9, 7.2, 0.2), (0, -0.6, -0.1), wood("oak", "#a9774a", "#6d4526", 0.95, 0.5))
    slab("wall", (16, 0.2, 10), (0, 4.2, 2), plain("plaster", "#b9b3a4"))
    rest(foods.banana_hand("bananas", 11), -1.95, -0.42, (0, 0, -14))
    rest(foods.tomato("tomato one", 61), -1.42, 0.42, (8, -6, 20))
    rest(foods.tomato("tomato two", 62, 0.36), -0.66, 0.72, (-18, 12, 80))
    rest(foods.apple("apple one", 21, 0.8), 0.14, 0.4, (6, 8, 40))
    rest(foods.pear("pear", 41, 0.39), 0.86, 0.92, (-5, 4, 200))
    rest(foods.orange("orange one", 31, 0.4), 1.32, 0.2, (20, -14, 0))
    rest(foods.orange("orange two", 32, 0.38), 1.98, 0.62, (70, 30, 0))
    rest(foods.apple("apple two", 22, 0.5, 0.39), 0.42, -0.42, (-24, 14, 150))
    rest(foods.lemon("lemon one", 51), 1.24, -0.58, (90, 12, 65))
    rest(foods.lemon("lemon two", 52, 0.32), 1.94, -0.42, (86, -5, 130))
    rest(foods.cucumber("cucumber", 71), 0.9, -1.3, (0, 0, 6))
    window((-4.6, -1.2, 4.2), (3.2, 2.6), 430, (1.0, 0.95, 0.88))
    window((4.5, -3.5, 3.0), (3, 3), 70, (0.85, 0.92, 1.0))
    sky((0.75, 0.82, 0.9), 0.32)
    camera((0.0, -5.9, 3.9), (0.02, -0.2, 0.2), 55, 8)


def board() -> None:
    slab("worktop", (12, 9, 0.2), (0, 0, -0.1), plain("stone", "#8d9290", 0.45))
    slab("board", (4.3, 2.9, 0.14), (0.1, 0.1, 0.07), wood("beech", "#d9b27c", "#b98a55", 0.97, 0.55), 0.05)
    top = 0.14
    rest(foods.pepper("pepper red", 12, "red"), -1.42, 0.72, (78, 0, 35), top)
    rest(foods.pepper("pepper yellow", 13, "yellow", 0.4), -0.42, 0.88, (4, -8, 10), top)
    rest(foods.onion("onion one", 23), 0.62, 0.82, (14, -10, 30), top)
    rest(foods.onion("onion two", 24, 0.36), 1.42, 0.62, (72, 12, 200), top)
    rest(foods.aubergine("aubergine", 33, 0.33), 2.72, 0.75, (90, 0, 12), 0)
    for k, (x, y, turn) in enumerate([(-1.45, -0.42, 12), (-1.4, -0.78, 4), (-1.2, -1.1, -7)]):
        rest(foods.carrot(f"carrot {k}", 43 + k), x, y, (0, 0, turn), top)
    for k, (x, y, turn) in enumerate([(0.82, -0.2, 30), (1.5, -0.1, 100), (1.16, -0.72, 150)]):
        rest(foods.egg(f"egg {k}", 53 + k), x, y, (90, 14 * k, turn), top)
    for k, (x, y, turn) in enumerate([(-2.62, -0.35, 60), (-2.7, 0.6, 10), (-2.55, -1.15, 120)]):
        rest(foods.potato(f"potato {k}", 63 + k), x, y, (10 * k, 0, turn), 0)
    rest(foods.tomato("tomato", 73), 2.68, -0.75, (10, 8, 60), 0)
    window((4.0, 2.6, 5.0), (3, 3), 520, (1.0, 0.97, 0.92))
    window((-5, -3, 4), (3, 3), 130, (0.86, 0.92, 1.0))
    sky((0.8, 0.85, 0.92), 0.35)
    camera((0, -5.4, 6.2), (0.0, 0.02, 0.1), 50, 8)


def leaves() -> None:
    """Three apple leaves on a pale sheet, seen from above: two with rust, one healthy."""
    slab("sheet", (14, 12, 0.2), (0, 0, -0.1), plain("paper", "#e9e6de", 0.85))

    def place(name: str, seed: int, length: float, rust: int, at: tuple[float, float], turn: float, **shape: float) -> None:
        blade = leaf(name, seed, length, rust, **shape)
        along = np.linspace(0, 1, 24)
        line = np.stack([-0.3 * length * along, 0.06 * length * along**2, 0.02 * length * np.sin(3 * along)], axis=1)
        stalk = twig(f"{name} stalk", line, np.linspace(0.011, 0.017, 24) * length, seed, "#7f8a3a", "#a9a55a")
        rest(stack([blade, stalk], f"{name} leaf"), at[0], at[1], (2, -2, turn))

    place("rust", 3, 2.6, 17, (0.22, -1.32), 118, fold=0.16, curl=0.1)
    place("healthy", 9, 2.0, 0, (1.62, -1.1), 100, fold=0.2, curl=0.12)
    place("small", 14, 1.45, 6, (-1.72, -0.55), 84, fold=0.2, curl=0.1)
    window((-3.6, 2.4, 4.2), (2.4, 2.4), 330, (1.0, 0.97, 0.92))
    window((4, -3, 5), (4, 4), 90, (0.88, 0.93, 1.0))
    sky((0.8, 0.87, 0.95), 0.45)
    camera((0, -2.2, 7.2), (0.0, 0.0, 0.0), 62, 11)


SCENES: dict[str, Callable[[], None]] = {"still-life": still_life, "board": board, "leaf": leaves}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("scene", choices=sorted(SCENES))
    parser.add_argument("out", type=Path)
    parser.add_argument("--samples", type=int, default=32)
    parser.add_argument("--scale", type=int, default=100)
    options = parser.parse_args()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    SCENES[options.scene]()
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = options.samples
    scene.cycles.seed = 1
    scene.cycles.use_adaptive_sampling = False
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.max_bounces = 6
    scene.render.resolution_x, scene.render.resolution_y = 1280, 960
    scene.render.resolution_percentage = options.scale
    scene.render.image_settings.file_format = "PNG"
    scene.view_settings.view_transform = "Khronos PBR Neutral"
    scene.render.filepath = str(options.out.resolve())
    bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    main()
