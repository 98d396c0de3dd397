"""Surfaces: painted skins, wood, plaster, leaves."""

from __future__ import annotations

from dataclasses import dataclass

import bpy

from mesh import linear


@dataclass(frozen=True)
class Skin:
    """How a painted surface takes light. `bump_scale` is in bumps a unit (10 cm)."""

    roughness: float = 0.45
    subsurface: float = 0.06
    coat: float = 0.0
    bump: float = 0.1
    bump_scale: float = 40.0
    bump_detail: float = 2.0
    pores: bool = False
    translucent: float = 0.0


def _new(name: str) -> tuple[bpy.types.Material, bpy.types.Node, bpy.types.NodeTree]:
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    tree = material.node_tree
    return material, tree.nodes["Principled BSDF"], tree


def skin(name: str, look: Skin) -> bpy.types.Material:
    material, shader, tree = _new(name)
    nodes, links = tree.nodes, tree.links
    paint = nodes.new("ShaderNodeVertexColor")
    paint.layer_name = "paint"
    links.new(paint.outputs["Color"], shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = look.roughness
    shader.inputs["Subsurface Weight"].default_value = look.subsurface
    shader.inputs["Subsurface Radius"].default_value = (0.08, 0.04, 0.02)
    shader.inputs["Subsurface Scale"].default_value = 1.0
    shader.inputs["Coat Weight"].default_value = look.coat
    shader.inputs["Coat Roughness"].default_value = 0.12
    place = nodes.new("ShaderNodeTexCoord")
    texture = nodes.new("ShaderNodeTexVoronoi" if look.pores else "ShaderNodeTexNoise")
    texture.inputs["Scale"].default_value = look.bump_scale
    if not look.pores:
        texture.inputs["Detail"].default_value = look.bump_detail
    links.new(place.outputs["Object"], texture.inputs["Vector"])
    bump = nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = look.bump
    bump.inputs["Distance"].default_value = 0.02
    links.new(texture.outputs["Distance" if look.pores else "Fac"], bump.inputs["Height"])
    links.new(bump.outputs["Normal"], shader.inputs["Normal"])
    if look.translucent > 0:
        through = nodes.new("ShaderNodeBsdfTranslucent")
        links.new(paint.outputs["Color"], through.inputs["Color"])
        mix = nodes.new("ShaderNodeMixShader")
        mix.inputs["Fac"].default_value = look.translucent
        links.new(shader.outputs["BSDF"], mix.inputs[1])
        links.new(through.outputs["BSDF"], mix.inputs[2])
        links.new(mix.outputs["Shader"], nodes["Material Output"].inputs["Surface"])
    return material


def _rgba(hex_colour: str) -> tuple[float, float, float, float]:
    r, g, b = linear(hex_colour)
    return (r, g, b, 1.0)


def wood(name: str, light: str, dark: str, plank: float, roughness: float, gap: float = 0.012) -> bpy.types.Material:
    """Planks along x, `plank` units wide, with grain and gaps of `gap` units."""
    material, shader, tree = _new(name)
    nodes, links = tree.nodes, tree.links
    place = nodes.new("ShaderNodeTexCoord")
    stretch = nodes.new("ShaderNodeMapping")
    stretch.inputs["Scale"].default_value = (0.35, 5.0, 5.0)
    links.new(place.outputs["Object"], stretch.inputs["Vector"])
    grain = nodes.new("ShaderNodeTexNoise")
    grain.inputs["Scale"].default_value = 2.2
    grain.inputs["Detail"].default_value = 9.0
    grain.inputs["Roughness"].default_value = 0.65
    grain.inputs["Distortion"].default_value = 0.9
    links.new(stretch.outputs["Vector"], grain.inputs["Vector"])
    ramp = nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.elements[0].position = 0.34
    ramp.color_ramp.elements[0].color = _rgba(dark)
    ramp.color_ramp.elements[1].position = 0.66
    ramp.color_ramp.elements[1].color = _rgba(light)
    links.new(grain.outputs["Fac"], ramp.inputs["Fac"])
    boards = nodes.new("ShaderNodeTexBrick")
    boards.inputs["Color1"].default_value = (1, 1, 1, 1)
    boards.inputs["Color2"].default_value = (0.84, 0.82, 0.8, 1)
    boards.inputs["Mortar"].default_value = (0.1, 0.07, 0.05, 1)
    boards.inputs["Scale"].default_value = 1.0
    boards.inputs["Mortar Size"].default_value = gap
    boards.inputs["Brick Width"].default_value = 14.0
    boards.inputs["Row Height"].default_value = plank
    links.new(place.outputs["Object"], boards.inputs["Vector"])
    mix = nodes.new("ShaderNodeMix")
    mix.data_type = "RGBA"
    mix.blend_type = "MULTIPLY"
    mix.inputs["Factor"].default_value = 1.0
    links.new(ramp.outputs["Color"], mix.inputs[6])
    links.new(boards.outputs["Color"], mix.inputs[7])
    links.new(mix.outputs[2], shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = roughness
    bump = nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = 0.15
    bump.inputs["Distance"].default_value = 0.02
    links.new(grain.outputs["Fac"], bump.inputs["Height"])
    links.new(bump.outputs["Normal"], shader.inputs["Normal"])
    return material


def plain(name: str, colour: str, roughness: float = 0.9) -> bpy.types.Material:
    """One colour with faint clouds in it."""
    material, shader, tree = _new(name)
    nodes, links = tree.nodes, tree.links
    clouds = nodes.new("ShaderNodeTexNoise")
    clouds.inputs["Scale"].default_value = 1.1
    clouds.inputs["Detail"].default_value = 6.0
    ramp = nodes.new("ShaderNodeValToRGB")
    r, g, b, _ = _rgba(colour)
    ramp.color_ramp.elements[0].color = (r * 0.86, g * 0.86, b * 0.86, 1)
    ramp.color_ramp.elements[1].color = (r, g, b, 1)
    links.new(clouds.outputs["Fac"], ramp.inputs["Fac"])
    links.new(ramp.outputs["Color"], shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = roughness
    return material


def tiles(name: str, colour: str, size: float) -> bpy.types.Material:
    """Glazed wall tiles, `size` units wide and half as high."""
    material, shader, tree = _new(name)
    nodes, links = tree.nodes, tree.links
    place = nodes.new("ShaderNodeTexCoord")
    turn = nodes.new("ShaderNodeMapping")
    turn.inputs["Rotation"].default_value = (1.5708, 0, 0)
    links.new(place.outputs["Object"], turn.inputs["Vector"])
    brick = nodes.new("ShaderNodeTexBrick")
    r, g, b, _ = _rgba(colour)
    brick.inputs["Color1"].default_value = (r, g, b, 1)
    brick.inputs["Color2"].default_value = (r * 0.9, g * 0.91, b * 0.92, 1)
    brick.inputs["Mortar"].default_value = (0.42, 0.4, 0.37, 1)
    brick.inputs["Scale"].default_value = 1.0
    brick.inputs["Mortar Size"].default_value = 0.02
    brick.inputs["Brick Width"].default_value = size
    brick.inputs["Row Height"].default_value = size / 2
    links.new(turn.outputs["Vector"], brick.inputs["Vector"])
    links.new(brick.outputs["Color"], shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = 0.22
    return material


def glaze(name: str, colour: str) -> bpy.types.Material:
    """Glass or pottery of one colour."""
    material, shader, _ = _new(name)
    shader.inputs["Base Color"].default_value = _rgba(colour)
    shader.inputs["Roughness"].default_value = 0.18
    return material


def cloth(name: str, colour: str) -> bpy.types.Material:
    """Woven linen with a stripe."""
    material, shader, tree = _new(name)
    nodes, links = tree.nodes, tree.links
    place = nodes.new("ShaderNodeTexCoord")
    weave = nodes.new("ShaderNodeTexChecker")
    weave.inputs["Scale"].default_value = 90.0
    r, g, b, _ = _rgba(colour)
    weave.inputs["Color1"].default_value = (r, g, b, 1)
    weave.inputs["Color2"].default_value = (r * 0.8, g * 0.8, b * 0.8, 1)
    links.new(place.outputs["Object"], weave.inputs["Vector"])
    links.new(weave.outputs["Color"], shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = 0.95
    bump = nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = 0.3
    bump.inputs["Distance"].default_value = 0.02
    links.new(weave.outputs["Fac"], bump.inputs["Height"])
    links.new(bump.outputs["Normal"], shader.inputs["Normal"])
    return material
