import { AppError } from "@/lib/core/errors";
import type { RowChange } from "@/lib/core/recipes/stock/row-changes";

/** How a row stands, the ones that were taken away too. */
export interface StoredRow {
  readonly id: string;
  readonly changeId: string;
}

export interface RowWriter<Values> {
  /** @returns those of the rows that are there or were taken away lately, whoever owns them */
  readonly read: (ids: readonly string[]) => Promise<readonly (StoredRow & { readonly isOwn: boolean })[]>;
  /** Writes a new row, or over an old one. */
  readonly put: (id: string, values: Values, changeId: string) => Promise<void>;
  readonly remove: (id: string, changeId: string) => Promise<void>;
}

/**
 * Makes the steps of a change, inside a transaction that nobody else changes these rows in. A step that was made before by the
 * same change is done; one that is based on an older state of its row is refused, and the whole change with it.
 * @throws AppError request/conflict, request/not-found for a row of somebody else
 */
export async function makeSteps<Values>(
  { id: changeId, steps }: RowChange<Values>,
  writer: RowWriter<Values>,
): Promise<void> {
  const rows = await writer.read(steps.map(({ id }) => id));
  const byId = new Map(rows.map((row) => [row.id, row]));
  if (rows.some(({ isOwn }) => !isOwn)) throw new AppError("request/not-found");
  const open = steps.filter(({ id }) => byId.get(id)?.changeId !== changeId);
  if (open.some(({ id, base }) => (byId.get(id)?.changeId ?? null) !== base))
    throw new AppError("kitchen/changed-elsewhere");
  for (const { id, put } of open) {
    if (put !== null) await writer.put(id, put, changeId);
    else if (byId.has(id)) await writer.remove(id, changeId);
  }
}
