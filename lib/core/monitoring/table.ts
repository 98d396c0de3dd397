/** One value of a row; null where it is missing. Lists are vectors, such as an embedding's sketch. */
export type Cell = number | string | boolean | readonly number[] | null;

/** Rows as columns: every column as long as there are rows, missing values as null. */
export interface Table {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly Cell[]>;
}

/** A column's values that are there. Infinite numbers count as missing, as in Evidently. */
export function presentCells(cells: readonly Cell[]): readonly Exclude<Cell, null>[] {
  return cells.filter(
    (cell): cell is Exclude<Cell, null> =>
      cell !== null && (typeof cell !== "number" || Number.isFinite(cell)),
  );
}
