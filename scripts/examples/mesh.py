"""Meshes from arrays: surfaces of revolution, tubes and sheets, each with a colour per vertex."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import bpy
import numpy as np

Array = np.ndarray


def linear(hex_colour: str) -> Array:
    """`#rrggbb` in sRGB to linear light."""
    value = np.array([int(hex_colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def blend(base: Array, over: str | Array, amount: Array) -> Array:
    """Lays a colour over [n, 3] colours; `amount` [n] in 0..1."""
    top = linear(over) if isinstance(over, str) else over
    return base + (top - base) * np.clip(amount, 0, 1)[:, None]


def spline(points: Sequence[tuple[float, float]], count: int) -> Array:
    """Catmull-Rom through 2D points, evenly spaced along its length. Returns [count, 2]."""
    p = np.array([points[0], *points, points[-1]], dtype=float)
    fine = []
    for i in range(1, len(p) - 2):
        t = np.linspace(0, 1, 48, endpoint=False)[:, None]
        a, b, c, d = p[i - 1], p[i], p[i + 1], p[i + 2]
        fine.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    line = np.concatenate([*fine, p[-1:]])
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = np.linspace(0, length[-1], count)
    return np.stack([np.interp(at, length, line[:, k]) for k in range(2)], axis=1)


def grid_object(name: str, vertices: Array, colours: Array, rows: int, columns: int, closed: bool) -> bpy.types.Object:
    """A [rows × columns] grid of vertices as an object; `closed` joins the last column to the first."""
    across = columns if closed else columns - 1
    r, c = np.meshgrid(np.arange(rows - 1), np.arange(across), indexing="ij")
    right = (c + 1) % columns
    faces = np.stack([r * columns + c, r * columns + right, (r + 1) * columns + right, (r + 1) * columns + c], axis=-1)
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices.tolist(), [], faces.reshape(-1, 4).tolist())
    mesh.polygons.foreach_set("use_smooth", np.ones(len(mesh.polygons), dtype=bool))
    layer = mesh.color_attributes.new(name="paint", type="FLOAT_COLOR", domain="POINT")
    rgba = np.concatenate([np.clip(colours, 0, 1), np.ones((len(colours), 1))], axis=1)
    layer.data.foreach_set("color", rgba.astype(np.float32).ravel())
    thing = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(thing)
    return thing


Shape = Callable[[Array, Array, Array], Array]
Paint = Callable[[Array, Array, Array], Array]


def revolve(
    name: str, profile: Sequence[tuple[float, float]], shape: Shape, paint: Paint, rows: int = 220, columns: int = 260
) -> bpy.types.Object:
    """
    Turns a (radius, height) profile, top first, about z. `shape(points, angle, t)` may move the points, and
    `paint(points, angle, t)` gives linear colours; t runs 0 to 1 from top to bottom.
    """
    outline = spline(profile, rows)
    angle = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    a, t = np.meshgrid(angle, np.linspace(0, 1, rows))
    radius = np.repeat(np.maximum(outline[:, 0], 1e-4), columns)
    a, t = a.ravel(), t.ravel()
    points = np.stack([radius * np.cos(a), radius * np.sin(a), np.repeat(outline[:, 1], columns)], axis=1)
    points = shape(points, a, t)
    return grid_object(name, points, paint(points, a, t), rows, columns, closed=True)


def tube(
    name: str,
    path: Array,
    radius: Array,
    section: Callable[[Array, Array], Array],
    paint: Paint,
    columns: int = 96,
) -> bpy.types.Object:
    """Sweeps a ring along `path` [rows, 3]; `section(angle, t)` scales the radius, so that a ring need not be round."""
    rows = len(path)
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    up = np.array([0.0, 0.0, 1.0]) if abs(tangent[0, 2]) < 0.8 else np.array([0.0, 1.0, 0.0])
    side = np.cross(tangent, up)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    top = np.cross(side, tangent)
    angle = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    a, t = np.meshgrid(angle, np.linspace(0, 1, rows))
    reach = radius[:, None] * section(a, t)
    points = (
        path[:, None, :]
        + side[:, None, :] * (reach * np.cos(a))[..., None]
        + top[:, None, :] * (reach * np.sin(a))[..., None]
    ).reshape(-1, 3)
    return grid_object(name, points, paint(points, a.ravel(), t.ravel()), rows, columns, closed=True)


def stack(things: Sequence[bpy.types.Object], name: str) -> bpy.types.Object:
    """Puts parts under one empty so that they move as one."""
    root = bpy.data.objects.new(name, None)
    bpy.context.scene.collection.objects.link(root)
    for thing in things:
        thing.parent = root
    return root


def rest(root: bpy.types.Object, x: float, y: float, turn: tuple[float, float, float], floor: float = 0.0) -> None:
    """Turns a thing (degrees about x, y, z) and sets it down at (x, y) with its lowest point just in the floor."""
    root.rotation_euler = [np.radians(v) for v in turn]
    root.location = (0, 0, 0)
    bpy.context.view_layer.update()
    lowest = np.inf
    for part in [root, *root.children]:
        if part.type != "MESH":
            continue
        flat = np.empty(len(part.data.vertices) * 3)
        part.data.vertices.foreach_get("co", flat)
        m = np.array(part.matrix_world)
        lowest = min(lowest, (flat.reshape(-1, 3) @ m[:3, :3].T + m[:3, 3])[:, 2].min())
    root.location = (x, y, floor - lowest - 0.004)
