import { randomInt } from "node:crypto";
import { hostname } from "node:os";
import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import pg from "pg";
import type { Queries } from "@/server/db/transaction";
import { JOBS_CHANNEL } from "./repository";

const BEAT_MS = 3_000;
const SILENT_MS = 15_000;
/** 20 + 4 × 5 = 40 s: longer than a worker waits for a word (15 + 3 s) and takes to stop (6 s). */
const GONE_SECONDS = { idle: 20, interval: 5, count: 4 } as const;

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
 * Asks for a word now and then: a connection that is cut without a word looks well from here, while PostgreSQL gives
 * the jobs to others. It does so later than this gives up.
 */
function startBeat(client: pg.Client, lost: () => void): NodeJS.Timeout {
  let askedAtMs: number | undefined;
  return setInterval(() => {
    const now = performance.now();
    if (askedAtMs === undefined) {
      askedAtMs = now;
      client.query("select 1").then(
        () => {
          askedAtMs = undefined;
        },
        () => undefined,
      );
    } else if (now - askedAtMs > SILENT_MS) lost();
  }, BEAT_MS);
}

/**
 * Opens a connection that says "this worker lives" for as long as it lasts, and hears of new jobs.
 * @param onLost the connection broke: others may take this worker's jobs, so it must stop
 */
export async function openStation(onLost: () => void): Promise<Station> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL,
    // whose it is, for whoever looks at the database
    application_name: `forage worker ${hostname().slice(0, 30)} ${process.pid}`,
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
  // PostgreSQL gives the jobs to others so long after this machine has gone without a word
  await client.query(
    `select set_config('tcp_keepalives_idle', '${GONE_SECONDS.idle}', false),
      set_config('tcp_keepalives_interval', '${GONE_SECONDS.interval}', false),
      set_config('tcp_keepalives_count', '${GONE_SECONDS.count}', false)`,
  );
  await client.query(`select pg_advisory_lock(${LOCK_CLASS}, ${worker})`);
  await client.query(`listen ${JOBS_CHANNEL}`);
  const beat = startBeat(client, lost);
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
      clearInterval(beat);
      await client.end().catch(() => undefined);
    },
  };
}
