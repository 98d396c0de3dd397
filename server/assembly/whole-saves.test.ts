import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { watchDriver } from "@/server/db/testing/fail-statements";
import {
  differingTables,
  type Observer,
  observe,
  type Snapshot,
  withoutChance,
} from "@/server/db/testing/snapshot";
import { cloneTestDatabase, createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { HANDLERS } from "./job-handlers";
import { appRouter } from "./root-router";
import { ELSEWHERE, SAVES } from "./testing/saves";
import { makeWorld, type World } from "./testing/saves-world";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Numbers that a sequence or a count gives: no two runs share them. */
const SEQUENCES = new Set([
  "jobs.position",
  "tallies.id",
  "model_moves.id",
  "cooked_recipes.id",
  "recipes.id",
  "recipes.content_hash",
  "recipes.search",
]);

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
  // it is never started: only that it is there is asked
  process.env.FORAGE_TRAINING_PYTHON = process.execPath;
  base = await createTestDatabase();
  world = await makeWorld();
});

afterAll(async () => {
  driver.restore();
  await base.drop();
  rmSync(folder, { recursive: true, force: true });
  console.log(`\n${table.join("\n")}\n`);
});

const table: string[] = [];
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
const mutations = Object.entries(procedures)
  .filter(([, { _def }]) => _def.type === "mutation")
  .map(([name]) => name);

describe("the list of saves", () => {
  it("has every mutation and every job, or says where it is held to account", () => {
    const named = [...SAVES.map(({ name }) => name), ...Object.keys(ELSEWHERE)];
    expect(named.filter((name) => !name.startsWith("job ") && !name.startsWith("POST ")).toSorted()).toEqual(
      mutations.toSorted(),
    );
    expect(named.filter((name) => name.startsWith("job ")).toSorted()).toEqual(
      HANDLERS.map(({ kind }) => `job ${kind}`).toSorted(),
    );
  });
});

const isWrite = (statement: string) => /^(insert|update|delete|with|commit|select pg_notify)/.test(statement);

/** Whether a statement has others after it that stand or fall with it. */
function isInTransaction(statements: readonly string[], at: number): boolean {
  const before = statements.slice(0, at);
  return before.lastIndexOf("begin") > before.lastIndexOf("commit");
}

interface Copy {
  readonly start: Snapshot;
  readonly fingerprint: string;
  readonly observer: Observer;
  drop(): Promise<void>;
}

/** A copy of the world, database and files, of which a run may make what it will. */
async function copyOfWorld(): Promise<Copy> {
  const copy = await cloneTestDatabase(base);
  process.env.FORAGE_DATA_DIR = path.join(folder, `data-${++count}`);
  cpSync(path.join(folder, "data"), process.env.FORAGE_DATA_DIR, { recursive: true });
  const observer = await observe(copy.url);
  return {
    start: await observer.snapshot(),
    fingerprint: await observer.fingerprint(),
    observer,
    drop: async () => {
      await observer.close();
      await copy.drop();
    },
  };
}

/** What was measured of files is kept to spare the work: whether it is there or is measured again changes nothing. */
const MEMORY = "photo_checks";

const endOf = async ({ observer, start }: Copy): Promise<Snapshot> =>
  new Map(
    [...withoutChance(await observer.snapshot(), start, SEQUENCES)].filter(([table]) => table !== MEMORY),
  );

describe.each(SAVES)("$name", ({ name, run, settle, goesOn = false }) => {
  it("is all or nothing, whichever statement fails, and the next try ends as if nothing had been", async () => {
    const failed = await failEach();
    const lost = await loseAnswer(failed.statements);
    if (lost) {
      expect(differingTables(failed.end, lost)).toEqual([]);
      expect(failed.end).toEqual(lost);
    }
    const { statements, points, told } = failed;
    const writes = statements.filter(isWrite).length;
    table.push(
      `${name.padEnd(28)} | ${String(statements.length).padStart(3)} statements, ${String(writes).padStart(2)} write or commit | ${points} times failed: nothing${told > 0 ? `, ${told} that went on to the same end` : ""} | answer lost: ${lost ? "all" : "not tried"}`,
    );
  });

  async function firstWrite(): Promise<number> {
    const copy = await copyOfWorld();
    try {
      for (let at = 1; ; at++) {
        const ran = await driver.run(() => run(world), { failure: "before", at });
        const text = ran.statements[at - 1] ?? "";
        if (isWrite(text) || text === "begin" || !ran.hasFailed || !ran.error) return at;
      }
    } finally {
      await copy.drop();
    }
  }

  /** Lets one statement after the other fail, in two ways each; the last run is the one in which none does. */
  async function failEach() {
    // what comes before the first write can leave nothing behind
    const first = await firstWrite();
    let copy = await copyOfWorld();
    let [points, told] = [0, 0];
    const ends: Snapshot[] = [];
    try {
      for (let at = first; ; at++) {
        let statements: readonly string[] = [];
        for (const failure of ["before", "after", "lost"] as const) {
          const text = statements[at - 1] ?? "";
          // what reads changes nothing once it is done; what ends a save with its answer lost comes below
          if (failure === "after" && !(isWrite(text) && isInTransaction(statements, at))) continue;
          if (failure === "lost" && text !== "commit") continue;
          const ran = await driver.run(() => run(world), { failure, at });
          if (!ran.hasFailed) {
            if (ran.error) throw ran.error;
            await settle?.(world);
            const end = await endOf(copy);
            for (const other of ends) expect(differingTables(other, end)).toEqual([]);
            return { statements: ran.statements, end, points, told };
          }
          statements = ran.statements;
          points++;
          const where = `${failure} statement ${at}: ${statements[at - 1]}`;
          if ((await copy.observer.fingerprint()) === copy.fingerprint) {
            expect(ran.error, `${where} was told as done, and nothing is`).toBeDefined();
            continue;
          }
          const changed = differingTables(await copy.observer.snapshot(), copy.start);
          if (goesOn) {
            await run(world);
            ends.push(await endOf(copy));
          } else expect(ran.error, `${where} left ${changed.join(", ")}`).toBeUndefined();
          told++;
          await copy.drop();
          copy = await copyOfWorld();
        }
      }
    } finally {
      await copy.drop();
    }
  }

  /** Everything is written and the answer does not come. @returns what is there then */
  async function loseAnswer(statements: readonly string[]): Promise<Snapshot | undefined> {
    const last =
      statements.findLastIndex((text) => text === "commit") + 1 || statements.findLastIndex(isWrite) + 1;
    if (last === 0) return undefined;
    const copy = await copyOfWorld();
    try {
      const ran = await driver.run(() => run(world), { failure: "after", at: last });
      expect(ran.hasFailed).toBe(true);
      await settle?.(world);
      return await endOf(copy);
    } finally {
      await copy.drop();
    }
  }
});
