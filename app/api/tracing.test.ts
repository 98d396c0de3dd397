import { sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { closeDatabase } from "@/server/db/client";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { connection, transaction } from "@/server/db/transaction";
import { closeWebPool } from "@/server/detection/pool/web-pool";
import { isTracing, traceRequest, traceSpan } from "@/server/tracing/spans";
import { startTracing } from "@/server/tracing/start-tracing";
import {
  type ReceivedSpan,
  startTraceReceiver,
  type TraceReceiver,
} from "@/server/tracing/testing/trace-receiver";
import { traceSettings } from "@/server/tracing/trace-settings";
import { POST as detect } from "./v1/detect/route";

// starts a worker that loads a network
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let database: TestDatabase;
let receiver: TraceReceiver;
let stop: () => Promise<void>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await closeWebPool();
  await database.drop();
});
beforeEach(async () => {
  receiver = await startTraceReceiver();
  // the pool that the next query opens is a traced one
  await closeDatabase();
  vi.stubEnv("FORAGE_TRACES_URL", receiver.url);
  stop = startTracing({ url: receiver.url, token: "key", share: 1, version: "1.2.3" });
});
afterEach(async () => {
  await stop();
  await receiver.stop();
  vi.unstubAllEnvs();
});

/** What was sent until now, by name. */
async function sent(): Promise<Map<string, ReceivedSpan>> {
  await stop();
  return new Map(receiver.spans.map((span) => [span.name, span]));
}

const asked = (url: string, headers = {}) => new Request(url, { method: "POST", headers });
const here = "http://127.0.0.1:3000/api/v1";

it("is one trace from a photo's request through queue and inference, with the questions to the database", async () => {
  const body = await sharp({ create: { width: 64, height: 48, channels: 3, background: "red" } })
    .jpeg()
    .toBuffer();
  const request = new Request(`${here}/detect?within=100`, {
    method: "POST",
    headers: { "content-type": "image/jpeg", host: "127.0.0.1:3000" },
    body: new Uint8Array(body),
  });
  const response = await detect(request, { params: Promise.resolve({}) });
  expect(response.status).toBe(200);
  const spans = await sent();
  const root = spans.get("POST /api/v1/detect");
  expect(root?.attributes).toContainEqual({
    key: "http.response.status_code",
    value: { intValue: 200 },
  });
  for (const stage of ["queue", "decode", "prepare", "infer", "read"]) {
    expect(spans.get(stage), stage).toMatchObject({ traceId: root?.traceId, parentSpanId: root?.spanId });
  }
  expect(spans.get("database select")).toMatchObject({ traceId: root?.traceId });
  expect(receiver.authorizations).toContain("Bearer key");
});

it("puts the stages one after the other, inside the request", async () => {
  await traceRequest(asked(`${here}/detect`), async () => {
    await traceSpan("outer", {}, () => traceSpan("inner", { photos: 2 }, async () => undefined));
  });
  const spans = await sent();
  expect(spans.get("inner")?.parentSpanId).toBe(spans.get("outer")?.spanId);
  expect(spans.get("outer")?.parentSpanId).toBe(spans.get("POST /api/v1/detect")?.spanId);
});

it("keeps what is asked of the database apart from what is filled in, in a transaction too", async () => {
  const secret = "somebody's tomato";
  await traceRequest(asked(`${here}/saves`), async () => {
    await connection().execute(sql`select ${secret} as a`);
    await transaction((queries) => queries.execute(sql`select ${secret} as b`));
  });
  await sent();
  const texts = receiver.spans.flatMap(({ attributes }) =>
    attributes.filter(({ key }) => key === "db.query.text").map(({ value }) => value.stringValue),
  );
  expect(texts).toEqual(expect.arrayContaining(["select $1 as a", "begin", "select $1 as b", "commit"]));
  expect(JSON.stringify(receiver.spans)).not.toContain(secret);
});

it("goes on with the sender's trace", async () => {
  const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
  await traceRequest(asked(`${here}/saves`, { traceparent }), async () => undefined);
  expect((await sent()).get("POST /api/v1/saves")).toMatchObject({
    traceId: "a".repeat(32),
    parentSpanId: "b".repeat(16),
  });
});

it("names no id, no token and no query", async () => {
  const id = "3f0c2a52-90a1-4a52-b0a4-2f6f6f2f9d11";
  await traceRequest(asked(`${here}/photos/${id}/image?size=full`), async () => undefined);
  await traceRequest(asked(`${here}/share/${"A".repeat(43)}`), async () => undefined);
  expect([...(await sent()).keys()]).toEqual(["POST /api/v1/photos/…/image", "POST /api/v1/share/…"]);
});

it("says that a request failed, by its code", async () => {
  const failing = traceRequest(asked(`${here}/saves`), async () => {
    throw new Error("a secret of the database");
  });
  await expect(failing).rejects.toThrow("a secret");
  expect((await sent()).get("POST /api/v1/saves")?.status).toEqual({ code: 2, message: "Error" });
});

it("does the work and nothing else when it is off", async () => {
  await stop();
  expect(isTracing()).toBe(false);
  expect(await traceRequest(asked(here), async () => 7)).toBe(7);
  expect(receiver.spans).toEqual([]);
});

it.each([{ FORAGE_TRACES_URL: "collector" }, { FORAGE_TRACES_URL: "http://c", FORAGE_TRACES_SHARE: "2" }])(
  "refuses %o",
  (environment) => {
    expect(() => traceSettings(environment)).toThrow(expect.objectContaining({ code: "request/invalid" }));
    expect(traceSettings({})).toBeUndefined();
  },
);
