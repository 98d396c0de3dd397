import { OTHERS } from "@/lib/contracts/monitoring";
import { kindOf } from "@/lib/core/monitoring/column-kind";
import type { Cell, Table } from "@/lib/core/monitoring/table";

/** A column as the programs in `forage_training.monitoring` read it. */
export interface OutsideColumn {
  readonly name: string;
  readonly kind: "number" | "category" | "vector";
  readonly reference: readonly Cell[];
  readonly current: readonly Cell[];
}

const textOf = (cell: Cell) => (cell === null ? null : String(cell));

/** Names that fewer than `least` rows of both sides have, told together: such a name may be one person's. */
function withoutRare(
  cells: readonly Cell[],
  all: readonly Cell[],
  least: number,
): readonly (string | null)[] {
  const counts = new Map<string, number>();
  for (const cell of all) if (cell !== null) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1);
  return cells.map((cell) => {
    const text = textOf(cell);
    return text !== null && (counts.get(text) ?? 0) < least ? OTHERS : text;
  });
}

/**
 * Two tables as the columns that other programs can compare; the kinds are told, so that it need not guess them. Columns that one
 * side lacks, that are empty on one, or of text, are left out.
 */
export function outsideColumns(before: Table, now: Table, least: number): readonly OutsideColumn[] {
  return [...before.columns].flatMap(([name, reference]): OutsideColumn[] => {
    const current = now.columns.get(name);
    if (!current || [reference, current].some((cells) => kindOf(cells) === "empty")) return [];
    const kind = kindOf([...reference, ...current]);
    if (kind === "text" || kind === "mixed" || kind === "empty") return [];
    if (kind !== "category") return [{ name, kind, reference, current }];
    const all = [...reference, ...current];
    return [
      {
        name,
        kind,
        reference: withoutRare(reference, all, least),
        current: withoutRare(current, all, least),
      },
    ];
  });
}
