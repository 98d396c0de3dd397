import { randomInt } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import pg from "pg";
import type { Queries } from "@/server/db/transaction";
import { JOBS_CHANNEL } from "./repository";

/** First half of every worker's lock; any number that nothing else in the database locks. */
const LOCK_CLASS = 4_826_113;

/** Locks of workers of this very database, in PostgreSQL's own list. */
const workerLocks = sql`select 1 from pg_locks l where l.locktype = 'advisory' and l.granted
  and l.classid = ${sql.raw(String(LOCK_CLASS))} and l.objsubid = 2
  and l.database = (select d.oid from pg_database d where d.datname = current_database())`;

/** Whether the worker of a row lives: its lock goes with its connection, however it ended. */
export function isWorkerAlive(worker: PgColumn): SQL {
  return sql`exists (${workerLocks} and l.objid::bigint = ${worker})`;
}

/** Whether any worker is at this database now. */
export async function hasWorker(queries: Queries): Promise<boolean> {
  return (await queries.execute(sql`${workerLocks} limit 1`)).rows.length > 0;
}

/** A worker's place at the database. */
export interface Station {
  /** Its number, for the rows of its jobs. */
  readonly worker: number;
  /** Resolves when there may be something to do, at the latest after a while. */
  woken(timeoutMs: number): Promise<void>;
  /** Wakes the worker as if there were news. */
  wake(): void;
  close(): Promise<void>;
}

/**
 * Opens a connection that says "this worker lives" for as long as it lasts, and hears of new jobs.
 * @param onLost the connection broke: others may take this worker's jobs, so it must stop
 */
export async function openStation(onLost: () => void): Promise<Station> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL,
    application_name: "forage worker",
    keepAlive: true,
  });
  const worker = randomInt(1, 2 ** 31 - 1);
  let isClosed = false;
  let isCalled = false;
  let answer: (() => void) | undefined;
  const lost = () => {
    if (!isClosed) onLost();
    isClosed = true;
  };
  const wake = () => {
    isCalled = true;
    answer?.();
  };
  client.on("error", lost);
  client.on("end", lost);
  client.on("notification", wake);
  await client.connect();
  await client.query(`select pg_advisory_lock(${LOCK_CLASS}, ${worker})`);
  await client.query(`listen ${JOBS_CHANNEL}`);
  return {
    worker,
    wake,
    woken: async (timeoutMs) => {
      if (!isCalled) {
        await new Promise<void>((resolve) => {
          answer = resolve;
          setTimeout(resolve, timeoutMs);
        });
      }
      answer = undefined;
      isCalled = false;
    },
    close: async () => {
      isClosed = true;
      await client.end().catch(() => undefined);
    },
  };
}
