import type { ClassedBox, Size } from "../geometry/box";
import type { Place } from "./places";

/**
 * What a model had to do with a photo before it judged its labels.
 * - unseen: it was not trained on it (out of fold)
 * - chosen-by: it was chosen by its figures on it (validation)
 * - unknown: it is not recorded what it was trained on
 * - seen: it was trained on it, so that it may repeat a wrong label
 */
export const ACQUAINTANCES = ["unseen", "chosen-by", "unknown", "seen"] as const;
export type Acquaintance = (typeof ACQUAINTANCES)[number];

/** A labelled photo and what one model makes of it. */
export interface JudgedPhoto {
  readonly size: Size;
  /** Name of the set it came with: sets differ in what they label. */
  readonly source: string;
  readonly labels: readonly ClassedBox[];
  /** Best first. */
  readonly places: readonly Place[];
  readonly acquaintance: Acquaintance;
  /** Whether the model that judges has this class. */
  readonly knows: (classId: number) => boolean;
}

/** Models that may have learnt a photo's labels judge apart from those that cannot have. */
export const isOutOfFold = ({ acquaintance }: Pick<JudgedPhoto, "acquaintance">): boolean =>
  acquaintance === "unseen" || acquaintance === "chosen-by";
