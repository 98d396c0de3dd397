import { createNumpyRandom } from "../distributions/mersenne-twister";
import { quantile } from "./domain-classifier";

const MOST_FOR_WIDTH = 1000;

const squaredDistance = (a: Float64Array, b: Float64Array) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
};

/** At most 1,000 of the rows, as pandas' `sample(random_state=0)` picks them. */
function sampled(rows: readonly Float64Array[]): readonly Float64Array[] {
  if (rows.length <= MOST_FOR_WIDTH) return rows;
  const order = createNumpyRandom(0).permutation(rows.length);
  return [...order.subarray(0, MOST_FOR_WIDTH)].map((index) => rows[index]!);
}

/** The mean of the kernel over all pairs of two samples; without the pairs of a row and itself where both are the same sample. */
function meanKernel(a: readonly Float64Array[], b: readonly Float64Array[], width: number): number {
  let sum = 0;
  for (const [index, row] of a.entries())
    for (let j = a === b ? index + 1 : 0; j < b.length; j++)
      sum += Math.exp(-squaredDistance(row, b[j]!) / width);
  return a === b ? (2 * sum) / (a.length * (a.length - 1)) : sum / (a.length * b.length);
}

/**
 * Maximum mean discrepancy of two samples of vectors (squared, unbiased, never below 0), with a Gaussian kernel as wide as the median distance
 * between them: Evidently's `mmd`. Its time grows with the square of the rows.
 * @returns NaN where all vectors are the same, so that the kernel has no width
 * @throws RangeError for fewer than two rows
 */
export function meanDiscrepancy(
  reference: readonly Float64Array[],
  current: readonly Float64Array[],
): number {
  if (reference.length < 2 || current.length < 2) throw new RangeError("a sample has fewer than two rows");
  const [rows, others] = [sampled(reference), sampled(current)];
  const distances = new Float64Array(rows.length * others.length);
  for (const [i, row] of rows.entries())
    for (const [j, other] of others.entries())
      distances[i * others.length + j] = Math.sqrt(squaredDistance(row, other));
  const width = quantile(distances, 0.5) ** 2;
  if (width === 0) return Number.NaN;
  const within = meanKernel(reference, reference, width) + meanKernel(current, current, width);
  return Math.max(0, within - 2 * meanKernel(reference, current, width));
}
