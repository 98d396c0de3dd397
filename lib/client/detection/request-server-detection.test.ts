import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { requestServerDetection } from "./request-server-detection";

const fetched = vi.fn<typeof fetch>();
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched.mockReset());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const photo = new Blob(["photo"], { type: "image/jpeg" });
const busy = (seconds: number) =>
  Response.json({ error: { code: "detection/busy", message: "Busy.", facts: { seconds } } }, { status: 503 });
const found = () =>
  Response.json({
    modelId: "a/1",
    provider: "cpu",
    width: 2,
    height: 2,
    detections: [],
    candidates: { boxes: [], scores: [], classIds: [] },
    features: [],
    timings: { queueMs: 1, decodeMs: 1, preprocessMs: 1, inferenceMs: 1, postprocessMs: 1, totalMs: 5 },
  });

it("asks a busy server again, after as long as it says", async () => {
  fetched.mockImplementationOnce(async () => busy(3)).mockImplementationOnce(async () => found());
  const run = requestServerDetection("/detect", photo);
  await vi.advanceTimersByTimeAsync(2_999);
  expect(fetched).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await run).toMatchObject({ modelId: "a/1", backend: "server" });
});

it("says that the server is busy after the fourth try", async () => {
  fetched.mockImplementation(async () => busy(1));
  const told = expect(requestServerDetection("/detect", photo)).rejects.toMatchObject({
    code: "detection/busy",
  });
  await vi.advanceTimersByTimeAsync(60_000);
  await told;
  expect(fetched).toHaveBeenCalledTimes(4);
});

it("asks no more once nobody waits", async () => {
  fetched.mockImplementation(async () => busy(5));
  const leaving = new AbortController();
  const told = expect(
    requestServerDetection("/detect", photo, { signal: leaving.signal }),
  ).rejects.toMatchObject({
    code: "detection/cancelled",
  });
  await vi.advanceTimersByTimeAsync(1_000);
  leaving.abort();
  await told;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetched).toHaveBeenCalledTimes(1);
});

it("does not try again what would fail again", async () => {
  const failure = { error: { code: "photo/damaged", message: "Damaged.", facts: {} } };
  fetched.mockImplementation(async () => Response.json(failure, { status: 422 }));
  await expect(requestServerDetection("/detect", photo)).rejects.toMatchObject({ code: "photo/damaged" });
  expect(fetched).toHaveBeenCalledTimes(1);
});
