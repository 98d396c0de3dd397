import type { Box } from "../../../geometry/box";

/** Longest side of a mask that is accepted. */
const MAX_SIDE = 100_000;

/**
 * Run lengths out of COCO's text: each number five bits a character from "0" on, lowest first, a sixth bit for "more
 * follows"; from the third on the difference to the one before the last.
 * Source: the COCO API's mask code, Lin et al. 2014, arXiv:1405.0312
 */
function readCounts(text: string): number[] {
  const counts: number[] = [];
  for (let at = 0; at < text.length; ) {
    let value = 0;
    let factor = 1;
    for (;;) {
      const bits = text.charCodeAt(at++) - 48;
      if (!(bits >= 0 && bits < 64)) return [];
      value += (bits & 0x1f) * factor;
      factor *= 32;
      if (bits & 0x20) continue;
      if (bits & 0x10) value -= factor;
      break;
    }
    counts.push(counts.length > 2 ? value + (counts[counts.length - 2] ?? 0) : value);
  }
  return counts;
}

/**
 * The box around a mask that COCO keeps as run lengths, column by column from the left, background first.
 * @param segmentation `size` as [height, width] and `counts`, a list or COCO's text
 * @returns undefined when it is no such mask, or nothing is in it
 */
export function boxOfMask({ size, counts }: Readonly<Record<string, unknown>>): Box<"source"> | undefined {
  const [height, width] = Array.isArray(size) ? size.map(Number) : [];
  if (!height || !width || !(height > 0 && height <= MAX_SIDE && width > 0 && width <= MAX_SIDE))
    return undefined;
  const runs =
    typeof counts === "string" ? readCounts(counts) : Array.isArray(counts) ? counts.map(Number) : [];
  const box = { x1: width, y1: height, x2: 0, y2: 0 };
  let at = 0;
  for (const [index, length] of runs.entries()) {
    if (!Number.isInteger(length) || length < 0 || at + length > height * width) return undefined;
    if (index % 2 === 1 && length > 0) {
      const [first, last] = [at, at + length - 1];
      const [left, right] = [Math.floor(first / height), Math.floor(last / height)];
      box.x1 = Math.min(box.x1, left);
      box.x2 = Math.max(box.x2, right + 1);
      // a run that goes on in the next column reaches the foot of one and the head of the other
      box.y1 = Math.min(box.y1, right > left ? 0 : first % height);
      box.y2 = Math.max(box.y2, right > left ? height : (last % height) + 1);
    }
    at += length;
  }
  return box.x2 > box.x1 ? box : undefined;
}
