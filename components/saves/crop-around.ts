import type { Box, Size } from "@/lib/core/geometry/box";

/** Room around the boxes, as a share of the longer edge. */
const MARGIN = 0.35;

/** A square piece of the photo around some boxes, source px; it may reach over the photo's edge. */
export function cropAround(boxes: readonly Box<"source">[], photo: Size): Box<"source"> {
  if (boxes.length === 0) return { x1: 0, y1: 0, x2: photo.width, y2: photo.height };
  const x1 = Math.min(...boxes.map((box) => box.x1));
  const y1 = Math.min(...boxes.map((box) => box.y1));
  const x2 = Math.max(...boxes.map((box) => box.x2));
  const y2 = Math.max(...boxes.map((box) => box.y2));
  const half = Math.max(x2 - x1, y2 - y1) * (0.5 + MARGIN);
  const [centreX, centreY] = [(x1 + x2) / 2, (y1 + y2) / 2];
  return { x1: centreX - half, y1: centreY - half, x2: centreX + half, y2: centreY + half };
}
