import type { ClassedBox } from "../geometry/box";
import { intersectionOverUnion, SAME_PLACE_IOU } from "../geometry/iou";

/** A box of the right class below this overlap sits too loosely. */
export const LOOSE_IOU = 0.7;

/** A model's box and the standing box it was about. */
export interface BoxPair<M extends ClassedBox = ClassedBox, S extends ClassedBox = ClassedBox> {
  readonly model: M;
  readonly standing: S;
  readonly iou: number;
}

/** What the model got wrong and right on one photo: each box of either side is in exactly one list. */
export interface BoxComparison<M extends ClassedBox = ClassedBox, S extends ClassedBox = ClassedBox> {
  /** Standing boxes the model has none for. */
  readonly missed: readonly S[];
  /** Model's boxes where nothing stands. */
  readonly falseAlarms: readonly M[];
  /** Same place, other class. */
  readonly wrongClass: readonly BoxPair<M, S>[];
  /** Same class, IoU in [0.5, 0.7). */
  readonly loose: readonly BoxPair<M, S>[];
  /** Same class, IoU ≥ 0.7. */
  readonly agreed: readonly BoxPair<M, S>[];
}

interface Candidate {
  readonly model: number;
  readonly standing: number;
  readonly iou: number;
  readonly isSameClass: boolean;
}

/** Pairs in the same place: same class first, then best overlap, then input order. */
function candidatePairs(model: readonly ClassedBox[], standing: readonly ClassedBox[]): Candidate[] {
  const pairs: Candidate[] = [];
  for (const [m, ours] of model.entries()) {
    for (const [s, theirs] of standing.entries()) {
      const iou = intersectionOverUnion(ours.box, theirs.box);
      if (iou < SAME_PLACE_IOU) continue;
      pairs.push({ model: m, standing: s, iou, isSameClass: ours.classId === theirs.classId });
    }
  }
  return pairs.sort(
    (a, b) =>
      Number(b.isSameClass) - Number(a.isSameClass) ||
      b.iou - a.iou ||
      a.model - b.model ||
      a.standing - b.standing,
  );
}

/**
 * Compares a model's boxes with those that stand after a person looked.
 *
 * Matching is greedy: boxes of the same class find each other first, best overlap first; what is left pairs up across
 * classes. So an apple under a pear costs a false alarm and never the pear its match.
 * @param modelBoxes as the model gave them, source px; not mutated
 * @param standingBoxes as they stand in the correction, source px; not mutated
 */
export function compareBoxes<M extends ClassedBox, S extends ClassedBox>(
  modelBoxes: readonly M[],
  standingBoxes: readonly S[],
): BoxComparison<M, S> {
  const freeModel = new Set(modelBoxes.keys());
  const freeStanding = new Set(standingBoxes.keys());
  const wrongClass: BoxPair<M, S>[] = [];
  const loose: BoxPair<M, S>[] = [];
  const agreed: BoxPair<M, S>[] = [];
  for (const { model: m, standing: s, iou, isSameClass } of candidatePairs(modelBoxes, standingBoxes)) {
    const model = modelBoxes[m];
    const standing = standingBoxes[s];
    if (!model || !standing || !freeModel.has(m) || !freeStanding.has(s)) continue;
    freeModel.delete(m);
    freeStanding.delete(s);
    const list = isSameClass ? (iou < LOOSE_IOU ? loose : agreed) : wrongClass;
    list.push({ model, standing, iou });
  }
  return {
    missed: standingBoxes.filter((_, s) => freeStanding.has(s)),
    falseAlarms: modelBoxes.filter((_, m) => freeModel.has(m)),
    wrongClass,
    loose,
    agreed,
  };
}

export const ERROR_KINDS = ["missed", "falseAlarm", "wrongClass", "loose"] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** How often one kind of error happened to one class: the class that stands, of a false alarm the model's. */
export interface ErrorTally {
  readonly kind: ErrorKind;
  readonly classId: number;
  readonly count: number;
}

/** Errors counted by kind and class, kinds in the order of `ERROR_KINDS`, then by class. */
export function tallyErrors(comparison: BoxComparison): readonly ErrorTally[] {
  const classes: Record<ErrorKind, readonly number[]> = {
    missed: comparison.missed.map(({ classId }) => classId),
    falseAlarm: comparison.falseAlarms.map(({ classId }) => classId),
    wrongClass: comparison.wrongClass.map(({ standing }) => standing.classId),
    loose: comparison.loose.map(({ standing }) => standing.classId),
  };
  return ERROR_KINDS.flatMap((kind) => {
    const counts = new Map<number, number>();
    for (const classId of classes[kind]) counts.set(classId, (counts.get(classId) ?? 0) + 1);
    return [...counts].sort(([a], [b]) => a - b).map(([classId, count]) => ({ kind, classId, count }));
  });
}
