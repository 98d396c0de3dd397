import type { Box } from "../geometry/box";

/** One label line, as read: coordinates in fractions of the photo, not clipped. */
export interface YoloLabel {
  readonly classIndex: number;
  readonly box: Box<"normalised">;
  readonly shape: "box" | "polygon";
}

/**
 * Reads one line of a YOLO label file: `class cx cy w h`, or a polygon `class x1 y1 x2 y2 x3 y3 …`, whose box is the
 * one around it.
 * @returns undefined for a line that is neither
 */
export function parseYoloLine(line: string): YoloLabel | undefined {
  const words = line.trim().split(/\s+/);
  const [classIndex = -1, ...values] = words.map((word) => (word === "" ? Number.NaN : Number(word)));
  if (!Number.isInteger(classIndex) || classIndex < 0 || !values.every(Number.isFinite)) return undefined;
  if (values.length === 4) {
    const [cx = 0, cy = 0, w = 0, h = 0] = values;
    const box = { x1: cx - w / 2, y1: cy - h / 2, x2: cx + w / 2, y2: cy + h / 2 };
    return { classIndex, box, shape: "box" };
  }
  if (values.length < 6 || values.length % 2 !== 0) return undefined;
  const xs = values.filter((_, index) => index % 2 === 0);
  const ys = values.filter((_, index) => index % 2 === 1);
  const box = { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) };
  return { classIndex, box, shape: "polygon" };
}
