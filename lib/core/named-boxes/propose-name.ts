import type { ClassScore } from "../detection/types";
import type { FeatureSpread } from "../metrics/feature-spread";
import type { BoxLook, NamedBox } from "./named-box";

/** The name a person gave to a box that looks like this one. */
export interface ProposedName {
  readonly classId: number;
  /** When the box was named that is most like it; ms since 1970. */
  readonly namedAt: number;
}

/** Chosen by `scripts/replay-names.ts` on training photos; its figures are in training/EXPERIMENTS.md. */
export const ALIKE = 0.9;
/** So much less alike must be the nearest box of another name. */
export const MARGIN = 0.03;
/** A name the model is this sure of is left alone. */
export const SURE_SCORE = 0.85;
/** Scores below it say nothing. */
const LEAST_SCORE = 0.01;
/** Along an axis that hardly varies, a small difference would count for too much. */
const LEAST_WIDTH = 0.02;

/**
 * What a person named that looks like a box. Half of the likeness is the photo's (its pooled features, measured in the widths of
 * `spread`), half what the model says of the box.
 * @param look what the model saw; another model's boxes are passed over
 * @param spread where this model's features lie
 * @returns undefined when nothing is like it, two names are about as like, the name is the model's own, or the model is sure
 */
export function proposeName(
  look: BoxLook,
  named: readonly NamedBox[],
  spread: FeatureSpread,
): ProposedName | undefined {
  const [said] = look.scores;
  if (!said || said.score >= SURE_SCORE) return undefined;
  const best = new Map<number, { readonly alike: number; readonly namedAt: number }>();
  for (const box of named) {
    const alike = likeness(look, box, spread);
    const known = best.get(box.classId);
    if (!known || alike > known.alike) best.set(box.classId, { alike, namedAt: box.namedAt });
  }
  const [first, second] = [...best].sort(([, a], [, b]) => b.alike - a.alike);
  if (!first || first[0] === said.classId || first[1].alike < ALIKE) return undefined;
  if (second && first[1].alike - second[1].alike < MARGIN) return undefined;
  return { classId: first[0], namedAt: first[1].namedAt };
}

/** In [-1, 1]; -1 for boxes that cannot be compared. */
export function likeness(one: BoxLook, other: BoxLook, spread: FeatureSpread): number {
  const length = spread.mean.length;
  const isComparable =
    one.modelId === other.modelId &&
    one.photoFeatures.length === length &&
    other.photoFeatures.length === length;
  if (!isComparable) return -1;
  return (
    (photoLikeness(one.photoFeatures, other.photoFeatures, spread) +
      scoreLikeness(one.scores, other.scores)) /
    2
  );
}

function photoLikeness(
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  { mean, deviation }: FeatureSpread,
): number {
  let [both, first, second] = [0, 0, 0];
  for (let axis = 0; axis < mean.length; axis++) {
    const width = deviation[axis]! + LEAST_WIDTH;
    const a = (one[axis]! - mean[axis]!) / width;
    const b = (other[axis]! - mean[axis]!) / width;
    both += a * b;
    first += a * a;
    second += b * b;
  }
  return cosine(both, first, second);
}

function scoreLikeness(one: readonly ClassScore[], other: readonly ClassScore[]): number {
  const weightOf = (score: number) => Math.log(Math.max(score, LEAST_SCORE) / LEAST_SCORE);
  const weights = new Map(other.map(({ classId, score }) => [classId, weightOf(score)]));
  let [both, first, second] = [0, 0, 0];
  for (const { classId, score } of one) {
    both += weightOf(score) * (weights.get(classId) ?? 0);
    first += weightOf(score) ** 2;
  }
  for (const weight of weights.values()) second += weight ** 2;
  return cosine(both, first, second);
}

function cosine(both: number, first: number, second: number): number {
  return first > 0 && second > 0 ? both / Math.sqrt(first * second) : 0;
}
