/** A row that remembers which change wrote it last. */
export interface Row {
  readonly id: string;
  readonly changeId: string;
}

/** One row as it shall be; null takes it away. */
export interface RowStep<Values> {
  readonly id: string;
  /** The change that wrote the row as the person saw it; null for a row that was not there. */
  readonly base: string | null;
  readonly put: Values | null;
}

/** Steps that are made together or not at all. The id makes sending it twice one change. */
export interface RowChange<Values> {
  readonly id: string;
  readonly steps: readonly RowStep<Values>[];
}

/** The rows after a change, as the server will have them; applying it again changes nothing. */
export function applyChange<Values>(
  rows: readonly (Values & Row)[],
  { id: changeId, steps }: RowChange<Values>,
): (Values & Row)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { id, put } of steps) {
    if (put === null) byId.delete(id);
    else byId.set(id, { ...put, id, changeId });
  }
  return [...byId.values()];
}

/** The change that takes another back: every row as it was before, on top of what that change wrote. */
export function inverseOf<Values extends object>(
  change: RowChange<Values>,
  before: readonly (Values & Row)[],
  id: string,
): RowChange<Values> {
  const steps = change.steps.map((step): RowStep<Values> => {
    const was = before.find((row) => row.id === step.id);
    if (!was) return { id: step.id, base: change.id, put: null };
    const { id: _id, changeId: _changeId, ...values } = was;
    return { id: step.id, base: change.id, put: values as unknown as Values };
  });
  return { id, steps };
}
