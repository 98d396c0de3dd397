import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { moveInstallation } from "@/server/backup/move";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { photos } from "@/server/db/schema/photos";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { getFileStore } from "@/server/storage/service";
import { type SmallStore, startSmallStore } from "@/server/storage/testing/small-store";
import { makeWorld } from "./testing/saves-world";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

let folder: string;
let store: SmallStore;
let home: TestDatabase;
let team: TestDatabase;
let again: TestDatabase;
const saved = { ...process.env };
const { signal } = new AbortController();
let moves = 0;

const withDatabase = <T>(work: () => Promise<T>) => work();
const move = (to: Record<string, string>) =>
  moveInstallation({ to, archive: path.join(folder, `move-${++moves}.tar`), signal, withDatabase });
const photoRows = () => getDatabase().select().from(photos).orderBy(photos.id);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-move-"));
  store = await startSmallStore();
  delete process.env.FORAGE_S3_BUCKET;
  process.env.FORAGE_MODELS_DIR = path.join(folder, "models");
  process.env.FORAGE_TRAINING_PYTHON = process.execPath;
  team = await createTestDatabase();
  again = await createTestDatabase();
  home = await createTestDatabase();
  process.env.FORAGE_DATA_DIR = path.join(folder, "home");
  await makeWorld();
});
afterAll(async () => {
  for (const database of [home, team, again]) await database.drop();
  process.env = saved;
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("brings everything from one folder to PostgreSQL and an object store, and back, in a command each", async () => {
  const before = await photoRows();
  await move({
    DATABASE_URL: team.url,
    FORAGE_DATA_DIR: path.join(folder, "team"),
    FORAGE_S3_BUCKET: "forage",
    FORAGE_S3_ENDPOINT: store.endpoint,
    AWS_ACCESS_KEY_ID: "forage",
    AWS_SECRET_ACCESS_KEY: "forage",
    // not a place: it stays as it is
    FORAGE_MODELS_DIR: "/nowhere",
  });
  expect(process.env.FORAGE_MODELS_DIR).toBe(path.join(folder, "models"));
  expect(await photoRows()).toEqual(before);
  expect(store.objects.size).toBeGreaterThan(before.length);
  expect(existsSync(path.join(folder, "team", "files"))).toBe(false);

  await move({ DATABASE_URL: again.url, FORAGE_DATA_DIR: path.join(folder, "again") });
  expect(process.env.FORAGE_S3_BUCKET).toBeUndefined();
  expect(await photoRows()).toEqual(before);
  for (const { sha256 } of before) expect(await (await getFileStore()).check(sha256)).toBe("whole");
});

it("refuses a place that holds something, the same place, and one that Forage runs in", async () => {
  await expect(
    move({ DATABASE_URL: team.url, FORAGE_DATA_DIR: path.join(folder, "team") }),
  ).rejects.toMatchObject({
    code: "backup/not-empty",
  });
  await closeDatabase();
  process.env.DATABASE_URL = again.url;
  process.env.FORAGE_DATA_DIR = path.join(folder, "again");
  await expect(
    move({ DATABASE_URL: again.url, FORAGE_DATA_DIR: path.join(folder, "again") }),
  ).rejects.toMatchObject({
    code: "request/invalid",
  });
  const running = new pg.Client({ connectionString: again.url, application_name: "forage" });
  await running.connect();
  try {
    await expect(move({ DATABASE_URL: home.url })).rejects.toMatchObject({ code: "backup/in-use" });
  } finally {
    await running.end();
  }
});
