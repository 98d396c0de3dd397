"""What a phone's camera adds to a rendered picture, and where the things are in it."""

from __future__ import annotations

from pathlib import Path

import bpy
import numpy as np
from bpy_extras.object_utils import world_to_camera_view
from mathutils import Vector

from mesh import Array


def develop(file: Path, seed: int, grain: float = 0.016) -> None:
    """Grain that is stronger in the dark, and a little less light in the corners. Changes the file."""
    image = bpy.data.images.load(str(file.resolve()))
    width, height = image.size
    flat = np.empty(width * height * 4, dtype=np.float32)
    image.pixels.foreach_get(flat)
    picture = flat.reshape(height, width, 4)
    rng = np.random.default_rng(seed)
    colour = picture[..., :3]
    light = colour.mean(axis=2, keepdims=True)
    noise = rng.normal(0, 1, (height, width, 1)) + 0.45 * rng.normal(0, 1, (height, width, 3))
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    corner = 1 - 0.09 * (x**2 + y**2)[..., None] ** 1.4 / 2
    picture[..., :3] = np.clip(colour * corner + grain * (1.2 - light) * noise, 0, 1)
    image.pixels.foreach_set(picture.ravel())
    image.file_format = "PNG"
    image.save()


def box_in_picture(thing: bpy.types.Object) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of a thing in px, cut at the picture's edge. What stands in front of it is not taken off."""
    scene = bpy.context.scene
    width = scene.render.resolution_x * scene.render.resolution_percentage / 100
    height = scene.render.resolution_y * scene.render.resolution_percentage / 100
    seen = np.concatenate([_in_view(part) for part in [thing, *thing.children] if part.type == "MESH"])
    left, right = np.clip([seen[:, 0].min(), seen[:, 0].max()], 0, 1) * width
    top, bottom = np.clip([1 - seen[:, 1].max(), 1 - seen[:, 1].min()], 0, 1) * height
    return round(left), round(top), round(right), round(bottom)


def _in_view(part: bpy.types.Object) -> Array:
    """Every sixteenth vertex, in shares of the picture, from its lower left corner."""
    scene = bpy.context.scene
    places = [part.matrix_world @ vertex.co for vertex in list(part.data.vertices)[::16]]
    return np.array([world_to_camera_view(scene, scene.camera, Vector(place))[:2] for place in places])
