import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { GET as getLive } from "@/app/health/live/route";
import { GET as getReady } from "@/app/health/ready/route";
import { readyResponseSchema } from "@/lib/contracts/health";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { closeWebPool } from "@/server/detection/pool/web-pool";

// starts a thread that loads the network
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await closeWebPool();
  await database.drop();
});

const ask = async () => {
  const response = await getReady(
    new Request("http://127.0.0.1/health/ready", { headers: { host: "127.0.0.1" } }),
  );
  return { status: response.status, body: readyResponseSchema.parse(await response.json()) };
};

it("is alive from the start, and ready once its network is warm, which the first question begins", async () => {
  expect(getLive().status).toBe(200);
  const first = await ask();
  expect(first).toEqual({
    status: 503,
    body: { ok: false, database: { isUp: true }, detection: { isWarm: false } },
  });
  await vi.waitFor(async () => expect((await ask()).status).toBe(200), { timeout: 90_000, interval: 100 });
  expect((await ask()).body).toEqual({ ok: true, database: { isUp: true }, detection: { isWarm: true } });
});
