export interface ConfusionCell {
  readonly row: number;
  readonly column: number;
  readonly count: number;
}

/** The largest cells off the diagonal, largest first. */
export function topConfusions(
  counts: readonly (readonly number[])[],
  limit: number,
): readonly ConfusionCell[] {
  return counts
    .flatMap((cells, row) => cells.map((count, column) => ({ row, column, count })))
    .filter(({ row, column, count }) => row !== column && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, limit);
}
