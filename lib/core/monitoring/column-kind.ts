import { type Cell, presentCells } from "./table";

/** How a column is compared; text, mixed and empty columns are not. */
export type ColumnKind = "number" | "category" | "vector" | "text" | "mixed" | "empty";

/** Whole numbers with at most so many different values are names, not amounts (Evidently's `INTEGER_CARDINALITY_LIMIT`). */
const MOST_WHOLE_NUMBERS_AS_NAMES = 10;

const typeOf = (cell: Cell) => (Array.isArray(cell) ? "vector" : typeof cell);

/**
 * What a column holds, by the rules of Evidently's `infer_column_type`: numbers with a fraction or a gap are amounts, whole numbers only where there are more
 * than ten different ones; words are names unless more than half of them differ.
 */
export function kindOf(cells: readonly Cell[]): ColumnKind {
  const present = presentCells(cells);
  const first = present[0];
  if (first === undefined) return "empty";
  const type = typeOf(first);
  if (present.some((cell) => typeOf(cell) !== type)) return "mixed";
  if (Array.isArray(first)) {
    const isEven = present.every((cell) => Array.isArray(cell) && cell.length === first.length);
    return isEven && first.length > 0 ? "vector" : "mixed";
  }
  if (type === "boolean") return "category";
  const different = new Set(present).size;
  if (type === "string") return different > present.length * 0.5 ? "text" : "category";
  const isWhole = present.length === cells.length && present.every((cell) => Number.isInteger(cell));
  return isWhole && different <= MOST_WHOLE_NUMBERS_AS_NAMES ? "category" : "number";
}
