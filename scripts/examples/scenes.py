"""
Renders the example pictures: `python scenes.py SCENE OUT.png [--samples N] [--scale PERCENT]`, and beside each OUT.json with the
box of every thing in it. Needs Blender as a Python module (bpy). The same seed and samples give the same picture.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import bpy  # noqa: E402
import numpy as np  # noqa: E402
from mathutils import Vector  # noqa: E402

import foods  # noqa: E402
from leaf import leaf, twig  # noqa: E402
from material import cloth, glaze, plain, tiles, wood  # noqa: E402
from mesh import rest, stack  # noqa: E402
from photograph import box_in_picture, develop  # noqa: E402


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


def pane(at: tuple[float, float, float], size: tuple[float, float], power: float, colour: tuple[float, float, float], look: tuple[float, float, float] = (0, 0, 0.3)) -> None:
    """A window of two by two panes: what shines in it shows the bars, as in a kitchen."""
    forward = (Vector(look) - Vector(at)).normalized()
    right = forward.cross(Vector((0, 0, 1))).normalized()
    up = right.cross(forward)
    for i in (-0.5, 0.5):
        for k in (-0.5, 0.5):
            middle = Vector(at) + right * (i * size[0] * 0.53) + up * (k * size[1] * 0.53)
            window(tuple(middle), (size[0] * 0.47, size[1] * 0.47), power / 4, colour, tuple(middle + forward * 5))


def place(name: str, thing: bpy.types.Object, x: float, y: float, turn: tuple[float, float, float], floor: float = 0.0) -> None:
    """Sets a thing down and notes what it is."""
    rest(thing, x, y, turn, floor)
    thing["food"] = name


def bottle(name: str, at: tuple[float, float], height: float, radius: float, colour: str) -> None:
    """A jar or bottle far behind, out of focus."""
    bpy.ops.mesh.primitive_cylinder_add(radius=radius, depth=height, location=(*at, height / 2), vertices=48)
    thing = bpy.context.object
    thing.name = name
    edge = thing.modifiers.new("edge", "BEVEL")
    edge.width = radius * 0.3
    edge.segments = 5
    thing.data.materials.append(glaze(name, colour))
    for polygon in thing.data.polygons:
        polygon.use_smooth = True


def still_life() -> None:
    slab("table", (14, 13, 0.2), (0, 0.2, -0.1), wood("oak", "#b58a5e", "#8a6440", 1.35, 0.42, gap=0.004))
    slab("wall", (20, 0.2, 12), (0, 6.2, 2), tiles("tiles", "#d9d6cd", 1.5))
    bottle("oil", (-2.7, 4.3), 2.4, 0.36, "#5d6b2c")
    bottle("jar", (-1.7, 4.8), 1.5, 0.5, "#d8cdb8")
    bottle("crock", (2.7, 4.6), 1.7, 0.72, "#7d93a1")
    place("banana", foods.banana_hand("bananas", 11), -1.95, -0.55, (0, 0, -14))
    place("tomato", foods.tomato("tomato one", 61), -1.38, 0.5, (8, -6, 20))
    place("tomato", foods.tomato("tomato two", 62, 0.35), -0.66, 0.86, (-18, 12, 80))
    place("apple", foods.apple("apple one", 21, 0.8), 0.14, 0.4, (6, 8, 40))
    place("pear", foods.pear("pear", 41, 0.39), 0.88, 1.0, (-5, 4, 200))
    place("orange", foods.orange("orange one", 31, 0.4), 1.3, 0.2, (20, -14, 0))
    place("orange", foods.orange("orange two", 32, 0.38), 1.98, 0.7, (70, 30, 0))
    place("apple", foods.apple("apple two", 22, 0.5, 0.39), 0.42, -0.46, (-24, 14, 150))
    place("lemon", foods.lemon("lemon one", 51), 1.26, -0.6, (90, 12, 65))
    place("lemon", foods.lemon("lemon two", 52, 0.32), 1.98, -0.3, (86, -5, 130))
    place("cucumber", foods.cucumber("cucumber", 71, 1.9), 0.7, -1.28, (0, 0, 5))
    pane((-5.2, 0.6, 3.6), (3.4, 3.0), 620, (1.0, 0.96, 0.9))
    window((4.5, -4.5, 4.0), (4, 4), 60, (0.85, 0.92, 1.0))
    sky((0.82, 0.86, 0.92), 0.34)
    camera((0.25, -6.1, 3.5), (0.05, -0.1, 0.24), 50, 4.5)


def board() -> None:
    slab("worktop", (14, 11, 0.2), (0, 0, -0.1), plain("stone", "#b9b5ad", 0.35))
    slab("board", (4.3, 2.9, 0.16), (0.1, 0.1, 0.08), wood("beech", "#cfa878", "#b08a5c", 2.0, 0.5, gap=0.002), 0.06)
    slab("towel", (2.6, 1.7, 0.05), (-2.9, 2.0, 0.03), cloth("linen", "#8fa3ad"), 0.02).rotation_euler = (0, 0, 0.35)
    top = 0.16
    place("bell pepper", foods.pepper("pepper red", 12, "red"), -1.42, 0.72, (78, 0, 35), top)
    place("bell pepper", foods.pepper("pepper yellow", 13, "yellow", 0.4), -0.42, 0.88, (4, -8, 10), top)
    place("onion", foods.onion("onion one", 23), 0.62, 0.82, (14, -10, 30), top)
    place("onion", foods.onion("onion two", 24, 0.36), 1.42, 0.62, (72, 12, 200), top)
    place("eggplant", foods.aubergine("aubergine", 33, 0.33), 2.62, 0.9, (90, 0, 78), 0)
    for k, (x, y, turn) in enumerate([(-1.45, -0.42, 12), (-1.4, -0.78, 4), (-1.2, -1.1, -7)]):
        place("carrot", foods.carrot(f"carrot {k}", 43 + k), x, y, (0, 0, turn), top)
    for k, (x, y, turn) in enumerate([(0.82, -0.2, 30), (1.5, -0.1, 100), (1.16, -0.72, 150)]):
        place("egg", foods.egg(f"egg {k}", 53 + k), x, y, (90, 14 * k, turn), top)
    for k, (x, y, turn) in enumerate([(-2.62, -0.35, 60), (-2.72, 0.55, 10), (-2.6, -1.2, 120)]):
        place("potato", foods.potato(f"potato {k}", 63 + k, 0.36), x, y, (10 * k, 0, turn), 0)
    place("tomato", foods.tomato("tomato", 73), 2.64, -0.85, (10, 8, 60), 0)
    pane((4.6, 3.6, 4.6), (3.4, 3.0), 640, (1.0, 0.96, 0.9))
    window((-5, -4, 5), (4, 4), 70, (0.86, 0.92, 1.0))
    sky((0.82, 0.86, 0.92), 0.4)
    camera((0.1, -5.2, 6.6), (0.02, 0.0, 0.1), 45, 5.6)


def leaves() -> None:
    """Three apple leaves on a garden table, seen from above: two with rust, one healthy."""
    slab("table", (16, 14, 0.2), (0, 0, -0.1), wood("larch", "#b7aa98", "#8f8272", 1.9, 0.8, gap=0.006))

    def lay(kind: str, name: str, seed: int, length: float, rust: int, at: tuple[float, float], turn: float, **shape: float) -> None:
        blade = leaf(name, seed, length, rust, **shape)
        along = np.linspace(0, 1, 24)
        line = np.stack([-0.3 * length * along, 0.06 * length * along**2, 0.02 * length * np.sin(3 * along)], axis=1)
        stalk = twig(f"{name} stalk", line, np.linspace(0.011, 0.017, 24) * length, seed, "#7f8a3a", "#a9a55a")
        place(kind, stack([blade, stalk], f"{name} leaf"), at[0], at[1], (2, -2, turn))

    lay("apple rust leaf", "rust", 3, 2.6, 17, (0.22, -1.32), 118, fold=0.16, curl=0.1)
    lay("apple leaf", "healthy", 9, 2.0, 0, (1.62, -1.1), 100, fold=0.2, curl=0.12)
    lay("apple rust leaf", "small", 14, 1.45, 6, (-1.72, -0.55), 84, fold=0.2, curl=0.1)
    window((-4.2, 3.0, 5.4), (1.1, 1.1), 420, (1.0, 0.95, 0.86))
    sky((0.78, 0.86, 0.97), 0.75)
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
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = 0.35
    scene.render.filepath = str(options.out.resolve())
    bpy.ops.render.render(write_still=True)
    develop(options.out, seed=1)
    boxes = [(thing["food"], *box_in_picture(thing)) for thing in bpy.data.objects if "food" in thing]
    rows = ",\n".join(f"  {json.dumps(box)}" for box in boxes)
    options.out.with_suffix(".json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
