import { getDatabase, type Queries } from "./client";

export type { Queries } from "./client";

/**
 * Runs what is acknowledged together in one transaction: all of it is written, or nothing. The service opens it, and
 * repositories take it as their first argument. Inside it, every query goes through `queries`: one that asks for a
 * second connection waits for ever once all connections are in use.
 */
export function inTransaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
  return getDatabase().transaction(work);
}

/** The database itself, for a repository that is asked outside a transaction. */
export function outsideTransaction(): Queries {
  return getDatabase();
}
