import { type Category, countCategories, sumOf } from "./category-counts";

/** Which share of the rows falls into each bin. */
export interface Shares {
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** Numbers with more distinct values than this in the reference are sorted into intervals; others are counted by value (Evidently). */
const MOST_VALUES_COUNTED = 20;

/** The edges of NumPy's `histogram_bin_edges(values, "sturges")`. */
function sturgesEdges(values: Float64Array): Float64Array {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const isWhole = values.every((value) => Number.isInteger(value));
  const asked = (high - low) / (Math.log2(values.length) + 1);
  const width = isWhole && asked < 1 ? 1 : asked;
  const count = Math.ceil((high - low) / width);
  const step = (high - low) / count;
  const edges = Float64Array.from({ length: count + 1 }, (_, index) => index * step + low);
  edges[count] = high;
  return edges;
}

/** How many values lie in each interval; an edge belongs to the interval above it, the last edge to the last interval. */
function countBetween(edges: Float64Array, values: Float64Array): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const sorted = values.slice().sort();
  let bin = 0;
  for (const value of sorted) {
    while (bin < counts.length - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return counts;
}

const share = (counts: readonly number[]) => {
  const total = sumOf(counts);
  return counts.map((count) => count / total);
};

/** Shares of numbers: intervals over both samples together, or single values where the reference has at most twenty. */
export function sharesOfNumbers(reference: Float64Array, current: Float64Array): Shares {
  if (new Set(reference).size <= MOST_VALUES_COUNTED) return sharesOfCategories(reference, current);
  const edges = sturgesEdges(Float64Array.from([...reference, ...current]));
  return {
    reference: share(countBetween(edges, reference)),
    current: share(countBetween(edges, current)),
  };
}

/** Shares of each value of either sample. */
export function sharesOfCategories(reference: Iterable<Category>, current: Iterable<Category>): Shares {
  const counts = countCategories(reference, current);
  return { reference: share(counts.reference), current: share(counts.current) };
}
