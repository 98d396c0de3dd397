import { afterEach, expect, it, vi } from "vitest";
import { AppError } from "@/lib/core/errors";
import type { ResolvedModel } from "@/server/models/service";
import { InferencePool, type PoolOptions } from "./inference-pool";
import { FakeWorker } from "./testing/fake-worker";

const modelOf = (id: string) => ({ id, folder: id, manifest: {} }) as unknown as ResolvedModel;
const MODEL = modelOf("a/1");
/** What hangs on promises has happened. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

let pool: InferencePool;
afterEach(() => pool.close());

async function open(options: Partial<PoolOptions> = {}, { areReady = true } = {}) {
  const workers: FakeWorker[] = [];
  const refused = vi.fn();
  pool = new InferencePool({
    open: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      if (areReady) worker.begin();
      return worker;
    },
    size: 1,
    capacity: 10,
    tellsAlone: true,
    idleMs: 60_000,
    observer: { refused },
    ...options,
  });
  const send = async (
    name: string,
    { model = MODEL, withinMs = 60_000, signal = new AbortController().signal } = {},
  ) => {
    const photo = { bytes: new TextEncoder().encode(name), model, query: { iou: 0.45 } };
    const answer = pool.detect(photo, { withinMs, signal });
    const seen = answer.then(
      ({ body, modelId }) => `${new TextDecoder().decode(body)} by ${modelId}`,
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
    await settled();
    return { seen };
  };
  return { workers, send, refused };
}

it("looks at photos in the order in which they came, with one ahead of its turn", async () => {
  const { workers, send } = await open();
  const sent = [await send("a"), await send("b"), await send("c")];
  expect(pool.state).toMatchObject({ workers: 1, warm: 1, waiting: 1, inFlight: 2 });
  for (const name of ["a", "b", "c"]) {
    expect(workers[0]!.photo).toBe(name);
    workers[0]!.finish();
    await settled();
  }
  expect(await Promise.all(sent.map(({ seen }) => seen))).toEqual(["a by a/1", "b by a/1", "c by a/1"]);
});

it("tells a worker that a photo is alone where none waits and none is looked at", async () => {
  const { workers, send } = await open({ size: 2 });
  await send("a");
  await send("b");
  await send("c");
  for (const worker of workers) worker.finish();
  await settled();
  for (const worker of workers) if (worker.photo) worker.finish();
  await settled();
  await send("d");
  expect(workers.flatMap(({ alone }) => alone).toSorted()).toEqual(["a", "d"]);
});

it("starts another worker only while photos wait, up to its size", async () => {
  const { workers, send } = await open({ size: 2 });
  await send("a");
  expect(workers).toHaveLength(1);
  for (const name of ["b", "c", "d"]) await send(name);
  expect(workers.map(({ photo }) => photo)).toEqual(["a", "b"]);
});

it("gives photos ahead only when every worker has one, and starts those first that are not there", async () => {
  const { workers, send } = await open({ size: 2 }, { areReady: false });
  await send("a");
  workers[0]!.begin();
  await settled();
  await send("b");
  await send("c");
  expect(workers).toHaveLength(2);
  expect(pool.state).toMatchObject({ waiting: 2, inFlight: 1 });
  workers[1]!.begin();
  await settled();
  expect(pool.state).toMatchObject({ waiting: 0, inFlight: 3 });
  expect(workers.map(({ photo }) => photo)).toEqual(["a", "b"]);
});

it("looks again at both photos that a worker had when it ended", async () => {
  const { workers, send } = await open();
  const sent = [await send("a"), await send("b")];
  await workers[0]!.end();
  await settled();
  for (let i = 0; i < 2; i++) {
    workers[1]!.finish();
    await settled();
  }
  const seen = await Promise.all(sent.map((one) => one.seen));
  expect(seen.toSorted()).toEqual(["a by a/1", "b by a/1"]);
});

it("refuses at once what finds the line full, and runs no network for it", async () => {
  const { workers, send, refused } = await open({ capacity: 2 });
  for (const name of ["a", "b", "c", "d"]) await send(name);
  expect(await (await send("e")).seen).toBe("detection/busy");
  expect(() => pool.checkRoom(60_000)).toThrowError("detection/busy");
  expect(refused).toHaveBeenCalledWith("full");
  for (let i = 0; i < 4; i++) {
    workers[0]!.finish();
    await settled();
  }
  expect(workers[0]!.ran).toEqual(["a", "b", "c", "d"]);
});

it("refuses what still waits when its time is over", async () => {
  const { workers, send, refused } = await open();
  await send("a");
  await send("b");
  const late = await send("c", { withinMs: 10 });
  expect(await late.seen).toBe("detection/busy");
  expect(refused).toHaveBeenCalledWith("expired");
  for (let i = 0; i < 2; i++) {
    workers[0]!.finish();
    await settled();
  }
  expect(workers[0]!.ran).toEqual(["a", "b"]);
  expect(workers[0]!.photo).toBeUndefined();
});

it("runs no network for a client that left, in the line or while its photo is decoded", async () => {
  const { workers, send } = await open();
  const first = new AbortController();
  const second = new AbortController();
  const sent = [
    await send("a", { signal: first.signal }),
    await send("b", { signal: second.signal }),
    await send("c"),
  ];
  second.abort();
  first.abort();
  await settled();
  expect(workers[0]!.photo).toBe("c");
  workers[0]!.finish();
  expect(await Promise.all(sent.map(({ seen }) => seen))).toEqual([
    "detection/cancelled",
    "detection/cancelled",
    "c by a/1",
  ]);
  expect(workers[0]!.ran).toEqual(["c"]);
  expect(pool.state).toMatchObject({ waiting: 0, inFlight: 0 });
});

it("looks again at the photo of a worker that ended, once", async () => {
  const { workers, send } = await open();
  const { seen } = await send("a");
  await workers[0]!.end();
  await settled();
  workers[1]!.finish();
  expect(await seen).toBe("a by a/1");
  const { seen: deadly } = await send("b");
  await workers[1]!.end();
  await settled();
  await workers[2]!.end();
  expect(await deadly).toBe("detection/backend-failed");
  // and goes on
  const { seen: next } = await send("c");
  workers.at(-1)!.finish();
  expect(await next).toBe("c by a/1");
});

it("passes a photo's own failure on and looks at the next", async () => {
  const { workers, send } = await open();
  const { seen } = await send("a");
  const { seen: next } = await send("b");
  workers[0]!.fail(new AppError("photo/damaged"));
  expect(await seen).toBe("photo/damaged");
  await settled();
  workers[0]!.finish();
  expect(await next).toBe("b by a/1");
});

it("says so when no worker starts, and tries again with the next photo", async () => {
  const { workers, send } = await open({}, { areReady: false });
  const { seen } = await send("a");
  await workers[0]!.end();
  expect(await seen).toBe("detection/no-backend");
  const { seen: next } = await send("b");
  workers[1]!.begin();
  await settled();
  workers[1]!.finish();
  expect(await next).toBe("b by a/1");
});

it("loads a model into every worker, also into one that starts later", async () => {
  const { workers, send } = await open({ size: 2 });
  expect(await pool.warm(MODEL)).toBe("cpu");
  expect(workers[0]!.load).toHaveBeenCalledWith(MODEL);
  await send("a");
  await send("b");
  expect(workers[1]!.load).toHaveBeenCalledWith(MODEL);
});

it("changes models without losing a photo: those that came before end with theirs, which is freed after the last", async () => {
  const { workers, send } = await open();
  await pool.warm(MODEL);
  const before = [await send("a"), await send("b")];
  const next = modelOf("a/2");
  await pool.warm(next);
  pool.release(MODEL.id);
  const after = await send("c", { model: next });
  const [worker] = workers;
  worker!.finish();
  await settled();
  expect(worker!.release).not.toHaveBeenCalled();
  worker!.finish();
  await settled();
  expect(worker!.release.mock.calls).toEqual([["a/1"]]);
  worker!.finish();
  const seen = await Promise.all([...before, after].map((one) => one.seen));
  expect(seen).toEqual(["a by a/1", "b by a/1", "c by a/2"]);
});

it("ends a worker beyond the first that has had nothing to do", async () => {
  const { workers, send } = await open({ size: 2, idleMs: 1 });
  await send("a");
  await send("b");
  for (const worker of workers) worker.finish();
  await vi.waitFor(() => expect(pool.state.workers).toBe(1));
});
