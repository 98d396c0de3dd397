import type { ShownBox } from "./document";

/** Rows of the photo within which boxes read left to right. */
const ROWS = 8;

/** Boxes as one reads a page: by row of their centre, then from the left. Not mutated. */
export function inReadingOrder(boxes: readonly ShownBox[], photoHeight: number): ShownBox[] {
  const row = ({ box }: ShownBox) => Math.floor(((box.y1 + box.y2) / 2 / photoHeight) * ROWS);
  return [...boxes].sort(
    (a, b) => row(a) - row(b) || a.box.x1 + a.box.x2 - b.box.x1 - b.box.x2 || a.id.localeCompare(b.id),
  );
}
