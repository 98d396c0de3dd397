import { expect, it, vi } from "vitest";
import type { DetectionRun, Detector } from "@/lib/client/detection/detector";
import { AppError } from "@/lib/core/errors";
import { createDetectionQueue } from "./detection-queue";
import { createPhotoQueueStore, photoById } from "./photo-queue-store";
import { photoItem } from "./testing/photo-item";

const RESULT: DetectionRun = {
  candidates: {
    count: 0,
    boxes: new Float32Array(),
    scores: new Float32Array(),
    classIds: new Uint16Array(),
  },
  photo: { width: 100, height: 50 },
  modelId: "forage-n/1",
  backend: "wasm",
  timings: { decodeMs: 1, preprocessMs: 1, inferenceMs: 1, postprocessMs: 1, totalMs: 4 },
  features: new Float32Array(),
};

function setUp(detect: Detector["detect"], isHeld = () => false) {
  const queue = createPhotoQueueStore();
  const detector = { detect } as Detector;
  let keys = 0;
  const jobs = createDetectionQueue({
    queue,
    detector: async () => detector,
    newKey: () => `run-${++keys}`,
    isHeld,
  });
  const stateOf = (id: string) => photoById(queue.getState(), id)?.state;
  return { queue, jobs, stateOf };
}

it("looks at every photo, one at a time", async () => {
  let running = 0;
  let most = 0;
  const { queue, stateOf } = setUp(async () => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    return RESULT;
  });
  queue.getState().add([photoItem("a"), photoItem("b"), photoItem("c")]);
  await vi.waitFor(() => expect(["a", "b", "c"].map(stateOf)).toEqual(["done", "done", "done"]));
  expect(most).toBe(1);
});

it("a photo that an earlier visit had looked at is no new detection, and pressed again it is one", async () => {
  const detect = vi.fn<Detector["detect"]>().mockResolvedValue(RESULT);
  const { queue, jobs, stateOf } = setUp(detect);
  const recordedAs = { id: "00000000-0000-4000-8000-000000000001", at: "2026-11-30T12:00:00.000Z" };
  queue.getState().add([photoItem("a", { lookedAt: { recordedAs } })]);
  await vi.waitFor(() => expect(stateOf("a")).toBe("done"));
  expect(detect.mock.calls[0]?.[1]?.describeOnly).toBe(true);
  expect(photoById(queue.getState(), "a")?.run?.recordedAs).toEqual(recordedAs);
  jobs.again("a");
  await vi.waitFor(() => expect(stateOf("a")).toBe("done"));
  expect(detect.mock.calls[1]?.[1]?.describeOnly).toBe(false);
  expect(photoById(queue.getState(), "a")?.run?.recordedAs).toBeUndefined();
});

it("goes on after a photo that fails, and says why", async () => {
  const detect = vi
    .fn<Detector["detect"]>()
    .mockRejectedValueOnce(new AppError("photo/truncated"))
    .mockResolvedValue(RESULT);
  const { queue, stateOf } = setUp(detect);
  queue.getState().add([photoItem("a"), photoItem("b")]);
  await vi.waitFor(() => expect(stateOf("b")).toBe("done"));
  expect(photoById(queue.getState(), "a")).toMatchObject({
    state: "failed",
    error: { code: "photo/truncated" },
  });
});

it("keeps photos waiting while nothing may run, and goes on when kicked", async () => {
  let isHeld = false;
  const detect = vi.fn<Detector["detect"]>().mockImplementationOnce(async () => {
    isHeld = true; // the last backend of this device failed
    throw new AppError("detection/no-backend");
  });
  const { queue, jobs, stateOf } = setUp(detect, () => isHeld);
  queue.getState().add([photoItem("a"), photoItem("b")]);
  await vi.waitFor(() => expect(stateOf("a")).toBe("queued"));
  queue.getState().activate("b");
  expect(detect).toHaveBeenCalledTimes(1);
  detect.mockResolvedValue(RESULT);
  isHeld = false;
  jobs.kick();
  await vi.waitFor(() => expect([stateOf("a"), stateOf("b")]).toEqual(["done", "done"]));
});

it("cancels a photo that leaves the strip and takes the next", async () => {
  const { queue, stateOf } = setUp((blob, options) =>
    blob.size === 1
      ? new Promise((_, reject) => {
          options?.signal?.addEventListener("abort", () => reject(new AppError("detection/cancelled")));
        })
      : Promise.resolve(RESULT),
  );
  queue.getState().add([photoItem("a"), photoItem("bb", { blob: new Blob(["bb"]) })]);
  await vi.waitFor(() => expect(stateOf("a")).toBe("detecting"));
  queue.getState().remove("a");
  await vi.waitFor(() => expect(stateOf("bb")).toBe("done"));
});

it("runs a photo again under a new key, so that the editor can tell", async () => {
  const { queue, jobs, stateOf } = setUp(async () => RESULT);
  queue.getState().add([photoItem("a")]);
  await vi.waitFor(() => expect(stateOf("a")).toBe("done"));
  const first = photoById(queue.getState(), "a")?.run?.key;
  jobs.again("a");
  await vi.waitFor(() => expect(photoById(queue.getState(), "a")?.run?.key).not.toBe(first));
});
