import { chiSquareAbove } from "../distributions/upper-gamma";
import { type CategoryCounts, sumOf } from "./category-counts";

/**
 * The chi-square test as Evidently has it: the reference's shares are taken for the truth. A value that the reference never had makes it 0.
 * @returns the p-value; NaN for a single value, which leaves nothing to compare
 */
export function chiSquare({ reference, current }: CategoryCounts): number {
  if (reference.length < 2) return Number.NaN;
  const scale = sumOf(current) / sumOf(reference);
  const statistic = current.reduce((sum, observed, index) => {
    const expected = reference[index]! * scale;
    return sum + (observed - expected) ** 2 / expected;
  }, 0);
  return chiSquareAbove(statistic, reference.length - 1);
}

/** Fewest rows that a cell of the table below should expect (Cochran 1954). */
export const FEWEST_EXPECTED = 5;

/**
 * Values that would be expected fewer than five times in one of the samples, put together into one.
 * What is still too rare after that joins the rarest of the others.
 */
export function poolRare({ values, reference, current }: CategoryCounts): CategoryCounts {
  const smaller = Math.min(sumOf(reference), sumOf(current)) / (sumOf(reference) + sumOf(current));
  const rows = values.map((value, index) => ({ value, pair: [reference[index]!, current[index]!] as const }));
  const isRare = (pair: readonly [number, number]) => (pair[0] + pair[1]) * smaller < FEWEST_EXPECTED;
  const common = rows
    .filter(({ pair }) => !isRare(pair))
    .sort((a, b) => b.pair[0] + b.pair[1] - a.pair[0] - a.pair[1]);
  const rare = rows.filter(({ pair }) => isRare(pair));
  let pooled: readonly [number, number] = [
    sumOf(rare.map(({ pair }) => pair[0])),
    sumOf(rare.map(({ pair }) => pair[1])),
  ];
  if (rare.length > 0 && isRare(pooled)) {
    const next = common.pop();
    if (next) pooled = [pooled[0] + next.pair[0], pooled[1] + next.pair[1]];
  }
  const cells = [...common.map(({ pair }) => pair), ...(rare.length > 0 ? [pooled] : [])];
  return {
    values: cells.map((_, index) => index),
    reference: cells.map((pair) => pair[0]),
    current: cells.map((pair) => pair[1]),
  };
}

/**
 * The chi-square test of homogeneity: both samples may be by chance what they are. The same as SciPy's `chi2_contingency` without correction.
 * @returns the p-value; NaN for a single value
 */
export function chiSquareOfBoth({ reference, current }: CategoryCounts): number {
  if (reference.length < 2) return Number.NaN;
  const [ofReference, ofCurrent] = [sumOf(reference), sumOf(current)];
  const statistic = reference.reduce((sum, first, index) => {
    const share = (first + current[index]!) / (ofReference + ofCurrent);
    const [a, b] = [share * ofReference, share * ofCurrent];
    return sum + (first - a) ** 2 / a + (current[index]! - b) ** 2 / b;
  }, 0);
  return chiSquareAbove(statistic, reference.length - 1);
}

/** Whether chi-square can be relied on: no value expected less than once, and at most a fifth less than five times (Cochran 1954). */
export function isExpectedOften({ reference, current }: CategoryCounts): boolean {
  const scale = sumOf(current) / sumOf(reference);
  const expected = reference.map((count) => count * scale);
  const rare = expected.filter((count) => count < FEWEST_EXPECTED).length;
  return expected.every((count) => count >= 1) && rare <= expected.length / 5;
}
