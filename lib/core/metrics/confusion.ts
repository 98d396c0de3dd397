import { intersectionOverUnion, SAME_PLACE_IOU } from "../geometry/iou";
import type { PhotoResult, PredictedBox, TrueBox } from "./mean-average-precision";

/** Result for one true box, or of one detection that belongs to none. */
export type Outcome =
  | { readonly kind: "found" | "confused"; readonly truth: TrueBox; readonly prediction: PredictedBox }
  | { readonly kind: "missed"; readonly truth: TrueBox; readonly prediction: undefined }
  | { readonly kind: "false-alarm"; readonly truth: undefined; readonly prediction: PredictedBox };

/**
 * Pairs each detection, best score first, with the free true box in the same place (IoU ≥ 0.5) that it overlaps most;
 * one of the same class comes before one of another.
 * @param predictions those that would be shown
 */
export function photoOutcomes({ truths, predictions }: PhotoResult): readonly Outcome[] {
  const free = new Set(truths);
  const outcomes: Outcome[] = [];
  for (const prediction of [...predictions].sort((a, b) => b.score - a.score)) {
    const near = [...free]
      .map((truth) => ({ truth, overlap: intersectionOverUnion(prediction.box, truth.box) }))
      .filter(({ overlap }) => overlap >= SAME_PLACE_IOU)
      .sort((a, b) => b.overlap - a.overlap);
    const match = near.find(({ truth }) => truth.classId === prediction.classId) ?? near[0];
    if (!match) {
      outcomes.push({ kind: "false-alarm", truth: undefined, prediction });
      continue;
    }
    free.delete(match.truth);
    const kind = match.truth.classId === prediction.classId ? "found" : "confused";
    outcomes.push({ kind, truth: match.truth, prediction });
  }
  for (const truth of free) outcomes.push({ kind: "missed", truth, prediction: undefined });
  return outcomes;
}

export interface Confusion {
  /** Classes with a true box or a detection, by id. */
  readonly classIds: readonly number[];
  /** [true class or nothing][found class or nothing]; "nothing" is last in both. */
  readonly counts: readonly (readonly number[])[];
}

/** How often each class was taken for each other, or for nothing. */
export function confusionOf(outcomes: readonly Outcome[]): Confusion {
  const ids = outcomes.flatMap(({ truth, prediction }) => [truth?.classId, prediction?.classId]);
  const classIds = [...new Set(ids.filter((id) => id !== undefined))].sort((a, b) => a - b);
  const indexOf = new Map(classIds.map((id, i) => [id, i]));
  const counts = Array.from({ length: classIds.length + 1 }, () =>
    new Array<number>(classIds.length + 1).fill(0),
  );
  const at = (box: TrueBox | undefined) => (box ? indexOf.get(box.classId)! : classIds.length);
  for (const { truth, prediction } of outcomes) counts[at(truth)]![at(prediction)]!++;
  return { classIds, counts };
}
