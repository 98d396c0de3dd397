import type { Box } from "../geometry/box";
import { createRectGrid } from "./rect-grid";

/** A box that wants its name shown. All lengths are CSS px on the stage. */
export interface ChipItem {
  readonly id: string;
  readonly box: Box<"source">;
  /** Width of the chip with everything, and with the name alone. */
  readonly full: number;
  readonly short: number;
}

export interface ChipPlacement {
  readonly id: string;
  readonly area: Box<"source">;
  readonly form: "full" | "short";
}

export interface ChipFrame {
  readonly bounds: Box<"source">;
  readonly height: number;
  /** Space between a box and a chip outside it. */
  readonly gap: number;
  /** Chips already placed, which these go around. */
  readonly taken?: readonly ChipPlacement[];
}

function overlaps(a: Box<"source">, b: Box<"source">): boolean {
  return a.x1 < b.x2 && a.x2 > b.x1 && a.y1 < b.y2 && a.y2 > b.y1;
}

function isInside(inner: Box<"source">, outer: Box<"source">): boolean {
  return inner.x1 >= outer.x1 && inner.y1 >= outer.y1 && inner.x2 <= outer.x2 && inner.y2 <= outer.y2;
}

function at(x1: number, y1: number, width: number, height: number): Box<"source"> {
  return { x1, y1, x2: x1 + width, y2: y1 + height };
}

/** Places outside a box, the usual one first: above left, below left, above right, below right, right, left. */
function outside(box: Box<"source">, width: number, frame: ChipFrame): Box<"source">[] {
  const { height, gap } = frame;
  const above = box.y1 - gap - height;
  const below = box.y2 + gap;
  const flushRight = box.x2 - width;
  return [
    at(box.x1, above, width, height),
    at(box.x1, below, width, height),
    at(flushRight, above, width, height),
    at(flushRight, below, width, height),
    at(box.x2 + gap, box.y1, width, height),
    at(box.x1 - gap - width, box.y1, width, height),
  ];
}

/** Corners within the part of a box that is on the stage, so that a zoomed-in box keeps its name in view. */
function inside(box: Box<"source">, width: number, frame: ChipFrame): Box<"source">[] {
  const { bounds, height, gap } = frame;
  const seen = {
    x1: Math.max(box.x1, bounds.x1),
    y1: Math.max(box.y1, bounds.y1),
    x2: Math.min(box.x2, bounds.x2),
    y2: Math.min(box.y2, bounds.y2),
  };
  const [left, right] = [seen.x1 + gap, seen.x2 - gap - width];
  const [top, bottom] = [seen.y1 + gap, seen.y2 - gap - height];
  if (right < left || bottom < top) return [];
  return [
    at(left, top, width, height),
    at(left, bottom, width, height),
    at(right, top, width, height),
    at(right, bottom, width, height),
  ];
}

/** In a crowd, a chip that hides more than this of its own box does more harm than good. */
export const COVER_OWN = 0.3;
/** Over a neighbour a chip also looks like the neighbour's. */
export const COVER_OTHER = 0.1;
/** Up to here every box gets its chip, even over its neighbours' boxes. */
export const CROWD = 16;

function coveredShare(box: Box<"source">, chip: Box<"source">): number {
  const width = Math.min(box.x2, chip.x2) - Math.max(box.x1, chip.x1);
  const height = Math.min(box.y2, chip.y2) - Math.max(box.y1, chip.y1);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / ((box.x2 - box.x1) * (box.y2 - box.y1));
}

/**
 * Puts each box's chip outside it where there is room, inside where not, never over a chip already placed: greedy,
 * in the order given. Places that hide little of any box come first, and in a crowd no others do. A chip with no place
 * shrinks to its name, and at last is left out (zooming in, hovering or selecting shows it).
 * @param items the most important first; boxes may reach past the bounds
 * @returns placements in the order of `items`, without those left out and those of boxes off the stage
 */
export function placeChips(items: readonly ChipItem[], frame: ChipFrame): ChipPlacement[] {
  const { bounds } = frame;
  const shown = items.filter((item) => overlaps(item.box, bounds));
  const boxes = createRectGrid<ChipItem>(bounds);
  const chips = createRectGrid<null>(bounds);
  for (const item of shown) boxes.add(item.box, item);
  for (const chip of frame.taken ?? []) chips.add(chip.area, null);
  const isFree = (area: Box<"source">) =>
    isInside(area, bounds) && !chips.some(area, (_, other) => overlaps(other, area));
  const hides = (area: Box<"source">, own: ChipItem) =>
    boxes.some(area, (item, box) => coveredShare(box, area) > (item === own ? COVER_OWN : COVER_OTHER));

  // the first good place ends the search: in a crowd most of them are not good
  const choose = (item: ChipItem): ChipPlacement | undefined => {
    let free: ChipPlacement | undefined;
    for (const form of ["full", "short"] as const)
      for (const places of [outside, inside])
        for (const area of places(item.box, item[form], frame)) {
          if (!isFree(area)) continue;
          if (!hides(area, item)) return { id: item.id, area, form };
          free ??= { id: item.id, area, form };
        }
    return shown.length <= CROWD ? free : undefined;
  };
  return shown.flatMap((item): ChipPlacement[] => {
    const chosen = choose(item);
    if (!chosen) return [];
    chips.add(chosen.area, null);
    return [chosen];
  });
}

/**
 * The place of one chip that must be seen, whatever it covers: the selected or hovered box.
 * @returns within the bounds, as long as the chip is no larger than they are
 */
export function placeOneChip(item: ChipItem, frame: ChipFrame): ChipPlacement {
  const [free] = placeChips([item], frame);
  if (free) return free;
  const { bounds, height } = frame;
  const clamp = (value: number, low: number, high: number) => Math.max(Math.min(value, high), low);
  const x = clamp(item.box.x1, bounds.x1, bounds.x2 - item.full);
  const y = clamp(item.box.y1, bounds.y1, bounds.y2 - height);
  return { id: item.id, area: at(x, y, item.full, height), form: "full" };
}
