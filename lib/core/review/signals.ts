import type { BoxComparison } from "../corrections/compare-boxes";

/** What makes a photo worth a reviewer's time, 0 to 1 each; 1 teaches most. */
export interface Signals {
  /** How much of the photo the person and the model see differently. */
  readonly disagreement: number;
  /** How near the threshold the boxes lie that no person has decided on. */
  readonly uncertainty: number;
  /** How rarely its rarest class is labelled. */
  readonly rarity: number;
  /** How unlike everything labelled it looks; null when its features are not known. */
  readonly novelty: number | null;
}

/** Parts of a whole; a signal that is not known leaves its part to the others. */
export const WEIGHTS = { disagreement: 0.4, uncertainty: 0.2, rarity: 0.2, novelty: 0.2 } as const;
/** Two models that differ raise a photo by up to this much. */
export const SHADOW_WEIGHT = 0.4;

/** A loose box is half an error: class and place are right. */
const LOOSE_ERROR = 0.5;

/** Errors as a share of everything either side saw; 0 when neither saw anything. */
export function personDisagreement(comparison: BoxComparison): number {
  const { missed, falseAlarms, wrongClass, loose, agreed } = comparison;
  const wrong = missed.length + falseAlarms.length + wrongClass.length;
  const all = wrong + loose.length + agreed.length;
  return all === 0 ? 0 : (wrong + LOOSE_ERROR * loose.length) / all;
}

export interface ScoredBox {
  readonly score: number;
  /** Confidence from which a box of its class is shown. */
  readonly threshold: number;
}

/**
 * How unsure one box is: 1 at its threshold, falling to 0 half-way to certain.
 * @param box score and threshold in [0, 1]
 */
export function boxUncertainty({ score, threshold }: ScoredBox): number {
  const reach = (1 - threshold) / 2;
  if (reach <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - Math.abs(score - threshold) / reach));
}

/**
 * Chance that at least one box is wrong, when a box right at its threshold is wrong every second time.
 * @param boxes the model's that no person has confirmed, changed or deleted
 */
export function uncertaintyOf(boxes: readonly ScoredBox[]): number {
  return 1 - boxes.reduce((right, box) => right * (1 - boxUncertainty(box) / 2), 1);
}

/** A class labelled in this many photos is half as rare as one never labelled. */
export const HALF_RARE_PHOTOS = 20;

/**
 * @param classIds classes on the photo
 * @param photosByClass labelled photos that hold a class; absent means none
 */
export function rarityOf(classIds: readonly number[], photosByClass: ReadonlyMap<number, number>): number {
  const rarities = classIds.map((id) => HALF_RARE_PHOTOS / (HALF_RARE_PHOTOS + (photosByClass.get(id) ?? 0)));
  return Math.max(0, ...rarities);
}

/**
 * Cosine distance at which a photo counts as wholly unlike the labelled ones. Measured on forage-n/1's features: the
 * nearest other photo of the same set lies at 0.06 to 0.09 (median), the nearest of another set at 0.12 to 0.21.
 */
export const FAR_DISTANCE = 0.25;

/** 1 - cosine of the angle between two feature vectors, in [0, 2]; 1 when either is all zeros. */
export function cosineDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    dot += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  if (lengthA === 0 || lengthB === 0) return 1;
  return 1 - dot / Math.sqrt(lengthA * lengthB);
}

/** Novelty from the distance to the nearest labelled photo; 1 when nothing is labelled (distance Infinity). */
export function noveltyOf(nearestDistance: number): number {
  return Math.min(1, Math.max(0, nearestDistance / FAR_DISTANCE));
}

/**
 * One number to order the queue by, higher first, in [0, 1 + SHADOW_WEIGHT].
 * @param shadow 0 to 1: how much champion and candidate differ on this photo
 */
export function priorityOf(signals: Signals, shadow = 0): number {
  const { novelty, ...known } = signals;
  const parts: readonly (readonly [number, number])[] = [
    [known.disagreement, WEIGHTS.disagreement],
    [known.uncertainty, WEIGHTS.uncertainty],
    [known.rarity, WEIGHTS.rarity],
    ...(novelty === null ? [] : [[novelty, WEIGHTS.novelty] as const]),
  ];
  const total = parts.reduce((sum, [value, weight]) => sum + value * weight, 0);
  const weights = parts.reduce((sum, [, weight]) => sum + weight, 0);
  return total / weights + SHADOW_WEIGHT * shadow;
}
