import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { AppError } from "@/lib/core/errors";
import { tracePool } from "@/server/tracing/trace-queries";
import { watchPool } from "./watchdog";

export type Database = NodePgDatabase<Record<string, never>>;
/** The database with the pool it asks. */
export type PooledDatabase = Database & { readonly $client: pg.Pool };

const CONNECT_TIMEOUT_MS = 4_000;
/** For the web server: no page waits longer. Jobs and commands take the time they need. */
const STATEMENT_TIMEOUT_MS = 30_000;
const POOL_SIZE = 10;

let opened: { readonly url: string; readonly pool: pg.Pool; readonly database: PooledDatabase } | undefined;

/**
 * The process's one connection pool, to `DATABASE_URL`; opened on first use.
 * @throws AppError server/database-down when no database is named
 */
export function getDatabase(): PooledDatabase {
  return openDatabase().database;
}

/** The pool itself, for callers that hold one connection over several statements. */
export function getPool(): pg.Pool {
  return openDatabase().pool;
}

function openDatabase(): NonNullable<typeof opened> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new AppError("server/database-down", { facts: { reason: "DATABASE_URL is not set" } });
  if (opened?.url === url) return opened;
  const isWatched = process.env.FORAGE_WATCH_DATABASE === "1";
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...(isWatched ? { statement_timeout: STATEMENT_TIMEOUT_MS } : {}),
    application_name: "forage",
  });
  if (isWatched) watchPool(pool, url);
  if (process.env.FORAGE_TRACES_URL) tracePool(pool);
  // an idle connection that breaks is replaced by the pool on the next query; unhandled it would end the process
  pool.on("error", (error) => {
    // of a pool that is being ended, the server may be gone before the last connection is
    if (opened?.pool === pool) console.warn(`database: an idle connection broke: ${error.message}`);
  });
  opened = { url, pool, database: drizzle(pool) };
  return opened;
}

/** Ends the pool; the next `getDatabase` opens a new one. */
export async function closeDatabase(): Promise<void> {
  const closing = opened;
  opened = undefined;
  await closing?.pool.end();
}
