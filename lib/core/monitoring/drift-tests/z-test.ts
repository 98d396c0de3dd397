import { normalBeyond } from "../distributions/upper-gamma";
import { type CategoryCounts, sumOf } from "./category-counts";

/**
 * The Z-test of two shares, for a column with at most two values.
 * @returns the p-value of both sides; 1 where all rows have the same value
 * @throws RangeError for more than two values
 */
export function zTest({ reference, current }: CategoryCounts): number {
  if (reference.length > 2) throw new RangeError(`there are ${reference.length} values`);
  if (reference.length < 2) return 1;
  const [n, m] = [sumOf(reference), sumOf(current)];
  const pooled = (reference[0]! + current[0]!) / (n + m);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  return normalBeyond((reference[0]! / n - current[0]! / m) / spread);
}
