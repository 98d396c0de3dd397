import { kolmogorovAbove } from "../distributions/kolmogorov-above";

/** Up to so many rows in the larger sample every order of the rows is counted; above, the limiting distribution is taken (SciPy's `auto`). */
const MOST_ROWS_EXACT = 10_000;

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** Rounds a half to the even neighbour, as NumPy does. */
function roundToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** The largest distance of the two samples' cumulative shares, in units of 1 / least common multiple of their sizes. */
function largestStep(first: Float64Array, second: Float64Array, divisor: number): number {
  const stepOfFirst = second.length / divisor;
  const stepOfSecond = first.length / divisor;
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < first.length && j < second.length) {
    const value = Math.min(first[i]!, second[j]!);
    while (i < first.length && first[i] === value) i++;
    while (j < second.length && second[j] === value) j++;
    largest = Math.max(largest, Math.abs(i * stepOfFirst - j * stepOfSecond));
  }
  return largest;
}

/** Of all orders of two samples of `n`, the share whose distance reaches `step / n`. Source: Hodges 1957, as SciPy computes it */
function shareOfOrdersEqual(n: number, step: number): number {
  let share = 0;
  for (let k = Math.floor(n / step); k >= 0; k--) {
    let product = 1;
    for (let j = 0; j < step; j++) product = ((n - k * step - j) * product) / (n + k * step + j + 1);
    share = product * (1 - share);
  }
  return 2 * share;
}

/**
 * Of all orders of two samples, the share whose distance reaches `step`: the chance that a random path from (0, 0) to (m, n) touches
 * one of the two diagonals, worked out column by column. Source: Hodges 1957; Viehmann 2021
 */
function shareOfOrders(sizes: readonly [number, number], divisor: number, step: number): number {
  const m = Math.max(...sizes);
  const n = Math.min(...sizes);
  const up = m / divisor;
  const right = n / divisor;
  const outside = new Float64Array(n + 1).fill(1);
  outside.fill(0, 0, Math.min(Math.ceil(step / up), n + 1));
  for (let i = 1; i <= m; i++) {
    const low = Math.max(Math.floor((right * i - step) / up) + 1, 0);
    const end = Math.min(Math.ceil((right * i + step) / up), n + 1);
    if (end <= low) return 1;
    if (low > 0) outside[low - 1] = 1;
    for (let j = low; j < end; j++)
      outside[j] = j === 0 ? outside[0]! : (outside[j]! * i + outside[j - 1]! * j) / (i + j);
  }
  return outside[n]!;
}

/**
 * The two-sample Kolmogorov-Smirnov test, as SciPy's `ks_2samp`: how likely two samples of one distribution are at least so far apart.
 * @returns the p-value
 * @throws RangeError for an empty sample
 */
export function kolmogorovSmirnov(reference: Float64Array, current: Float64Array): number {
  if (reference.length === 0 || current.length === 0) throw new RangeError("a sample is empty");
  const [m, n] = [reference.length, current.length];
  const divisor = greatestCommonDivisor(m, n);
  const step = largestStep(reference.slice().sort(), current.slice().sort(), divisor);
  if (step === 0) return 1;
  if (Math.max(m, n) > MOST_ROWS_EXACT) {
    return kolmogorovAbove(roundToEven((m * n) / (m + n)), step / ((m / divisor) * n));
  }
  const share = m === n ? shareOfOrdersEqual(m, step) : shareOfOrders([m, n], divisor, step);
  return Math.min(1, Math.max(0, share));
}
