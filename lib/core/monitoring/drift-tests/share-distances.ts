import { sumOf } from "./category-counts";
import type { Shares } from "./shares";

const relativeEntropy = (p: number, q: number) => (p === 0 ? 0 : p * Math.log(p / q));

/** The Jensen-Shannon distance with natural logarithms: 0 for the same shares, √ln 2 = 0.83 where no bin is shared. */
export function jensenShannon({ reference, current }: Shares): number {
  const divergence = reference.reduce((sum, p, index) => {
    const q = current[index]!;
    const middle = (p + q) / 2;
    return sum + relativeEntropy(p, middle) + relativeEntropy(q, middle);
  }, 0);
  return Math.sqrt(Math.max(divergence, 0) / 2);
}

/** What Evidently puts in place of an empty bin, so that its logarithm exists. */
function withoutZeros(shares: readonly number[]): readonly number[] {
  const smallest = Math.min(...shares.filter((share) => share !== 0));
  const filler = smallest <= 0.0001 ? smallest / 10 ** 6 : 0.0001;
  return shares.map((share) => (share === 0 ? filler : share));
}

/** The population stability index. Each bin that only one sample fills adds much to it. */
export function populationStability(shares: Shares): number {
  const reference = withoutZeros(shares.reference);
  const current = withoutZeros(shares.current);
  return sumOf(reference.map((p, index) => (p - current[index]!) * Math.log(p / current[index]!)));
}
