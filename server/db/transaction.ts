import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { isAppError } from "@/lib/core/errors";
import { traceClient } from "@/server/tracing/trace-queries";
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
 * Runs one transaction for what is acknowledged together: all of it is written, or nothing. The service opens it;
 * repositories take it as their first argument. Inside it, every query goes through `transaction`: one that asks for a
 * second connection waits forever once all are in use.
 */
export async function transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  // Drizzle, given a pool, never gives a connection back on which "begin" failed: ten of those, and every caller waits
  const client = await getPool().connect();
  let isSound = true;
  let failure: { readonly error: unknown } | undefined;
  // the next query reports a broken connection; an unhandled event would end the process
  client.on("error", ignore);
  const untrace = traceClient(client);
  try {
    return await drizzle(client).transaction(async (queries) => {
      try {
        return await work(queries);
      } catch (error) {
        failure = { error };
        throw error;
      }
    });
  } catch (error) {
    // thrown by ourselves and rolled back; after anything else nobody knows what state the connection is in
    isSound = isAppError(error);
    // where the connection broke, the rollback fails too, and says nothing of why
    throw failure ? failure.error : error;
  } finally {
    untrace();
    client.off("error", ignore);
    client.release(!isSound);
  }
}
