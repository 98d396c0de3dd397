import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { getDatabase, getPool } from "@/server/db/client";
import { settings } from "@/server/db/schema/registry";
import { watchDriver } from "@/server/db/testing/fail-statements";
import {
  differingTables,
  type Observer,
  observe,
  type Snapshot,
  withoutChance,
} from "@/server/db/testing/snapshot";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { projectPath } from "@/server/storage/project-root";
import { GRACE_MS, sweepStore } from "@/server/sweep/sweep-store";
import { HANDLERS } from "./job-handlers";
import { appRouter } from "./root-router";
import { ELSEWHERE, SAVES } from "./testing/saves";
import { makeWorld, type World } from "./testing/saves-world";
import { newOf, readStoredFiles, type StoredFiles } from "./testing/stored-files";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Numbers that a sequence or a count gives: no two runs share them. */
const SEQUENCES = new Set([
  "jobs.position",
  "audit_log.id",
  "tallies.id",
  "model_moves.id",
  "cooked_recipes.id",
  "recipes.id",
  "recipe_pictures.id",
  "recipe_pictures.recipe_id",
  "share_links.token",
  "recipes.content_hash",
  "recipes.search",
]);

// the network is not part of what is written
vi.mock("@/server/detection/service", async (original) => ({
  ...(await original<object>()),
  detectPixels: async (rgba: Uint8Array) => ({
    boxes: [],
    features: Float32Array.from([rgba[0] ?? 0, rgba[1] ?? 0, 7]),
  }),
}));

const driver = watchDriver();
let base: TestDatabase;
let world: World;
let folder: string;
let count = 0;

beforeAll(async () => {
  for (const kind of ["warn", "error"] as const) vi.spyOn(console, kind).mockImplementation(() => undefined);
  folder = mkdtempSync(path.join(tmpdir(), "forage-whole-"));
  process.env.FORAGE_DATA_DIR = path.join(folder, "data");
  process.env.FORAGE_MODELS_DIR = path.join(folder, "models");
  // it is never started: the test only asks whether it exists
  process.env.FORAGE_TRAINING_PYTHON = process.execPath;
  base = await createTestDatabase();
  world = await makeWorld();
  observer = await observe(base.url);
  start = await observer.snapshot();
  fingerprint = await observer.fingerprint();
  copyFiles();
  filesAtStart = await readStoredFiles();
});

afterAll(async () => {
  driver.restore();
  await observer.close();
  await base.drop();
  rmSync(folder, { recursive: true, force: true });
  console.log(`\n${table.join("\n")}\n`);
});

const table: string[] = [];
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
const mutations = Object.entries(procedures)
  .filter(([, { _def }]) => _def.type === "mutation")
  .map(([name]) => name);

/** Every route that takes something, by its place below `app/api/v1`. */
function routesThatTake(): string[] {
  const folder = projectPath("app", "api", "v1");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .flatMap((file) => {
      const methods = readFileSync(path.join(folder, file), "utf8").match(
        /export .*\b(POST|PUT|PATCH|DELETE)\b/g,
      );
      return (methods ?? []).map(
        (line) => `${/POST|PUT|PATCH|DELETE/.exec(line)?.[0]} ${path.dirname(file)}`,
      );
    });
}

describe("the list of saves", () => {
  it("has every mutation, every route that takes something and every job, or says where it is held to account", () => {
    const named = [...SAVES.map(({ name }) => name), ...Object.keys(ELSEWHERE)];
    expect(named.filter((name) => !name.startsWith("job ") && !name.startsWith("POST ")).toSorted()).toEqual(
      mutations.toSorted(),
    );
    expect(named.filter((name) => name.startsWith("POST ")).toSorted()).toEqual(routesThatTake().toSorted());
    expect(named.filter((name) => name.startsWith("job ")).toSorted()).toEqual(
      HANDLERS.map(({ kind }) => `job ${kind}`).toSorted(),
    );
  });
});

const isWrite = (statement: string) => /^(insert|update|delete|with|commit|select pg_notify)/.test(statement);

/** Whether this statement is inside a transaction that is still open. */
function isInTransaction(statements: readonly string[], at: number): boolean {
  const before = statements.slice(0, at);
  return before.lastIndexOf("begin") > before.lastIndexOf("commit");
}

let observer: Observer;
let start: Snapshot;
let fingerprint: string;
let filesAtStart: StoredFiles;
let filesMade: string;
let isTouched = false;

/** Until nobody holds a connection: work that a save started without waiting is done. */
async function untilQuiet(): Promise<void> {
  for (let pool = getPool(); pool.totalCount > pool.idleCount || pool.waitingCount > 0; ) await sleep(2);
}

/** The world as it was made, rows and files: changes by a run are removed. */
async function restoreWorld(): Promise<void> {
  await untilQuiet();
  await observer.restore();
  if (listFiles(dataFolder()) !== filesMade) copyFiles();
  isTouched = false;
}

const dataFolder = () => process.env.FORAGE_DATA_DIR ?? "";

/** Every file below a folder, with its size and time. */
function listFiles(at: string): string {
  const entries = readdirSync(at, { recursive: true, withFileTypes: true });
  const files = entries.map((entry) => {
    const place = path.join(entry.parentPath, entry.name);
    const { size, mtimeMs } = statSync(place);
    return `${path.relative(at, place)} ${entry.isDirectory() ? "folder" : `${size} ${mtimeMs}`}`;
  });
  return files.toSorted().join("\n");
}

/** A different folder each time: what a process remembers about one is not true of the next. */
function copyFiles(): void {
  if (count > 0) rmSync(dataFolder(), { recursive: true, force: true });
  process.env.FORAGE_DATA_DIR = path.join(folder, `data-${++count}`);
  cpSync(path.join(folder, "data"), dataFolder(), { recursive: true, preserveTimestamps: true });
  filesMade = listFiles(dataFolder());
}

