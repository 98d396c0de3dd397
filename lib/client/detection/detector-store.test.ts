import { expect, it, vi } from "vitest";
import type { Memory } from "@/lib/client/browser/remembered";
import type { BackendAttempt, Detector, DetectorStatus } from "@/lib/client/detection/detector";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { AppError } from "@/lib/core/errors";
import { createDetectorStore, moveBetween, runsOnServer } from "./detector-store";

const ready = (
  backend: "webgpu" | "wasm" | "server",
  attempts: readonly BackendAttempt[] = [],
): DetectorStatus => ({
  state: "ready",
  backend,
  attempts,
  modelId: "forage-n/1",
  downloadMs: 0,
  warmUpMs: 0,
  fromCache: false,
});

function memory(values: Record<string, string> = {}): Memory {
  return {
    read: (key) => values[key] ?? null,
    write: (key, value) => {
      values[key] = value;
    },
  };
}

function fakeDetector() {
  let listener: (status: DetectorStatus) => void = () => {};
  const detector = {
    manifest: undefined,
    getStatus: (): DetectorStatus => ({ state: "idle" }),
    subscribe(next: typeof listener) {
      listener = next;
      return () => {};
    },
    start: vi.fn(async () => {}),
    setPreference: vi.fn(async () => {}),
    setServerConsent: vi.fn(async () => {}),
    dispose: vi.fn(),
  };
  return { detector: detector as unknown as Detector, say: (status: DetectorStatus) => listener(status) };
}

function setUp(values: Record<string, string> = {}) {
  const { detector, say } = fakeDetector();
  const load = vi.fn(async () => detector);
  const store = createDetectorStore({
    load,
    loadManifest: async () => ({ id: "forage-n/1" }) as ModelManifest,
    memory: memory(values),
  });
  return { store, load, detector, say, values };
}

it("loads one detector however often it is started, with the remembered choices", async () => {
  const { store, load } = setUp({ backend: '"wasm"', "server-consent": "true" });
  await Promise.all([store.getState().start(), store.getState().start()]);
  expect(load).toHaveBeenCalledTimes(1);
  expect(load).toHaveBeenCalledWith({ preference: "wasm", serverConsent: true });
});

it("asks the server which model it is before it moves to another", async () => {
  const { store, load } = setUp();
  await store.getState().start();
  await store.switchModel(async () => undefined);
  expect(load).toHaveBeenLastCalledWith({ preference: "auto", serverConsent: false, asksFirst: true });
});

it("starts afresh from a choice it cannot read", () => {
  expect(setUp({ backend: '"abacus"' }).store.getState().preference).toBe("auto");
});

it("leaves the server when the yes is taken back", async () => {
  const { store, detector } = setUp({ backend: '"server"', "server-consent": "true" });
  await store.getState().setServerConsent(false);
  expect(store.getState()).toMatchObject({ preference: "auto", serverConsent: false });
  expect(detector.setServerConsent).toHaveBeenCalledWith(false);
});

it("says why when no detector can be made, and tries again when asked", async () => {
  const { store, load } = setUp();
  load.mockRejectedValueOnce(new AppError("model/missing"));
  await store.getState().start();
  expect(store.getState().status).toEqual({ state: "failed", code: "model/missing", attempts: [] });
  await store.getState().restart();
  expect(load).toHaveBeenCalledTimes(2);
});

it("tells of a lost backend, not of a choice", async () => {
  const { store, say } = setUp();
  await store.getState().start();
  say(ready("webgpu"));
  say(ready("wasm"));
  expect(store.getState().move).toBeNull();
  say(ready("webgpu"));
  say(ready("wasm", [{ backend: "webgpu", taken: false, reason: "device-lost" }]));
  expect(store.getState().move).toEqual({ from: "webgpu", to: "wasm" });
});

it("knows no move without a backend before it", () => {
  expect(moveBetween(null, ready("wasm"))).toBeNull();
});

it("keeps the promise on this device until the server really runs or was chosen and allowed", () => {
  const state = setUp().store.getState();
  expect(runsOnServer({ ...state, status: ready("wasm"), serverConsent: true })).toBe(false);
  expect(runsOnServer({ ...state, status: ready("server") })).toBe(true);
  expect(runsOnServer({ ...state, preference: "server", serverConsent: false })).toBe(false);
  expect(runsOnServer({ ...state, preference: "server", serverConsent: true })).toBe(true);
});
