import { classesOf } from "../detection/class-scores";
import type { Candidates, ClassScore } from "../detection/types";
import type { Box } from "../geometry/box";
import { intersectionOverUnion } from "../geometry/iou";

/** One place of a photo where a model saw something, and what it may be, the likeliest first. */
export interface Place {
  readonly box: Box<"source">;
  /** Never empty; scores in [0, 1] that need not add up to 1. */
  readonly classes: readonly ClassScore[];
}

/** Anchors that overlap by more than this saw the same thing. */
const SAME_SIGHT = 0.7;
/** What is scored lower says nothing about a label. */
const FAINTEST = 0.03;
const MOST_PLACES = 80;
const MOST_CLASSES = 6;

/**
 * What is kept of a model's look at a photo: the surest anchor of each place, with the best score that any anchor
 * there gives each class.
 * @param candidates best score first; not mutated
 * @returns at most 80 places, best first, each with at most six classes
 */
export function placesOf(candidates: Candidates): Place[] {
  const found: { readonly box: Box<"source">; readonly scores: Map<number, number> }[] = [];
  for (let index = 0; index < candidates.count; index++) {
    if (candidates.scores[index]! < FAINTEST) break;
    const at = index * 4;
    const [x1, y1, x2, y2] = candidates.boxes.subarray(at, at + 4) as unknown as number[];
    const box = { x1: x1!, y1: y1!, x2: x2!, y2: y2! };
    const same = found.find((one) => intersectionOverUnion(one.box, box) > SAME_SIGHT);
    if (!same && found.length >= MOST_PLACES) continue;
    const scores = same?.scores ?? new Map<number, number>();
    for (const { classId, score } of classesOf(candidates, index))
      scores.set(classId, Math.max(score, scores.get(classId) ?? 0));
    if (!same) found.push({ box, scores });
  }
  return found.map(({ box, scores }) => ({
    box,
    classes: [...scores]
      .map(([classId, score]) => ({ classId, score }))
      .sort((a, b) => b.score - a.score || a.classId - b.classId)
      .slice(0, MOST_CLASSES),
  }));
}

/** Boxes that overlap by more are one thing. */
const SAME_THING = 0.45;

/** The single things that a model is at least so sure of, each under its surest name, best first. */
export function thingsAt(
  places: readonly Place[],
  from: number,
): (ClassScore & { readonly box: Box<"source"> })[] {
  const things: (ClassScore & { readonly box: Box<"source"> })[] = [];
  for (const { box, classes } of places) {
    const best = classes[0]!;
    if (best.score < from || things.some((other) => intersectionOverUnion(other.box, box) > SAME_THING))
      continue;
    things.push({ ...best, box });
  }
  return things;
}
