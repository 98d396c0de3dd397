/** Fewer vectors have no shape that one could lie outside of. */
export const ENOUGH_VECTORS = 40;
/** Tukey's outer fence: what lies beyond it is far out. */
const FENCE = 3;

export interface Outlier {
  readonly index: number;
  /** In (0, 1): the share of its distance that lies beyond the fence. */
  readonly score: number;
}

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  return low + (sorted[Math.ceil(at)]! - low) * (at - Math.floor(at));
}

/**
 * What lies far from everything else: its mean distance to its nearest neighbours is beyond the upper quartile by more than
 * three times the middle half's width.
 * @param distances mean distance of each vector to its nearest neighbours
 * @returns farthest first; none among fewer than 40
 * Sources: Kuan and Mueller 2022, arXiv:2207.03061 (mean distance of the nearest); Tukey 1977 (fences)
 */
export function outliersOf(distances: readonly number[]): Outlier[] {
  if (distances.length < ENOUGH_VECTORS) return [];
  const sorted = [...distances].sort((a, b) => a - b);
  const [lower, upper] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const fence = upper + FENCE * (upper - lower);
  return distances
    .map((distance, index) => ({ index, score: distance > fence ? 1 - fence / distance : 0 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}
