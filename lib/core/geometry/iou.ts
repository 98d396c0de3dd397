import { type Box, boxArea, type Space } from "./box";

/** At or above this IoU two boxes are at the same place. */
export const SAME_PLACE_IOU = 0.5;

/** Intersection over union in [0, 1]; 0 when both are empty. */
export function intersectionOverUnion<S extends Space>(a: Box<S>, b: Box<S>): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (boxArea(a) + boxArea(b) - intersection);
}
