import { chiSquareAbove } from "../monitoring/distributions/upper-gamma";

/** Counts [row][column]. Every row and every column has at least one. */
export type CountTable = readonly (readonly number[])[];

export interface Association {
  /** Observations. */
  readonly count: number;
  readonly chiSquare: number;
  readonly degrees: number;
  /** How often a table without association looks at least so; small counts make it untrustworthy: see `isSparse`. */
  readonly pValue: number;
  /** In [0, 1]; above 0 by chance alone in small samples. */
  readonly cramersV: number;
  /** The same without what chance adds. Source: Bergsma 2013, J. Korean Stat. Soc. 42 */
  readonly cramersVCorrected: number;
  /** In nats, at least 0. */
  readonly mutualInformation: number;
  /** Over the mean of both entropies, in [0, 1]. */
  readonly normalisedInformation: number;
  /** More than one cell in five expects fewer than five (Cochran 1954): the p-value says little. */
  readonly isSparse: boolean;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Entropy of counts in nats. */
export function entropyOf(counts: readonly number[]): number {
  const total = sum(counts);
  return -sum(counts.map((count) => (count === 0 ? 0 : (count / total) * Math.log(count / total))));
}

/**
 * How strongly two properties go together.
 * @returns equal to SciPy's `chi2_contingency` (without Yates's correction), `contingency.association` and scikit-learn's
 * `mutual_info_score` and `normalized_mutual_info_score`
 * @throws RangeError unless there are two rows and two columns, each with a count
 */
export function associate(table: CountTable): Association {
  const rows = table.map(sum);
  const columns = (table[0] ?? []).map((_, column) => sum(table.map((row) => row[column]!)));
  if (rows.length < 2 || columns.length < 2 || [...rows, ...columns].some((total) => !(total > 0)))
    throw new RangeError("two rows and two columns, each with a count");
  const count = sum(rows);
  let [chiSquare, information, rare] = [0, 0, 0];
  table.forEach((row, at) => {
    row.forEach((observed, column) => {
      const expected = (rows[at]! * columns[column]!) / count;
      chiSquare += (observed - expected) ** 2 / expected;
      if (observed > 0) information += (observed / count) * Math.log(observed / expected);
      if (expected < 5) rare++;
    });
  });
  const degrees = (rows.length - 1) * (columns.length - 1);
  const least = Math.min(rows.length, columns.length) - 1;
  const mean = (entropyOf(rows) + entropyOf(columns)) / 2;
  return {
    count,
    chiSquare,
    degrees,
    pValue: chiSquareAbove(chiSquare, degrees),
    cramersV: Math.sqrt(chiSquare / count / least),
    cramersVCorrected: corrected(chiSquare / count, { count, rows: rows.length, columns: columns.length }),
    mutualInformation: Math.max(0, information),
    normalisedInformation: Math.min(1, Math.max(0, information) / mean),
    isSparse: rare / (rows.length * columns.length) > 0.2,
  };
}

function corrected(
  phiSquare: number,
  { count, rows, columns }: { readonly count: number; readonly rows: number; readonly columns: number },
): number {
  if (count < 2) return 0;
  const byChance = ((rows - 1) * (columns - 1)) / (count - 1);
  const less = (size: number) => size - (size - 1) ** 2 / (count - 1);
  const least = Math.min(less(rows), less(columns)) - 1;
  return least <= 0 ? 0 : Math.min(1, Math.sqrt(Math.max(0, phiSquare - byChance) / least));
}
