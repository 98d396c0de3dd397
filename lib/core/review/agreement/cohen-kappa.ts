/** The classes two people gave one object. */
export type ClassPair = readonly [first: number, second: number];

/**
 * Agreement of two people on classes, less what chance alone would give: 1 is full agreement, 0 is chance.
 * @returns null where it is not defined: no pairs, or both always gave one and the same class
 * Source: Cohen 1960, A Coefficient of Agreement for Nominal Scales
 */
export function cohenKappa(pairs: readonly ClassPair[]): number | null {
  const total = pairs.length;
  if (total === 0) return null;
  const counts = new Map<number, { first: number; second: number }>();
  const countOf = (classId: number) => {
    const count = counts.get(classId) ?? { first: 0, second: 0 };
    counts.set(classId, count);
    return count;
  };
  let same = 0;
  for (const [first, second] of pairs) {
    if (first === second) same++;
    countOf(first).first++;
    countOf(second).second++;
  }
  const products = [...counts.values()].reduce((sum, { first, second }) => sum + first * second, 0);
  // in whole numbers: a chance of exactly 1 must be told from one beside it
  if (products === total * total) return null;
  return (same * total - products) / (total * total - products);
}
