import { parseYoloLine } from "@/lib/core/datasets/yolo-line";
import type { Box, Size } from "@/lib/core/geometry/box";

export interface LabelledBox {
  /** Index into the set's own class names. */
  readonly classIndex: number;
  readonly box: Box<"source">;
}

/**
 * Reads YOLO labels: `class cx cy w h`, or a polygon `class x1 y1 x2 y2 x3 y3 …`, which becomes the box around it.
 * Coordinates are fractions of the photo. A line that says the same as one before it is dropped.
 * @throws RangeError for a line that is neither
 */
export function readYoloLabels(text: string, photo: Size): readonly LabelledBox[] {
  const lines = [...new Set(text.split(/\r?\n/).map((line) => line.trim()))].filter((line) => line !== "");
  return lines.map((line) => {
    const label = parseYoloLine(line);
    if (!label) throw new RangeError(`not a YOLO label: ${line.slice(0, 80)}`);
    const { x1, y1, x2, y2 } = label.box;
    const { width, height } = photo;
    return {
      classIndex: label.classIndex,
      box: { x1: x1 * width, y1: y1 * height, x2: x2 * width, y2: y2 * height },
    };
  });
}
