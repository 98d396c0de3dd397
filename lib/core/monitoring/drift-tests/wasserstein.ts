/** Evidently divides by no less than this. */
const SMALLEST_SPREAD = 0.001;

/** The standard deviation that divides by the number of rows, and never less than Evidently's floor. */
export function spreadOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.max(Math.sqrt(squares / values.length), SMALLEST_SPREAD);
}

/**
 * Goes through the values of two samples in order and adds up `weigh(share of the first, share of the second)` times the way to the next value.
 * Both must be sorted.
 */
export function sumBetween(
  first: Float64Array,
  second: Float64Array,
  weigh: (below: number, belowSecond: number) => number,
): number {
  let i = 0;
  let j = 0;
  let total = 0;
  while (i < first.length || j < second.length) {
    const value = Math.min(first[i] ?? Number.POSITIVE_INFINITY, second[j] ?? Number.POSITIVE_INFINITY);
    while (i < first.length && first[i] === value) i++;
    while (j < second.length && second[j] === value) j++;
    const next = Math.min(first[i] ?? Number.POSITIVE_INFINITY, second[j] ?? Number.POSITIVE_INFINITY);
    if (next === Number.POSITIVE_INFINITY) break;
    total += weigh(i / first.length, j / second.length) * (next - value);
  }
  return total;
}

/** How far the current values would have to be moved on average to become the reference's, in the reference's standard deviations. */
export function normedWasserstein(reference: Float64Array, current: Float64Array): number {
  const distance = sumBetween(reference.slice().sort(), current.slice().sort(), (a, b) => Math.abs(a - b));
  return distance / spreadOf(reference);
}
