import { execFileSync } from "node:child_process";
import { constants, getPriority } from "node:os";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { championManifest, type ResolvedModel, resolveModel } from "@/server/models/service";
import { InferencePool } from "./inference-pool";
import { type InferenceWorker, openInferenceWorker } from "./inference-worker";

// starts workers that load networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const workers: InferenceWorker[] = [];
const workerLost = vi.fn();
let pool: InferencePool;
let bytes: Uint8Array;
let model: ResolvedModel;

beforeAll(async () => {
  pool = new InferencePool({
    open: () => {
      const worker = openInferenceWorker(1);
      workers.push(worker);
      return worker;
    },
    size: 2,
    capacity: 100,
    idleMs: 60_000,
    observer: { workerLost },
  });
  const colour = { r: 200, g: 40, b: 40 };
  bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();
  model = await resolveModel((await championManifest()).id);
});
afterAll(() => pool.close());

/** The same network under another name, as a newer version would be. */
const renamed = (id: string): ResolvedModel => ({ ...model, id, manifest: { ...model.manifest, id } });

function look(used: ResolvedModel, signal = new AbortController().signal): Promise<string> {
  const photo = { bytes, model: used, query: { iou: 0.45 } };
  return pool.detect(photo, { withinMs: 100_000, signal }).then(({ body, modelId }) => {
    const answer = JSON.parse(new TextDecoder().decode(body)) as { modelId: string };
    expect(answer.modelId).toBe(modelId);
    return modelId;
  });
}

it("answers every photo while the model changes, each with the one it was sent for", async () => {
  const [first, second] = [renamed("first/1"), renamed("second/1")];
  await pool.warm(first);
  const before = Array.from({ length: 12 }, () => look(first));
  const warming = pool.warm(second);
  const meanwhile = Array.from({ length: 6 }, () => look(first));
  await warming;
  pool.release(first.id);
  const after = Array.from({ length: 6 }, () => look(second));
  expect(await Promise.all([...before, ...meanwhile])).toEqual(Array(18).fill("first/1"));
  expect(await Promise.all(after)).toEqual(Array(6).fill("second/1"));
  // freed, and loaded again when it is asked for after all
  expect(await look(first)).toBe("first/1");
});

it("answers the photos of a worker that ends, and goes on with another", async () => {
  const looking = Array.from({ length: 8 }, () => look(model));
  await workers[0]!.end();
  expect(await Promise.all(looking)).toEqual(Array(8).fill(model.id));
  expect(await look(model)).toBe(model.id);
});

it("is free again after clients left at every moment", async () => {
  const leaving = Array.from({ length: 12 }, async (_, turn) => {
    const client = new AbortController();
    const seen = look(model, client.signal).catch((error: { code: string }) => error.code);
    await new Promise((resolve) => setTimeout(resolve, turn * 4));
    client.abort();
    return seen;
  });
  const answers = await Promise.all(leaving);
  expect(answers.every((one) => one === "detection/cancelled" || one === model.id)).toBe(true);
  await vi.waitFor(() => expect(pool.state).toMatchObject({ waiting: 0, inFlight: 0 }), { timeout: 60_000 });
  expect(await look(model)).toBe(model.id);
});

it.runIf(process.platform === "linux")("lets the web server go first", async () => {
  await pool.warm(model);
  const children = execFileSync("pgrep", ["-P", String(process.pid), "-f", "worker-entry"], {
    encoding: "utf8",
  });
  const priorities = children
    .trim()
    .split("\n")
    .map((pid) => getPriority(Number(pid)));
  expect(priorities.length).toBeGreaterThan(0);
  expect(new Set(priorities)).toEqual(new Set([constants.priority.PRIORITY_BELOW_NORMAL]));
});
