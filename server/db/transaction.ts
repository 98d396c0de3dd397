import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { isAppError } from "@/lib/core/errors";
import { getDatabase, getPool } from "./client";

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

const ignore = () => undefined;

/**
 * Runs what is acknowledged together in one transaction: all of it is written, or nothing. The service opens it, and
 * repositories take it as their first argument. Inside it, every query goes through `transaction`: one that asks for a
 * second connection waits for ever once all connections are in use.
 */
export async function transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  // Drizzle, given a pool, never gives a connection back on which "begin" failed: ten of those, and everybody waits
  const client = await getPool().connect();
  let isSound = true;
  // a connection that breaks is told by the next query; an event that nobody hears would end the process
  client.on("error", ignore);
  try {
    return await drizzle(client).transaction(work);
  } catch (error) {
    // thrown by ourselves and rolled back; after anything else nobody knows what state the connection is in
    isSound = isAppError(error);
    throw error;
  } finally {
    client.off("error", ignore);
    client.release(!isSound);
  }
}
