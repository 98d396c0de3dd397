import { chmodSync, existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { closeDatabase } from "../client";
import { startCluster } from "../cluster/cluster";
import { clusterUrl, readSettings } from "../cluster/settings";
import { migrateDatabase } from "../migrate";

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

function settingsOfRun() {
  const folder = process.env.FORAGE_TEST_RUN_FOLDER;
  if (!folder) throw new RangeError("server/db/testing/global-setup.ts did not run");
  return { folder, ready: () => readSettings(folder) };
}

/** A copy of a database, set as `DATABASE_URL`. */
async function copyDatabase(template: string): Promise<TestDatabase> {
  const { folder, ready } = settingsOfRun();
  const settings = ready();
  if (!settings) throw new RangeError(`no database settings in ${folder}`);
  const name = `test_${process.pid}_${++count}`;
  const maintenance = clusterUrl(settings, "postgres");
  await withLock(folder, () => query(maintenance, `create database ${name} template ${template}`));
  const url = clusterUrl(settings, name);
  process.env.DATABASE_URL = url;
  return {
    url,
    drop: async () => {
      await closeDatabase();
      await query(maintenance, `drop database if exists ${name} with (force)`);
    },
  };
}

/**
 * A migrated database of its own for a test file, set as `DATABASE_URL`: call it in `beforeAll`, and `drop` in
 * `afterAll`. The server behind it is real and one for the whole run.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  await ensureServer(settingsOfRun().folder);
  return copyDatabase(TEMPLATE);
}

/** A copy of a test file's database as it is now, with all its rows, set as `DATABASE_URL`. */
export async function cloneTestDatabase({ url }: TestDatabase): Promise<TestDatabase> {
  await closeDatabase();
  return copyDatabase(new URL(url).pathname.slice(1));
}
