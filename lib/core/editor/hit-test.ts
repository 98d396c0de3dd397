import { type Box, boxArea } from "../geometry/box";
import type { ShownBox } from "./document";
import { HANDLES, type HandleName, handlePoint, handleSides } from "./resize-box";
import { boxToStage, type Point, type Viewport } from "./viewport";

export type PointerKind = "mouse" | "touch" | "pen";

/** What lies under the pointer. */
export type HitTarget =
  | { readonly on: "photo" }
  | { readonly on: "box"; readonly id: string }
  | { readonly on: "handle"; readonly id: string; readonly handle: HandleName };

/** A chip's place on the stage, CSS px; pressing it is pressing its box. */
export interface ChipArea {
  readonly id: string;
  readonly area: Box<"source">;
}

export interface HitScene {
  readonly boxes: readonly ShownBox[];
  readonly selection: readonly string[];
  readonly viewport: Viewport;
  readonly chips: readonly ChipArea[];
  readonly kind: PointerKind;
  /** `edges`: the whole frame of the selected box; `grips`: only its eight handles, so that a box can be drawn close by. */
  readonly handles: "edges" | "grips" | "none";
}

/** Edge of a handle as drawn, CSS px. */
export function handleSize(kind: PointerKind): number {
  return kind === "touch" ? 24 : 10;
}

/** How far outside a line still counts as on it, CSS px. */
function reachOf(kind: PointerKind): { readonly outward: number; readonly box: number } {
  return kind === "touch" ? { outward: 24, box: 10 } : { outward: 8, box: 4 };
}

function isWithin(at: Point, box: Box<"source">, grow = 0): boolean {
  return at.x >= box.x1 - grow && at.x <= box.x2 + grow && at.y >= box.y1 - grow && at.y <= box.y2 + grow;
}

/**
 * Which handle of a selected box is under the pointer: corners first, then the whole length of an edge. Inwards a
 * handle reaches at most a quarter of the edge, so that the middle of the smallest box still moves it.
 */
function edgeAt(box: Box<"source">, at: Point, outward: number): HandleName | undefined {
  if (!isWithin(at, box, outward)) return undefined;
  const inX = Math.min(outward, (box.x2 - box.x1) / 4);
  const inY = Math.min(outward, (box.y2 - box.y1) / 4);
  const x = at.x <= box.x1 + inX ? -1 : at.x >= box.x2 - inX ? 1 : 0;
  const y = at.y <= box.y1 + inY ? -1 : at.y >= box.y2 - inY ? 1 : 0;
  if (x === 0 && y === 0) return undefined;
  return HANDLES.find((handle) => {
    const sides = handleSides(handle);
    return sides.x === x && sides.y === y;
  });
}

/** Which of the eight handles as drawn is under the pointer. */
function gripAt(box: Box<"source">, at: Point, kind: PointerKind): HandleName | undefined {
  const reach = kind === "touch" ? handleSize(kind) : handleSize(kind) / 2 + 1;
  return HANDLES.find((handle) => {
    const grip = handlePoint(box, handle);
    return Math.max(Math.abs(grip.x - at.x), Math.abs(grip.y - at.y)) <= reach;
  });
}

/** Boxes under the pointer, the smallest first: a small box on a large one stays within reach. */
export function boxesAt(scene: HitScene, at: Point): ShownBox[] {
  const grow = reachOf(scene.kind).box;
  return scene.boxes
    .filter(({ box }) => isWithin(at, boxToStage(scene.viewport, box), grow))
    .map((box, index) => ({ box, index }))
    .sort((a, b) => boxArea(a.box.box) - boxArea(b.box.box) || b.index - a.index)
    .map(({ box }) => box);
}

/**
 * What a press would act on: the one selected box's handles, then chips, then the smallest box.
 * @param at stage px
 */
export function hitTest(scene: HitScene, at: Point): HitTarget {
  const only = scene.selection.length === 1 ? scene.selection[0] : undefined;
  const selected = scene.boxes.find((box) => box.id === only);
  if (selected && scene.handles !== "none") {
    const area = boxToStage(scene.viewport, selected.box);
    const handle =
      scene.handles === "edges"
        ? edgeAt(area, at, reachOf(scene.kind).outward)
        : gripAt(area, at, scene.kind);
    if (handle) return { on: "handle", id: selected.id, handle };
  }
  const chip = [...scene.chips].reverse().find(({ area }) => isWithin(at, area));
  if (chip) return { on: "box", id: chip.id };
  const box = boxesAt(scene, at)[0];
  return box ? { on: "box", id: box.id } : { on: "photo" };
}
