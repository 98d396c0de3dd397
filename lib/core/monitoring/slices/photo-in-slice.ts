import type { Label } from "../../editor/types";
import { countChanges } from "../recording/count-changes";

/** What is known of a saved photo that a slice can be of. Undefined: nothing was written down of it. */
export interface KnownOfPhoto {
  readonly device?: string | undefined;
  readonly browser?: string | undefined;
  readonly backend?: string | undefined;
  readonly source?: string | undefined;
  /** Hour of the day in UTC. */
  readonly hour?: string | undefined;
  /** Quarter of the brightness, "0" the darkest. */
  readonly light?: string | undefined;
}

export type SliceShare = "wrong" | "boxless" | "unsure";

interface SavedPhoto {
  readonly modelBoxes: readonly { readonly score: number }[];
  readonly labels: readonly Label[];
}

/** As few of a photo's boxes as are sure: its best scores below one half. */
const UNSURE_BELOW = 0.5;

/**
 * How much a photo is of what a share counts, as the sums count it; 0: not at all. Wrong boxes by their number; a photo whose
 * best box is unsure by how unsure it is.
 */
export function badness(share: SliceShare, { modelBoxes, labels }: SavedPhoto): number {
  if (share === "boxless") return modelBoxes.length === 0 ? 1 : 0;
  if (share === "wrong") {
    const { deleted, renamed } = countChanges(modelBoxes.length, labels);
    return deleted + renamed;
  }
  if (modelBoxes.length === 0) return 0;
  const top = modelBoxes.reduce((most, { score }) => Math.max(most, score), 0);
  return top < UNSURE_BELOW ? 1 - top : 0;
}

/** The quarter of the brightness that the sums put a photo in. @param brightness mean, in [0, 1] */
export const lightOf = (brightness: number): string => String(Math.min(3, Math.floor(brightness * 4)));

/**
 * Whether a photo is of a slice.
 * @returns null where something that the slice asks for is not known of it
 */
export function isInSlice(where: Readonly<Record<string, string>>, known: KnownOfPhoto): boolean | null {
  let isUnknown = false;
  for (const [dimension, value] of Object.entries(where)) {
    const own = known[dimension as keyof KnownOfPhoto];
    if (own === undefined) isUnknown = true;
    else if (own !== value) return false;
  }
  return isUnknown ? null : true;
}
