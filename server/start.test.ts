import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { findPostmaster } from "@/server/db/cluster/postmaster";
import { endProcess, isAlive, waitUntilGone } from "@/server/processes/service";
import {
  askApp,
  databaseFolder,
  endLeftovers,
  failedStart,
  mountTmpfs,
  type Started,
  startProcess,
  unmount,
} from "@/server/start/testing/start-harness";
import { projectRoot } from "@/server/storage/project-root";
import { freePort } from "@/server/storage/testing/free-port";

// starts databases and web servers of its own
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let parent: string;
let dataFolder: string;
let port: number;
const environment = () => ({ FORAGE_DATA_DIR: dataFolder, PORT: String(port) });
const postmaster = () => findPostmaster(databaseFolder(dataFolder));

function runningPostmaster() {
  const found = postmaster();
  if (!found) throw new Error("no database runs");
  return found;
}

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), "forage-start-"));
  // root's database account needs access
  chmodSync(parent, 0o711);
  dataFolder = join(parent, "data");
  port = await freePort();
});

afterEach(() => endLeftovers());

afterAll(async () => {
  const left = postmaster();
  if (left) await endProcess(left.pid, [{ signal: "SIGQUIT", waitMs: PATIENCE_MS }]);
  rmSync(parent, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const runSchema = z.object({ worker: z.object({ pid: z.number() }) });

/** The process that does long work, as the run's record names it. */
function workerPid(): number {
  return runSchema.parse(JSON.parse(readFileSync(join(dataFolder, "run.json"), "utf8"))).worker.pid;
}

/** What the tests wait for always comes, but late on a busy machine. */
const PATIENCE_MS = 120_000;

async function until<T>(read: () => T | undefined): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const value = read();
    if (value !== undefined) return value;
    await sleep(100);
  }
  throw new Error(`did not happen in ${PATIENCE_MS / 1000} s`);
}

async function expectAllGone(started: Started, appPid: number): Promise<void> {
  expect(await waitUntilGone(started.pid, PATIENCE_MS)).toBe(true);
  expect(isAlive(appPid)).toBe(false);
  expect(postmaster()).toBeUndefined();
  expect(existsSync(join(dataFolder, "run.json"))).toBe(false);
}

function expectSentence(
  failed: { code: number | null; stdout: string; stderr: string },
  words: RegExp,
): void {
  expect(failed.stderr).toMatch(words);
  expect(failed.stderr).not.toMatch(/\n\s+at |Error:/);
  expect(failed.stdout).toBe("");
  expect(failed.code).toBe(1);
}

// each test goes on with the data folder the one before left, as a person's starts do
describe("npm start", () => {
  it("says one line with the address, and Ctrl-C ends everything", async () => {
    const started = await startProcess({ environment: environment() });
    expect(started.stdout()).toBe(`Forage runs at http://127.0.0.1:${port}\n`);
    const app = await askApp(started.address);
    expect(await query(app.databaseUrl, "select kind from users")).toEqual([{ kind: "local" }]);
    await query(app.databaseUrl, "create table kept (n int); insert into kept values (7)");
    expect(await started.end("SIGINT")).toBe(0);
    expect(started.stdout()).toBe(`Forage runs at http://127.0.0.1:${port}\n`);
    await expectAllGone(started, app.pid);
  });

  it("after a kill -9 ends the left web server, takes the database over and keeps its rows", async () => {
    const first = await startProcess({ environment: environment() });
    const left = await askApp(first.address);
    const database = runningPostmaster();
    await first.end("SIGKILL");
    expect([isAlive(left.pid), postmaster()]).toEqual([true, database]);

    const second = await startProcess({ environment: environment() });
    expect(isAlive(left.pid)).toBe(false);
    expect(postmaster()).toEqual(database);
    const app = await askApp(second.address);
    expect(app.pid).not.toBe(left.pid);
    expect(await query(app.databaseUrl, "select n from kept")).toEqual([{ n: 7 }]);
    await second.end("SIGTERM");
    await expectAllGone(second, app.pid);
  });

  it("starts the worker again when it dies, and Ctrl-C ends that one too", async () => {
    const started = await startProcess({ environment: environment() });
    const app = await askApp(started.address);
    const first = workerPid();
    expect(isAlive(first)).toBe(true);
    process.kill(first, "SIGKILL");
    const second = await until(() => (workerPid() === first ? undefined : workerPid()));
    expect(isAlive(second)).toBe(true);
    await started.end("SIGTERM");
    await expectAllGone(started, app.pid);
    expect([isAlive(first), isAlive(second)]).toEqual([false, false]);
  });

  it("leaves no worker behind after a kill -9", async () => {
    const killed = await startProcess({ environment: environment() });
    const third = workerPid();
    await killed.end("SIGKILL");
    expect(await waitUntilGone(third, PATIENCE_MS)).toBe(true);
    await (await startProcess({ environment: environment() })).end("SIGINT");
  });

  it("after a kill -9 of everything recovers the database", async () => {
    const first = await startProcess({ environment: environment() });
    const left = await askApp(first.address);
    await query(left.databaseUrl, "insert into kept values (8)");
    const database = runningPostmaster();
    await first.end("SIGKILL");
    for (const pid of [left.pid, database.pid])
      await endProcess(pid, [{ signal: "SIGKILL", waitMs: PATIENCE_MS }]);
    expect(existsSync(join(databaseFolder(dataFolder), "postmaster.pid"))).toBe(true);
    const second = await startProcess({ environment: environment() });
    const app = await askApp(second.address);
    expect(await query(app.databaseUrl, "select n from kept order by n")).toEqual([{ n: 7 }, { n: 8 }]);
    await second.end("SIGINT");
    await expectAllGone(second, app.pid);
  });

  it("is not stopped by leftovers that name other programs' processes", async () => {
    // the numbers of dead processes are reused: here by one unrelated to Forage
    const stranger = spawn("sleep", ["300"]);
    const pid = stranger.pid ?? 0;
    writeFileSync(
      join(databaseFolder(dataFolder), "postmaster.pid"),
      `${pid}\n${databaseFolder(dataFolder)}\n0\n5432\n`,
    );
    const identity = { pid, start: "1" };
    writeFileSync(
      join(dataFolder, "run.json"),
      JSON.stringify({ supervisor: identity, app: identity, address: "x" }),
    );
    const started = await startProcess({ environment: environment() });
    const app = await askApp(started.address);
    await started.end("SIGINT");
    await expectAllGone(started, app.pid);
    expect(isAlive(pid)).toBe(true);
    stranger.kill();
  });

  it("starts an ended database again where it was, and a web server that ended", async () => {
    const started = await startProcess({ environment: environment() });
    const app = await askApp(started.address);
    const before = runningPostmaster();
    await endProcess(before.pid, [{ signal: "SIGQUIT", waitMs: PATIENCE_MS }]);
    const counted = () => query(app.databaseUrl, "select count(*)::int as n from users");
    await expect
      .poll(() => counted().catch(() => "not yet"), { timeout: PATIENCE_MS, interval: 300 })
      .toEqual([{ n: 1 }]);
    expect(postmaster()?.port).toBe(before.port);

    process.kill(app.pid, "SIGKILL");
    const answering = () => askApp(started.address).then(({ pid }) => pid);
    await expect
      .poll(() => answering().catch(() => app.pid), { timeout: PATIENCE_MS, interval: 300 })
      .not.toBe(app.pid);
    expect(started.stderr()).toMatch(/The web server ended \(SIGKILL\); starting it again/);
    const again = await answering();
    await started.end("SIGINT");
    await expectAllGone(started, again);
  });

  it("ends when the shell above it is ended, as `kill` on npm does", async () => {
    const script = fileURLToPath(new URL("./start/testing/run-with-stub.ts", import.meta.url));
    const words = `${process.execPath} --import tsx ${script}`;
    // two shells: the upper one stands for npm, and the lower one lives on when that is killed
    const outer = spawn("sh", ["-c", `sh -c '${words}; true'; true`], {
      cwd: projectRoot(),
      env: { ...process.env, DATABASE_URL: "", NODE_ENV: "production", ...environment() },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const address = await new Promise<string>((resolve) => {
      let said = "";
      outer.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString("utf8");
        const ready = /^Forage runs at (\S+)\n/.exec(said)?.[1];
        if (ready) resolve(ready);
      });
    });
    const app = await askApp(address);
    outer.kill("SIGKILL");
    expect(await waitUntilGone(app.pid, PATIENCE_MS)).toBe(true);
    await expect.poll(() => postmaster(), { timeout: PATIENCE_MS, interval: 300 }).toBeUndefined();
  });

  it("refuses a second start on the same data folder and names the first's address", async () => {
    const started = await startProcess({ environment: environment() });
    const app = await askApp(started.address);
    const second = await failedStart({ environment: { ...environment(), PORT: String(await freePort()) } });
    expectSentence(second, new RegExp(`already runs .*${started.address}`));
    expect(isAlive(app.pid)).toBe(true);
    await started.end("SIGINT");
  });
});

describe("npm start says what is wrong and ends with 1", () => {
  it("an address that others could reach", async () => {
    const failed = await failedStart({ environment: { ...environment(), HOST: "0.0.0.0" } });
    expectSentence(failed, /HOST=0\.0\.0\.0 lets others reach Forage/);
  });

  it("port taken", async () => {
    const server = createServer().listen(port, "127.0.0.1");
    const failed = await failedStart({ environment: environment() });
    expectSentence(failed, new RegExp(`Port ${port} is in use by another program.*PORT=`));
    server.close();
    expect(existsSync(join(dataFolder, "run.json"))).toBe(false);
  });

  it("model missing", async () => {
    const empty = join(parent, "no-models");
    mkdirSync(empty);
    const failed = await failedStart({ environment: { ...environment(), FORAGE_MODELS_DIR: empty } });
    expectSentence(failed, /model.*missing.*no-models|no-models.*missing/s);
  });

  it("model corrupt", async () => {
    const models = join(parent, "cut-models");
    cpSync(join(projectRoot(), "models"), models, { recursive: true });
    const folder = join(models, "forage-n");
    for (const version of readdirSync(folder)) {
      const onnx = readdirSync(join(folder, version)).find((name) => name.endsWith(".onnx"));
      if (onnx) truncateSync(join(folder, version, onnx), 1_000);
    }
    const failed = await failedStart({ environment: { ...environment(), FORAGE_MODELS_DIR: models } });
    expectSentence(failed, /damaged.*\.onnx/);
  });

  it("data folder read-only", async (context) => {
    const closed = join(parent, "closed");
    mkdirSync(closed);
    if (!mountTmpfs(closed, "ro,size=1m")) return context.skip("this user may not mount");
    const failed = await failedStart({
      environment: { ...environment(), FORAGE_DATA_DIR: join(closed, "data") },
    });
    const failedInside = await failedStart({ environment: { ...environment(), FORAGE_DATA_DIR: closed } });
    unmount(closed);
    expectSentence(failed, /cannot write to its data folder \(.*closed/);
    expectSentence(failedInside, /cannot write to its data folder \(.*closed/);
  });

  it("disk full before the database is made", async (context) => {
    const small = join(parent, "small");
    mkdirSync(small);
    if (!mountTmpfs(small, "size=16m")) return context.skip("this user may not mount");
    const failed = await failedStart({ environment: { ...environment(), FORAGE_DATA_DIR: small } });
    unmount(small);
    expectSentence(failed, /The disk is full \(.*small/);
  });

  it("a database elsewhere that does not answer", async () => {
    const url = "postgres://nobody@127.0.0.1:1/none";
    const failed = await failedStart({ environment: { ...environment(), DATABASE_URL: url } });
    expectSentence(failed, /The database does not answer/);
  });
});

it("leaves no password where others can read it", async () => {
  const file = join(dataFolder, "database.json");
  expect(readFileSync(file, "utf8")).toMatch(/"password"/);
  const { statSync } = await import("node:fs");
  expect(statSync(file).mode & 0o077).toBe(0);
});
