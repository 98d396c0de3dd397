import type { ModelClass } from "@/lib/contracts/model-manifest";
import type { Detection } from "@/lib/core/detection/types";

/** A detection as the API and the command line write it. */
export interface NamedDetection {
  /** Canonical class name. */
  readonly class: string;
  readonly id: number;
  readonly displayName: string;
  readonly score: number;
  /** x1 y1 x2 y2 in photo px after EXIF orientation. */
  readonly box: [number, number, number, number];
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

/** Adds names to detections; boxes are rounded to a thousandth of a pixel, scores to six digits. */
export function nameDetections(
  detections: readonly Detection[],
  classes: readonly ModelClass[],
): readonly NamedDetection[] {
  const byId = new Map(classes.map((one) => [one.id, one]));
  return detections.map(({ box, score, classId }) => {
    const known = byId.get(classId);
    return {
      class: known?.name ?? String(classId),
      id: classId,
      displayName: known?.displayName ?? String(classId),
      score: rounded(score, 6),
      box: [rounded(box.x1, 3), rounded(box.y1, 3), rounded(box.x2, 3), rounded(box.y2, 3)],
    };
  });
}
