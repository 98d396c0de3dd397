/** A value by which rows are counted. */
export type Category = string | number | boolean;

/** How often each value stands in the reference and in the current rows; every value of either has an entry. */
export interface CategoryCounts {
  readonly values: readonly Category[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** Counts the values of two samples, in the order of their first appearance. */
export function countCategories(reference: Iterable<Category>, current: Iterable<Category>): CategoryCounts {
  const counts = new Map<Category, [number, number]>();
  const add = (values: Iterable<Category>, side: 0 | 1) => {
    for (const value of values) {
      const pair = counts.get(value) ?? [0, 0];
      pair[side]++;
      counts.set(value, pair);
    }
  };
  add(reference, 0);
  add(current, 1);
  return {
    values: [...counts.keys()],
    reference: [...counts.values()].map((pair) => pair[0]),
    current: [...counts.values()].map((pair) => pair[1]),
  };
}

export const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
