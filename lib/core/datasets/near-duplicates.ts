import { hammingDistance, type PerceptualHash } from "./perceptual-hash";

/** What is kept of a photo to compare it with others. */
export interface PhotoPrint {
  readonly hash: PerceptualHash;
  /** [side × side] grey means, the same side for all. */
  readonly thumbnail: Float64Array;
}

/** At most this many of 64 bits differ between near-duplicates … */
export const NEAR_DUPLICATE_BITS = 8;
/** … and their thumbnails correlate at least so: it tells two dark photos of one hash apart. */
export const NEAR_DUPLICATE_CORRELATION = 0.95;

export interface DuplicatePair {
  readonly first: number;
  readonly second: number;
  readonly bits: number;
}

/**
 * All pairs of near-duplicates, first < second. Compares every hash with every other: 12.5 million comparisons for
 * 5,000 photos take a fraction of a second.
 */
export function nearDuplicatePairs(prints: readonly PhotoPrint[]): DuplicatePair[] {
  const pairs: DuplicatePair[] = [];
  for (let first = 0; first < prints.length; first++) {
    const a = prints[first]!;
    for (let second = first + 1; second < prints.length; second++) {
      const b = prints[second]!;
      const bits = hammingDistance(a.hash, b.hash);
      if (bits > NEAR_DUPLICATE_BITS) continue;
      if (correlation(a.thumbnail, b.thumbnail) < NEAR_DUPLICATE_CORRELATION) continue;
      pairs.push({ first, second, bits });
    }
  }
  return pairs;
}

/**
 * Pearson's correlation of two pictures of one size, in [-1, 1]; two flat ones of any brightness count as equal.
 * @throws RangeError when the sizes differ
 */
export function correlation(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) throw new RangeError(`sizes ${a.length} and ${b.length}`);
  const meanA = mean(a);
  const meanB = mean(b);
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let index = 0; index < a.length; index++) {
    const left = a[index]! - meanA;
    const right = b[index]! - meanB;
    product += left * right;
    squaresA += left * left;
    squaresB += right * right;
  }
  if (squaresA === 0 || squaresB === 0) return squaresA === squaresB ? 1 : 0;
  return product / Math.sqrt(squaresA * squaresB);
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/**
 * Joins pairs into groups (union-find): a photo belongs with every photo it is linked to by steps.
 * @returns groups of at least two indices, each ascending, by their first index
 */
export function groupPairs(count: number, pairs: readonly DuplicatePair[]): number[][] {
  const parent = Array.from({ length: count }, (_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (const { first, second } of pairs) parent[root(second)] = root(first);
  const groups = new Map<number, number[]>();
  for (let index = 0; index < count; index++) {
    const members = groups.get(root(index));
    if (members) members.push(index);
    else groups.set(root(index), [index]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
