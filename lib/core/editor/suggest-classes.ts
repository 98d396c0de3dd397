import type { Sighting } from "../detection/class-scores";
import type { ClassScore } from "../detection/types";
import type { Box } from "../geometry/box";
import { intersectionOverUnion } from "../geometry/iou";

/** Below this overlap a sighting is about something else. */
export const SUGGEST_IOU = 0.3;
export const MOST_SUGGESTED = 5;

/**
 * The classes the model sees where a box lies: each by its best overlap times score, so that a sure sighting in the
 * same place comes before an unsure one, and before a sure one that only touches.
 * @param box source px
 * @returns at most five, the likeliest first, with the score of their best sighting
 */
export function suggestClasses(box: Box<"source">, sightings: Iterable<Sighting>): ClassScore[] {
  const best = new Map<number, ClassScore & { readonly weight: number }>();
  for (const sighting of sightings) {
    const iou = intersectionOverUnion(box, sighting.box);
    if (iou < SUGGEST_IOU) continue;
    for (const { classId, score } of sighting.classes) {
      const weight = iou * score;
      if (weight > (best.get(classId)?.weight ?? 0)) best.set(classId, { classId, score, weight });
    }
  }
  return [...best.values()]
    .sort((a, b) => b.weight - a.weight || a.classId - b.classId)
    .slice(0, MOST_SUGGESTED)
    .map(({ classId, score }) => ({ classId, score }));
}
