import { chmodSync, existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { vi } from "vitest";
import { closeDatabase } from "../client";
import { startCluster } from "../cluster/cluster";
import { clusterUrl, readSettings } from "../cluster/settings";
import { migrateDatabase } from "../migrate";

/** Whoever imports this waits for a database: the first test file of a run starts it, the others wait for that. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const TEMPLATE = "forage_template";

/** One process at a time; a folder is made by exactly one of them. */
async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, "lock");
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      await sleep(50);
    }
  }
  try {
    return await work();
  } finally {
    rmdirSync(lock);
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Starts the run's server and migrates the template, once. */
async function ensureServer(folder: string): Promise<void> {
  const ready = join(folder, "ready");
  await withLock(folder, async () => {
    if (existsSync(ready)) return;
    chmodSync(folder, 0o711);
    const { url } = await startCluster({ dataFolder: folder, isThrowaway: true });
    await query(url, `create database ${TEMPLATE}`);
    const pool = new pg.Pool({ connectionString: url.replace(/[^/]*$/, TEMPLATE), max: 1 });
    await migrateDatabase(drizzle(pool));
    await pool.end();
    writeFileSync(ready, "");
  });
}

let count = 0;

export interface TestDatabase {
  readonly url: string;
  /** Closes the process's pool and drops the database. */
  drop(): Promise<void>;
}

/**
 * A migrated database of its own for a test file, set as `DATABASE_URL`: call it in `beforeAll`, and `drop` in
 * `afterAll`. The server behind it is real and one for the whole run.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const folder = process.env.FORAGE_TEST_RUN_FOLDER;
  if (!folder) throw new RangeError("server/db/testing/global-setup.ts did not run");
  await ensureServer(folder);
  const settings = readSettings(folder);
  if (!settings) throw new RangeError(`no database settings in ${folder}`);
  const name = `test_${process.pid}_${++count}`;
  await withLock(folder, () =>
    query(clusterUrl(settings, "postgres"), `create database ${name} template ${TEMPLATE}`),
  );
  const url = clusterUrl(settings, name);
  process.env.DATABASE_URL = url;
  return {
    url,
    drop: async () => {
      await closeDatabase();
      await query(clusterUrl(settings, "postgres"), `drop database ${name} with (force)`);
    },
  };
}
