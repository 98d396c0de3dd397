import type { Box, Size } from "@/lib/core/geometry/box";

export interface LabelledBox {
  /** Index into the set's own class names. */
  readonly classIndex: number;
  readonly box: Box<"source">;
}

function toBox(values: readonly number[], photo: Size): Box<"source"> {
  if (values.length === 4) {
    const [cx = 0, cy = 0, w = 0, h = 0] = values;
    return {
      x1: (cx - w / 2) * photo.width,
      y1: (cy - h / 2) * photo.height,
      x2: (cx + w / 2) * photo.width,
      y2: (cy + h / 2) * photo.height,
    };
  }
  const xs = values.filter((_, i) => i % 2 === 0);
  const ys = values.filter((_, i) => i % 2 === 1);
  return {
    x1: Math.min(...xs) * photo.width,
    y1: Math.min(...ys) * photo.height,
    x2: Math.max(...xs) * photo.width,
    y2: Math.max(...ys) * photo.height,
  };
}

/**
 * Reads YOLO labels: `class cx cy w h`, or a polygon `class x1 y1 x2 y2 x3 y3 …`, which becomes the box around it.
 * Coordinates are fractions of the photo. A line that says the same as one before it is dropped.
 * @throws RangeError for a line that is neither
 */
export function readYoloLabels(text: string, photo: Size): readonly LabelledBox[] {
  const lines = [...new Set(text.split(/\r?\n/).map((line) => line.trim()))].filter((line) => line !== "");
  return lines.map((line) => {
    const [classIndex = -1, ...values] = line.split(/\s+/).map(Number);
    const isShape = values.length === 4 || (values.length >= 6 && values.length % 2 === 0);
    if (!Number.isInteger(classIndex) || classIndex < 0 || !isShape || !values.every(Number.isFinite)) {
      throw new RangeError(`not a YOLO label: ${line.slice(0, 80)}`);
    }
    return { classIndex, box: toBox(values, photo) };
  });
}
