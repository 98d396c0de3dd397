import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { requestCounts } from "@/server/db/schema/limits";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { clearCounts } from "./service";
import { forgetCounts, takeRequest } from "./take-request";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const anna = { via: "session", userId: "anna", address: "192.0.2.1" } as const;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  process.env.FORAGE_SHARED_DATABASE = "1";
  // detection: 120 × 0.02
  process.env.FORAGE_LIMITS_TIMES = "0.02";
});
afterEach(async () => {
  forgetCounts();
  await getDatabase().delete(requestCounts);
});
afterAll(async () => {
  delete process.env.FORAGE_SHARED_DATABASE;
  delete process.env.FORAGE_LIMITS_TIMES;
  await database.drop();
});

/** Each request at a web server that has counted nothing yet. */
async function letThrough(tries: number, limit: "detect" | "usual"): Promise<number> {
  let count = 0;
  for (let index = 0; index < tries; index++) {
    forgetCounts();
    await takeRequest(anna, limit).then(
      () => count++,
      (error: unknown) => expect(error).toMatchObject({ code: "request/too-many" }),
    );
  }
  return count;
}

it("counts what several web servers are asked together", async () => {
  expect(await letThrough(5, "detect")).toBe(2);
});

it("writes neither who asked nor from where, and forgets what no longer counts", async () => {
  await letThrough(1, "detect");
  const rows = await getDatabase().select().from(requestCounts);
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toMatch(/anna|192/);
  await clearCounts(new Date(Date.now() + 3_600_000));
  expect(await getDatabase().select().from(requestCounts)).toEqual([]);
});

it("leaves small questions to each web server, and asks the database nothing for them", async () => {
  expect(await letThrough(100, "usual")).toBe(100);
  expect(await getDatabase().select().from(requestCounts)).toEqual([]);
});

it("counts for itself while the database is away", async () => {
  const url = process.env.DATABASE_URL;
  await closeDatabase();
  process.env.DATABASE_URL = "postgres://nobody@127.0.0.1:1/none";
  try {
    let count = 0;
    for (let index = 0; index < 4; index++)
      await takeRequest(anna, "detect").then(
        () => count++,
        () => undefined,
      );
    expect(count).toBe(2);
  } finally {
    await closeDatabase();
    process.env.DATABASE_URL = url;
  }
});
