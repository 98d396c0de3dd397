/** The three words for how sure a name is. */
export const SURENESSES = ["sure", "likely", "maybe"] as const;
export type Sureness = (typeof SURENESSES)[number];

/** At or above these likelihoods a name is called sure, or likely. */
export const SURE = 0.85;
const LIKELY = 0.45;
/** A leaf's calibrated likelihood was too high on unseen photos, so its limits are higher (docs/care.md). */
const SURE_LEAF = 0.9;
const LIKELY_LEAF = 0.7;

/** @param probability how often such a name is right, in [0, 1]; not the bare score */
export function howSure(probability: number, isLeaf: boolean): Sureness {
  if (probability >= (isLeaf ? SURE_LEAF : SURE)) return "sure";
  return probability >= (isLeaf ? LIKELY_LEAF : LIKELY) ? "likely" : "maybe";
}
