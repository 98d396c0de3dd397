/** Counts of one slice, for a share such as "wrong boxes of those that people judged". */
export interface SliceCount {
  /** Its values by dimension, such as `{ device: "phone", light: "0" }`. */
  readonly where: Readonly<Record<string, string>>;
  readonly bad: number;
  readonly all: number;
}

export interface SliceFinding extends SliceCount {
  readonly share: number;
  /** Of everything else. */
  readonly others: number;
  /** Chance of such a difference or a larger one where there is none, for all slices looked at together. */
  readonly p: number;
}

/** Fewer than this say nothing of a slice, or of the rest. */
export const FEWEST_IN_SLICE = 30;
const MOST_BY_CHANCE = 0.05;

/** Upper tail of the normal distribution. Source: Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
export function normalAbove(z: number): number {
  if (z < 0) return 1 - normalAbove(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}

/**
 * The slice that is worst beside everything outside it: a one-sided z-test of two shares for each, Bonferroni-corrected for
 * the number of slices that have enough to be judged. Slices may overlap (a device, and that device in the dark).
 * @param slices any order; not mutated
 * @param total of everything, each event once
 * @returns null where none is worse than chance makes one of so many
 */
export function worstSlice(
  slices: readonly SliceCount[],
  total: Omit<SliceCount, "where">,
): SliceFinding | null {
  const judged = slices.filter(({ all }) => all >= FEWEST_IN_SLICE && total.all - all >= FEWEST_IN_SLICE);
  let worst: SliceFinding | null = null;
  let worstZ = 0;
  for (const slice of judged) {
    const rest = { bad: total.bad - slice.bad, all: total.all - slice.all };
    const pooled = total.bad / total.all;
    const error = Math.sqrt(pooled * (1 - pooled) * (1 / slice.all + 1 / rest.all));
    if (!(error > 0)) continue;
    const share = slice.bad / slice.all;
    const others = rest.bad / rest.all;
    const z = (share - others) / error;
    const p = Math.min(1, normalAbove(z) * judged.length);
    if (p >= MOST_BY_CHANCE || z <= worstZ) continue;
    worst = { ...slice, share, others, p };
    worstZ = z;
  }
  return worst;
}

/** Where a share probably lies (95 %). Source: Wilson 1927. Null for nothing counted. */
export function wilsonInterval(
  bad: number,
  all: number,
): { readonly low: number; readonly high: number } | null {
  if (!(all > 0)) return null;
  const z = 1.959964;
  const share = bad / all;
  const middle = (share + (z * z) / (2 * all)) / (1 + (z * z) / all);
  const half = (z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all))) / (1 + (z * z) / all);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
