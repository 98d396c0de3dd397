import { classesOf } from "../detection/class-scores";
import { type Place, rebuild } from "../detection/rebuild-candidates";
import type { Candidates, Detection } from "../detection/types";
import { intersectionOverUnion } from "../geometry/iou";
import { type NamedTruth, type RealSetKind, realSetKind } from "./real-life";

/** A labelled photo as the network scored it. */
export interface LookedPhoto {
  readonly candidates: Candidates;
  readonly truths: readonly NamedTruth[];
}

export interface LookedSet {
  readonly set: string;
  readonly photos: readonly LookedPhoto[];
}

/** Overlap from which a box is on a true one. */
const ON_IT = 0.5;

export const kindOfSet = ({ photos }: LookedSet): RealSetKind => realSetKind(photos);

/** What a set's labels allow to judge: where one thing is labelled and others stand beside it, the surest box alone. */
export function judgeable<T>(kind: RealSetKind, boxes: readonly T[]): readonly T[] {
  return kind === "one box a photo" ? boxes.slice(0, 1) : boxes;
}

/** Whether a photo's labels name the class. */
export const isNamed = ({ truths }: Pick<LookedPhoto, "truths">, classId: number): boolean =>
  truths.some((truth) => truth.classId === classId);

/** The labelled thing that a box is on. */
export function truthUnder(
  { truths }: Pick<LookedPhoto, "truths">,
  { box }: Pick<Detection, "box">,
  kind: RealSetKind,
): NamedTruth | undefined {
  if (kind === "one box a photo") return truths[0];
  const near = truths
    .map((truth) => ({ truth, overlap: intersectionOverUnion(truth.box, box) }))
    .filter(({ overlap }) => overlap >= ON_IT)
    .sort((a, b) => b.overlap - a.overlap);
  return near[0]?.truth;
}

/**
 * The candidates of a model that does not know some classes: each place has its best remaining class. Imitates foods outside
 * the classes; it favours no one, but the network did learn those foods.
 */
export function hideClasses(candidates: Candidates, hidden: ReadonlySet<number>): Candidates {
  const left: Place[] = [];
  for (let index = 0; index < candidates.count; index++) {
    const classes = classesOf(candidates, index).filter(({ classId }) => !hidden.has(classId));
    if (classes.length > 0) left.push({ index, classes });
  }
  return rebuild(candidates, left);
}
