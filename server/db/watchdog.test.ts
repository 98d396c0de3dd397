import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { databaseError } from "@/server/errors/database-error";
import { type Cluster, startCluster } from "./cluster/cluster";
import { watchPool } from "./watchdog";

// freezes a database of its own
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let cluster: Cluster;
let pool: pg.Pool;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-frozen-"));
  chmodSync(folder, 0o711);
  cluster = await startCluster({ dataFolder: folder, isThrowaway: true });
  pool = new pg.Pool({ connectionString: cluster.url, connectionTimeoutMillis: 4_000 });
  pool.on("error", () => undefined);
  watchPool(pool, cluster.url);
});
afterAll(async () => {
  await pool.end();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The server with each of its processes. */
async function processes(): Promise<readonly number[]> {
  const { rows } = await pool.query<{ pid: number }>("select pid from pg_stat_activity");
  return [cluster.pid, ...rows.map(({ pid }) => pid)];
}

it("fails what waits for a frozen database, then new questions at once, until it answers again", async () => {
  const frozen = await processes();
  for (const pid of frozen) process.kill(pid, "SIGSTOP");
  try {
    const began = performance.now();
    const first = await pool.query("select 1").catch((error: unknown) => databaseError(error));
    expect(first).toMatchObject({ code: "server/database-down" });
    // without the watchdog it would wait forever: this is not a measurement
    expect(performance.now() - began).toBeLessThan(60_000);
    expect(await pool.query("select 1").catch(databaseError)).toMatchObject({ code: "server/database-down" });
    expect(await pool.connect().catch(databaseError)).toMatchObject({ code: "server/database-down" });
  } finally {
    for (const pid of frozen) process.kill(pid, "SIGCONT");
  }
  const again = async (): Promise<unknown> =>
    pool.query("select 1 as one").then(
      ({ rows }) => rows,
      () => new Promise((resolve) => setTimeout(resolve, 100)).then(again),
    );
  expect(await again()).toEqual([{ one: 1 }]);
});

it("leaves a query alone that is only slow", async () => {
  expect((await pool.query("select pg_sleep(5), 7 as seven")).rows).toMatchObject([{ seven: 7 }]);
});
