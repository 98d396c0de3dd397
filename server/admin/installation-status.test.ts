import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { getDatabase } from "@/server/db/client";
import { photos } from "@/server/db/schema/photos";
import { addPerson, alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { enqueueJob } from "@/server/jobs/service";
import { lookAtHealth } from "./health";

vi.setConfig({ hookTimeout: 120_000, testTimeout: 60_000 });
const OTTO = "00000000-0000-4000-8000-0000000000b2";
let database: TestDatabase;
const callerFor = createCallerFactory(appRouter);

beforeAll(async () => {
  database = await createTestDatabase();
  await addPerson(OTTO, "Otto");
  const file = (end: string) => end.repeat(64);
  for (const [id, end] of [
    ["1", "a"],
    ["2", "b"],
  ] as const) {
    await getDatabase()
      .insert(photos)
      .values({
        id: `10000000-0000-4000-8000-00000000000${id}`,
        ownerId: OTTO,
        name: "secret lunch.jpg",
        width: 10,
        height: 10,
        sha256: file(end),
        bytes: 2_000_000_000,
        contentType: "image/jpeg",
        thumbnailSha256: file(end === "a" ? "c" : "d"),
        thumbnailBytes: 500,
        sourceSha256: file(end),
      });
  }
  await enqueueJob("takeout", {}, alone(OTTO));
});
afterAll(() => database.drop());

it("says what each team takes, the largest first, beyond what an integer holds, and names no photo", async () => {
  const status = await callerFor(localContext()).admin.status();
  // 2 × (2,000,000,000 + 500)
  expect(status.teams[0]).toEqual({
    id: OTTO,
    name: "Otto",
    members: 1,
    photos: 2,
    bytes: 4_000_001_000,
    limitBytes: 200 * 2 ** 30,
  });
  expect(status.jobs).toEqual([{ kind: "takeout", state: "queued", count: 1 }]);
  expect(status.databaseBytes).toBeGreaterThan(1_000_000);
  expect(JSON.stringify(status)).not.toContain("secret lunch");
});

it("asks each part that has to work, and says which does not", async () => {
  const { health } = await callerFor(localContext()).admin.status();
  const wrong = Object.fromEntries(health.map((one) => [one.part, one.wrong]));
  // no worker runs beside this test
  expect(wrong).toEqual({ database: null, disk: null, worker: "worker", storage: null, model: null });
  process.env.FORAGE_MODELS_DIR = "/nowhere";
  const { health: later } = await callerFor(localContext()).admin.status();
  delete process.env.FORAGE_MODELS_DIR;
  expect(later.find(({ part }) => part === "model")?.wrong).toMatch(/\.$/);
});

it("names a store that hangs, and shows all the rest meanwhile", async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  vi.stubEnv("FORAGE_S3_BUCKET", "photos");
  vi.stubEnv("FORAGE_S3_ENDPOINT", `http://127.0.0.1:${port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  const health = await lookAtHealth(1_000);
  vi.unstubAllEnvs();
  silent.closeAllConnections();
  silent.close();
  const wrong = Object.fromEntries(health.map((one) => [one.part, one.wrong]));
  expect(wrong).toEqual({ database: null, disk: null, worker: "worker", storage: "late", model: null });
});

it("is told to the installation's admin alone", async () => {
  const me = localContext();
  const permissions = new Set([...me.permissions].filter((one) => one !== "admin:read"));
  await expect(callerFor({ ...me, permissions }).admin.status()).rejects.toMatchObject({
    cause: { code: "request/forbidden" },
  });
});