/** Lets a save run once on the world as it was made. */
async function runOnce(run: (world: World) => Promise<void>, plan?: Parameters<typeof driver.run>[1]) {
  if (isTouched) await restoreWorld();
  isTouched = true;
  const ran = await driver.run(() => run(world), plan);
  await untilQuiet();
  return ran;
}

/** Whether nothing was written; the world then serves the next run. */
async function isUntouched(): Promise<boolean> {
  isTouched = (await observer.fingerprint()) !== fingerprint;
  return !isTouched;
}

/** Measurements of files are only a cache: whether they are there or made again changes nothing. */
const MEMORY = "photo_checks";

const endNow = async (): Promise<Snapshot> =>
  new Map(
    [...withoutChance(await observer.snapshot(), start, SEQUENCES)].filter(([table]) => table !== MEMORY),
  );

describe.each(SAVES)("$name", ({ name, run, settle, goesOn = false, strays }) => {
  let swept = 0;

  it("is all or nothing, whichever statement fails, and the next try ends as if nothing had been", async () => {
    const failed = await failEach();
    const lost = await loseAnswer(failed.statements);
    if (lost) {
      expect(differingTables(failed.end, lost)).toEqual([]);
      expect(failed.end).toEqual(lost);
    }
    const { statements, points, told } = failed;
    const writes = statements.filter(isWrite).length;
    // an allowed exception that never occurs would hide later faults
    expect(
      strays === "sweep",
      "files that no row names are allowed where they are left, and nowhere else",
    ).toBe(swept > 0);
    table.push(
      `${name.padEnd(28)} | ${String(statements.length).padStart(3)} statements, ${String(writes).padStart(2)} write or commit | ${points} times failed: nothing${told > 0 ? `, ${told} that went on to the same end` : ""} | answer lost: ${lost ? "all" : "not tried"}${swept > 0 ? ` | ${swept} times a file for the sweep` : ""}`,
    );
  });

  /** Rows and stored files belong together. @param isFailed a file that no row names may then wait for the sweep */
  async function checkFiles(where: string, isFailed: boolean): Promise<void> {
    // neither rows nor files have changed
    if (!isTouched && listFiles(dataFolder()) === filesMade) return;
    const found = newOf(await readStoredFiles(), filesAtStart);
    expect(found.missing, `${where}: rows name files that are gone`).toEqual([]);
    if (found.strays.length === 0) return;
    expect(isFailed && strays, `${where}: files that no row names`).toBe("sweep");
    if (swept++ > 0) return;
    isTouched = true;
    await sweepStore(new AbortController().signal, new Date(Date.now() + 2 * GRACE_MS));
    expect(newOf(await readStoredFiles(), filesAtStart)).toEqual({ strays: [], missing: [] });
    // a sweep ties the store to the database, which no other run does
    await getDatabase().delete(settings).where(eq(settings.name, "files-owner"));
  }

  /** Makes each statement fail in turn; in the last run none does. */
  async function failEach() {
    // the first time a process may ask for what it then remembers, since it never changes
    await runOnce(run);
    const whole = await runOnce(run);
    if (whole.error) throw whole.error;
    // what comes before the first write can leave nothing behind
    const isFirst = (text: string) => isWrite(text) || text === "begin";
    const first = whole.statements.findIndex(isFirst) + 1 || whole.statements.length + 1;
    let [points, told] = [0, 0];
    const ends: Snapshot[] = [];
    for (let at = first; ; at++) {
      let statements: readonly string[] = [];
      for (const failure of ["before", "after", "lost"] as const) {
        const text = statements[at - 1] ?? "";
        // what reads changes nothing once it is done; what ends a save with its answer lost comes below
        if (failure === "after" && !(isWrite(text) && isInTransaction(statements, at))) continue;
        if (failure === "lost" && text !== "commit") continue;
        const ran = await runOnce(run, { failure, at });
        expect(ran.statements.slice(0, first - 1).filter(isFirst), "the first write moved").toEqual([]);
        if (!ran.hasFailed) {
          if (ran.error) throw ran.error;
          await settle?.(world);
          const end = await endNow();
          for (const other of ends) expect(differingTables(other, end)).toEqual([]);
          await checkFiles("undisturbed", false);
          return { statements: ran.statements, end, points, told };
        }
        statements = ran.statements;
        points++;
        const where = `${failure} statement ${at}: ${statements[at - 1]}`;
        if (await isUntouched()) {
          expect(ran.error, `${where} was told as done, and nothing is`).toBeDefined();
          await checkFiles(where, true);
          continue;
        }
        const changed = differingTables(await observer.snapshot(), start);
        if (goesOn) {
          await checkFiles(where, true);
          await run(world);
          await untilQuiet();
          ends.push(await endNow());
        } else expect(ran.error, `${where} left ${changed.join(", ")}`).toBeUndefined();
        await checkFiles(where, true);
        told++;
      }
    }
  }

  /** Everything is written and the answer is lost. @returns what is there then */
  async function loseAnswer(statements: readonly string[]): Promise<Snapshot | undefined> {
    const last = statements.lastIndexOf("commit") + 1 || statements.findLastIndex(isWrite) + 1;
    if (last === 0) return undefined;
    const ran = await runOnce(run, { failure: "after", at: last });
    expect(ran.hasFailed).toBe(true);
    // a job whose answer is lost is run again, as the queue does
    if (goesOn && ran.error) await run(world);
    await untilQuiet();
    await settle?.(world);
    const end = await endNow();
    await checkFiles("answer lost", true);
    return end;
  }
});
