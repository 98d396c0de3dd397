import type { Candidates, ClassScore } from "./types";

/** A candidate's place with new classes, best first; never empty. */
export interface Place {
  readonly index: number;
  readonly classes: readonly ClassScore[];
}

/**
 * Candidates whose classes have changed: best score first again, ties in their old order.
 * @param candidates where the places are; not mutated
 */
export function rebuild({ boxes, others }: Candidates, places: readonly Place[]): Candidates {
  const score = ({ classes }: Place) => Math.fround(classes[0]!.score);
  const sorted = [...places].sort((a, b) => score(b) - score(a) || a.index - b.index);
  return {
    count: sorted.length,
    boxes: Float32Array.from(sorted.flatMap(({ index }) => [...boxes.subarray(index * 4, index * 4 + 4)])),
    scores: Float32Array.from(sorted, score),
    classIds: Uint16Array.from(sorted, ({ classes }) => classes[0]!.classId),
    others: others && sorted.map(({ classes }) => classes.slice(1)),
  };
}
