import type { ModelClass } from "@/lib/contracts/model-manifest";
import { namedOnly } from "@/lib/core/detection/filter";
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

/** A food that has no name yet: what it may be, the likeliest first. */
export interface UnnamedDetection extends Pick<NamedDetection, "score" | "box"> {
  readonly mayBe: string[];
}

export interface NamedDetections {
  detections: NamedDetection[];
  /** Absent where every food has a name. */
  unnamed?: UnnamedDetection[];
}

const cornersOf = ({ x1, y1, x2, y2 }: Detection["box"]): NamedDetection["box"] => [
  rounded(x1, 3),
  rounded(y1, 3),
  rounded(x2, 3),
  rounded(y2, 3),
];

/**
 * Adds names to detections; boxes are rounded to a thousandth of a pixel, scores to six digits. Foods whose name is too doubtful
 * stand apart.
 */
export function nameDetections(
  detections: readonly Detection[],
  classes: readonly ModelClass[],
): NamedDetections {
  const byId = new Map(classes.map((one) => [one.id, one]));
  const nameOf = (classId: number) => byId.get(classId)?.name ?? String(classId);
  const unnamed = detections
    .filter(({ isUnknown }) => isUnknown)
    .map(({ box, score, classId, alternatives = [] }) => ({
      score: rounded(score, 6),
      box: cornersOf(box),
      mayBe: [classId, ...alternatives.map((other) => other.classId)].map(nameOf),
    }));
  return {
    detections: namedOnly(detections).map(({ box, score, classId }) => ({
      class: nameOf(classId),
      id: classId,
      displayName: byId.get(classId)?.displayName ?? String(classId),
      score: rounded(score, 6),
      box: cornersOf(box),
    })),
    ...(unnamed.length > 0 ? { unnamed } : {}),
  };
}
