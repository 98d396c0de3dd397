import { intersectionOverUnion } from "../geometry/iou";
import type { Detection } from "./types";

/** At or above this overlap two boxes are one object, even with different names. */
export const SAME_OBJECT_IOU = 0.75;

/**
 * Boxes of different classes on one object become one: the surest stays, and the others are its alternatives, the
 * surest first, each class once. A weaker box never removes a surer one, so a lower threshold adds boxes or
 * alternatives and changes none of those there.
 * @param detections best score first, as `filterCandidates` gives them; not mutated
 * @returns best score first; one without rivals is the same object as before
 */
export function foldAlternatives(detections: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  const rivals = new Map<number, Detection[]>();
  for (const detection of detections) {
    const at = kept.findIndex(
      ({ classId, box }) =>
        classId !== detection.classId && intersectionOverUnion(box, detection.box) >= SAME_OBJECT_IOU,
    );
    if (at < 0) kept.push(detection);
    else rivals.set(at, [...(rivals.get(at) ?? []), detection]);
  }
  return kept.map((detection, at) => {
    const others = rivals.get(at);
    if (!others) return detection;
    const scores = new Map<number, number>();
    for (const { classId, score } of [...(detection.alternatives ?? []), ...others])
      scores.set(classId, Math.max(score, scores.get(classId) ?? 0));
    const alternatives = [...scores]
      .map(([classId, score]) => ({ classId, score }))
      .sort((a, b) => b.score - a.score);
    return { ...detection, alternatives };
  });
}
