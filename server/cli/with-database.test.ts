import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import pg from "pg";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { type Cluster, startCluster } from "@/server/db/cluster/cluster";
import { isAlive } from "@/server/processes/service";
import { withDatabase } from "./with-database";

// starts a database of its own
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
/** What a killed command leaves running. */
let left: Cluster;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-cli-db-"));
  // as root, PostgreSQL runs under another account, which needs access to the folders
  chmodSync(folder, 0o711);
  vi.stubEnv("FORAGE_DATA_DIR", folder);
  vi.stubEnv("DATABASE_URL", "");
  left = await startCluster({ dataFolder: folder, isThrowaway: true });
}, 120_000);

afterEach(async () => {
  vi.unstubAllEnvs();
  await left.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const ask = () => withDatabase(async () => (await getDatabase().execute(sql`select 1 as one`)).rows);

it("stops a database that a killed command left running", async () => {
  expect(await ask()).toEqual([{ one: 1 }]);
  expect(isAlive(left.pid)).toBe(false);
}, 60_000);

it("leaves the database to who else uses it", async () => {
  const other = new pg.Client({ connectionString: left.url });
  await other.connect();
  await ask();
  expect(isAlive(left.pid)).toBe(true);
  expect((await other.query("select 2 as two")).rows).toEqual([{ two: 2 }]);
  await other.end();
}, 60_000);

it("keeps it from other commands' ends while it asks the database nothing", async () => {
  await withDatabase(async () => {
    await closeDatabase();
    const other = await startCluster({ dataFolder: folder });
    await other.stopIfUnused();
    expect(isAlive(left.pid)).toBe(true);
  });
  expect(isAlive(left.pid)).toBe(false);
}, 60_000);
