import { type Box, boxArea } from "../geometry/box";

/** How much of the first box lies in the second, in [0, 1]; 0 for an empty box. */
export function shareInside(inner: Box<"source">, outer: Box<"source">): number {
  const width = Math.min(inner.x2, outer.x2) - Math.max(inner.x1, outer.x1);
  const height = Math.min(inner.y2, outer.y2) - Math.max(inner.y1, outer.y1);
  const area = boxArea(inner);
  return width <= 0 || height <= 0 || area === 0 ? 0 : (width * height) / area;
}

/** From here on a box is part of another: an apple of a heap that has one box. */
export const PART_OF = 0.7;
