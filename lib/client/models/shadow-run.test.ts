import { expect, it, vi } from "vitest";
import type { Detector } from "@/lib/client/detection/detector";
import { createPhotoQueueStore, type PhotoRun } from "@/lib/client/photos/photo-queue-store";
import { photoItem } from "@/lib/client/photos/testing/photo-item";
import type { Candidates } from "@/lib/core/detection/types";
import { createShadow } from "./shadow-run";

const candidates = (x: number, score = 0.9): Candidates => ({
  count: 1,
  boxes: Float32Array.of(x, 0, x + 10, 10),
  scores: Float32Array.of(score),
  classIds: Uint16Array.of(4),
});

const timings = { decodeMs: 1, preprocessMs: 1, inferenceMs: 1, postprocessMs: 1, totalMs: 4 };

const run = (key: string, about: Partial<PhotoRun> = {}): PhotoRun => ({
  key,
  candidates: candidates(0),
  modelId: "forage-n/1",
  backend: "wasm",
  timings,
  ...about,
});

function setUp(random = 0) {
  const queue = createPhotoQueueStore();
  const detect = vi.fn(async () => ({ candidates: candidates(50) }));
  const manifest = { defaults: { confidence: 0.1, iou: 0.45 } };
  const dispose = vi.fn();
  const open = vi.fn(async () => ({ detect, dispose, manifest }) as unknown as Detector);
  const report = vi.fn(async () => {});
  const shadow = createShadow({
    queue,
    defaultsOf: (id) => (id === "forage-n/1" ? { confidence: 0.3, iou: 0.45 } : undefined),
    open,
    report,
    whenIdle: (task) => void whenIdle.push(task),
    random: () => random,
  });
  shadow.set({ candidateId: "trained-n/0", share: 0.5 });
  return { queue, detect, dispose, open, report, shadow };
}

const whenIdle: (() => void)[] = [];

/** Runs what waits for an idle moment until nothing does; promises settle in each turn of the event loop. */
async function rest() {
  do {
    for (const task of whenIdle.splice(0)) task();
    await new Promise(setImmediate);
  } while (whenIdle.length > 0);
}

it("runs the candidate after the champion has answered, and tells of it once the photo is saved", async () => {
  const { queue, open, report } = setUp();
  queue.getState().add([photoItem("a")], { activate: true });
  await rest();
  expect(open).not.toHaveBeenCalled();
  queue.getState().update("a", { state: "done", run: run("r1") });
  await rest();
  expect(open).toHaveBeenCalledExactlyOnceWith("trained-n/0");
  expect(report).not.toHaveBeenCalled();
  queue.getState().update("a", { libraryId: "0a" });
  expect(report).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ photoId: "0a", championId: "forage-n/1", candidateId: "trained-n/0" }),
  );
});

it("tells what each of the two shows by default", async () => {
  const { queue, detect, report } = setUp();
  detect.mockResolvedValueOnce({ candidates: candidates(50, 0.12) });
  const found = run("r1", { candidates: candidates(0, 0.28) });
  queue.getState().add([photoItem("a", { state: "done", run: found, libraryId: "0a" })], { activate: true });
  await rest();
  expect(report).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({
      championBoxes: [],
      candidateBoxes: [expect.objectContaining({ score: expect.closeTo(0.12, 6) })],
    }),
  );
});

it("tells nothing of a champion that the page no longer runs", async () => {
  const { queue, detect, report } = setUp();
  const former = run("r1", { modelId: "forage-n/0" });
  queue.getState().add([photoItem("a", { state: "done", run: former, libraryId: "0a" })], { activate: true });
  await rest();
  expect(detect).toHaveBeenCalledOnce();
  expect(report).not.toHaveBeenCalled();
});

it("leaves out the photos beyond the share, those of the library and those the server looked at", async () => {
  const beyond = setUp(0.5);
  beyond.queue.getState().add([photoItem("a", { state: "done", run: run("r1") })], { activate: true });
  const other = setUp();
  const stored = photoItem("b", { state: "done", run: run("r2", { timings: null }) });
  const onServer = photoItem("c", { state: "done", run: run("r3", { backend: "server" }) });
  other.queue.getState().add([stored, onServer], { activate: true });
  await rest();
  expect(beyond.open).not.toHaveBeenCalled();
  expect(other.open).not.toHaveBeenCalled();
});

it("waits while a photo is queued or looked at", async () => {
  const { queue, detect } = setUp();
  queue
    .getState()
    .add([photoItem("a", { state: "done", run: run("r1") }), photoItem("b")], { activate: true });
  await rest();
  expect(detect).not.toHaveBeenCalled();
  queue.getState().update("b", { state: "failed" });
  await rest();
  expect(detect).toHaveBeenCalledTimes(1);
});

it("lets the candidate go when another is set, or none", async () => {
  const { queue, dispose, shadow } = setUp();
  queue.getState().add([photoItem("a", { state: "done", run: run("r1") })], { activate: true });
  await rest();
  shadow.set({ candidateId: null, share: 0 });
  await rest();
  expect(dispose).toHaveBeenCalledTimes(1);
});
