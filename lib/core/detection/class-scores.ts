import type { Box } from "../geometry/box";
import type { Candidates, ClassScore, Detection } from "./types";

/** One thing the model saw, and what it may be, the likeliest first. */
export interface Sighting {
  readonly box: Box<"source">;
  readonly classes: readonly ClassScore[];
}

/** How many other names a box offers at one press; more are in the picker. */
export const OFFERED_NAMES = 2;
/** At or above this share of the best score, either of two names may be right. */
const CLOSE_SHARE = 0.5;

/** The name that is nearly as likely as the one a box has; undefined when none is. */
export function rivalOf(
  score: number | undefined,
  alternatives: readonly ClassScore[],
): ClassScore | undefined {
  const [next] = alternatives;
  return next && score !== undefined && next.score >= CLOSE_SHARE * score ? next : undefined;
}

/** The classes of one candidate, best first. */
export function classesOf(
  { scores, classIds, others }: Candidates,
  candidate: number,
): readonly ClassScore[] {
  const best = { classId: classIds[candidate]!, score: scores[candidate]! };
  return [best, ...(others?.[candidate] ?? [])];
}

/** Everything the model saw from the score floor up, best score first. */
export function* sightingsOf(candidates: Candidates): Generator<Sighting> {
  const { boxes, count } = candidates;
  for (let candidate = 0; candidate < count; candidate++) {
    const at = candidate * 4;
    const box = { x1: boxes[at]!, y1: boxes[at + 1]!, x2: boxes[at + 2]!, y2: boxes[at + 3]! };
    yield { box, classes: classesOf(candidates, candidate) };
  }
}

/** What the model shows, when its candidates are not available. */
export function sightingsShown(detections: readonly Detection[]): Sighting[] {
  return detections.map(({ box, classId, score, alternatives = [] }) => ({
    box,
    classes: [{ classId, score }, ...alternatives],
  }));
}
