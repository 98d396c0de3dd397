import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { getDatabase } from "./client";

type Database = NodePgDatabase<Record<string, never>>;

/** What a query needs: the connection, or a transaction on it. */
export type Queries = Pick<
  Database,
  "select" | "insert" | "update" | "delete" | "execute" | "selectDistinct" | "selectDistinctOn" | "$count"
>;

/** Queries that are written together. Only `transaction` gives one, and only it can be rolled back. */
export type Transaction = Queries & { rollback(): never };

/** For one query outside a transaction. What two calls write on it is not written together. */
export function connection(): Queries {
  return getDatabase();
}

/**
 * Runs what is acknowledged together in one transaction: all of it is written, or nothing. The service opens it, and
 * repositories take it as their first argument. Inside it, every query goes through `transaction`: one that asks for a
 * second connection waits for ever once all connections are in use.
 */
export function transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return getDatabase().transaction(work);
}

/** The old name of `transaction`. */
export const inTransaction = transaction;
/** The old name of `connection`. */
export const outsideTransaction = connection;
