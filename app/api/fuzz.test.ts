import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { GET, POST } from "@/app/api/trpc/[trpc]/route";
import { randomOf } from "@/scripts/fuzz/case";
import { gather, judge } from "@/scripts/fuzz/judge";
import { procedureTargets } from "@/scripts/fuzz/requests";
import type { TextPool } from "@/scripts/fuzz/schema-value";
import { seedClasses } from "@/server/datasets/classes/classes";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { seedRecipes } from "@/server/recipes/seed/seed-catalogue";

const HOST = "127.0.0.1:3000";
const RUNS = 12;
const SEED = 20_261_129;

/** They reach out, or start a program that takes its time; the fuzz on a running copy asks them too. */
const LEFT_OUT = new Set(["recipes.fetchPage", "training.environment", "training.contactSheet"]);

const pool: TextPool = new Map();
let testDatabase: TestDatabase;
let folder: string;
beforeAll(async () => {
  process.env.PORT = "3000";
  folder = mkdtempSync(join(tmpdir(), "forage-asked-"));
  process.env.FORAGE_DATA_DIR = folder;
  testDatabase = await createTestDatabase();
  await seedRecipes();
  await seedClasses();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await testDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** The installation's admin is told where the data lie. */
const SHOWS_FOLDERS = new Set(["installation.settings"]);

const targets = procedureTargets().filter(({ name, isStream }) => !isStream && !LEFT_OUT.has(name));

it.each(targets.map((target) => [target.name, target] as const))(
  "%s answers spoilt input without a 500 and without a path of the server",
  async (name, target) => {
    for (let index = 0; index < RUNS; index++) {
      const { method, path, headers, body } = target.request(randomOf(SEED, name, index), pool);
      const request = new Request(`http://${HOST}${path}`, {
        method,
        headers: { host: HOST, ...headers },
        ...(body ? { body: new Uint8Array(body) } : {}),
      });
      const response = await (method === "GET" ? GET : POST)(request);
      const answer = { status: response.status, body: await response.text() };
      expect(
        judge(answer, SHOWS_FOLDERS.has(name) ? [] : [folder, process.cwd()]),
        `case ${index}: ${method} ${path.slice(0, 300)}`,
      ).toBeUndefined();
      gather(answer.body, pool);
    }
  },
);
