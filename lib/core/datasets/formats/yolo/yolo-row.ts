import type { Box } from "../../../geometry/box";

/** One row of a YOLO label file: its class, and the numbers behind it, which may be more than a box. */
export interface YoloRow {
  readonly classIndex: number;
  readonly values: readonly number[];
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** @returns undefined for a line that is not a class index with at least four numbers behind it */
export function parseYoloRow(line: string): YoloRow | undefined {
  const words = line.trim().split(/\s+/);
  if (words.length < 5 || !words.every((word) => NUMBER.test(word))) return undefined;
  const [classIndex = -1, ...values] = words.map(Number);
  if (!Number.isInteger(classIndex) || classIndex < 0 || !values.every(Number.isFinite)) return undefined;
  return { classIndex, values };
}

/** How the numbers behind the class are read. */
export interface RowReading {
  /** The box: the first four numbers as centre and size, or the one around all points. */
  readonly box: "first" | "around";
  /** Numbers at the end that are no part of a box or point: a score, a score and a track id. */
  readonly behind: 0 | 1 | 2;
  /** What the row is. */
  readonly means: "box" | "keypoints" | "outline" | "turned";
}

/** The box of a row, in fractions of the photo, not clipped. */
export function boxOfRow({ values }: YoloRow, { box, behind }: RowReading): Box<"normalised"> {
  if (box === "first") {
    const [cx = 0, cy = 0, w = 0, h = 0] = values;
    return { x1: cx - w / 2, y1: cy - h / 2, x2: cx + w / 2, y2: cy + h / 2 };
  }
  const points = values.slice(0, values.length - behind);
  const xs = points.filter((_, index) => index % 2 === 0);
  const ys = points.filter((_, index) => index % 2 === 1);
  return { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) };
}
