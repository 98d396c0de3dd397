import { kolmogorovWithin } from "./durbin-matrix";
import { pelzGoodWithin } from "./pelz-good";
import { smirnovAbove } from "./smirnov";

const inUnit = (value: number) => Math.min(1, Math.max(0, value));

/**
 * The chance that a sample of `n` lies somewhere more than `d` from its distribution (both sides). The same as SciPy's `kstwo.sf`, by the choice
 * among methods of Simard, L'Ecuyer 2011, Computing the two-sided Kolmogorov-Smirnov distribution; their recursion of Pomeranz is
 * left out, since the exact matrix is fast enough up to 140 rows.
 * @throws RangeError unless `n` is a whole number from 1
 */
export function kolmogorovAbove(n: number, d: number): number {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`n is ${n}`);
  if (d >= 1) return 0;
  const nd = n * d;
  if (nd <= 0.5) return 1;
  if (nd >= n - 1) return inUnit(2 * (1 - d) ** n);
  if (d >= 0.5) return inUnit(2 * smirnovAbove(n, d));
  const nd2 = nd * d;
  if (n <= 140) return nd2 <= 4 ? inUnit(1 - kolmogorovWithin(n, d)) : inUnit(2 * smirnovAbove(n, d));
  if (nd2 >= 370) return 0;
  if (nd2 >= 2.2) return inUnit(2 * smirnovAbove(n, d));
  const isSmall = n <= 100_000 && n * d ** 1.5 <= 1.4;
  return inUnit(1 - (isSmall ? kolmogorovWithin(n, d) : pelzGoodWithin(n, d)));
}
