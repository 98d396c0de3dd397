import { afterEach, describe, expect, it, vi } from "vitest";
import type { WorkerConnectionOptions } from "@/lib/client/browser/worker-connection";
import type { WorkerMessage, WorkerRequest } from "@/lib/contracts/detection-worker";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { createDetector, type DetectorOptions } from "./create-detector";

const manifest = { id: "forage-n/0" } as ModelManifest;
const timings = { decodeMs: 1, preprocessMs: 1, inferenceMs: 1, postprocessMs: 1, totalMs: 4 };
const candidates = {
  count: 0,
  boxes: new Float32Array(),
  scores: new Float32Array(),
  classIds: new Uint16Array(),
};

/** A worker whose answers the test gives. */
class PuppetWorker {
  readonly requests: WorkerRequest[] = [];
  closed = false;

  constructor(private readonly options: WorkerConnectionOptions<WorkerMessage>) {}

  says(message: WorkerMessage): void {
    this.options.onMessage(message);
  }

  isReadyWith(backend: "webgpu" | "webgl" | "wasm"): void {
    const costs = { downloadMs: 1, warmUpMs: 1, fromCache: false };
    this.says({ type: "ready", backend, detail: "", manifest, ...costs });
  }

  answers(run: number): void {
    const photo = { width: 4, height: 3 };
    this.says({ type: "result", run, photo, candidates, features: new Float32Array(), timings });
  }

  dies(): void {
    this.options.onDead("gone");
  }

  /** Runs requested and not cancelled. */
  get runs(): number[] {
    return this.requests.flatMap((request) => (request.type === "detect" ? [request.run] : []));
  }
}

function setUp(options: DetectorOptions = {}) {
  const workers: PuppetWorker[] = [];
  const detector = createDetector({
    ...options,
    open(given) {
      const worker = new PuppetWorker(given);
      workers.push(worker);
      return {
        lockName: "lock",
        send: (request) => worker.requests.push(request),
        close: () => {
          worker.closed = true;
        },
      };
    },
  });
  return { detector, workers, worker: () => workers.at(-1)! };
}

const photo = new Blob(["photo"]);

afterEach(() => vi.unstubAllGlobals());

describe("starting", () => {
  it("starts one worker however often it is asked, and knows the manifest when ready", async () => {
    const { detector, workers, worker } = setUp();
    const started = Promise.all([detector.start(), detector.start()]);
    worker().says({ type: "progress", receivedBytes: 1, totalBytes: 2 });
    expect(detector.getStatus()).toEqual({ state: "downloading", receivedBytes: 1, totalBytes: 2 });
    worker().isReadyWith("webgpu");
    await started;
    expect(workers).toHaveLength(1);
    expect(detector.manifest).toBe(manifest);
  });

  it("lets only the chosen backend be emulated", () => {
    const { detector, worker } = setUp({ preference: "webgl" });
    void detector.start();
    expect(worker().requests[0]).toMatchObject({
      backends: ["webgl", "webgpu", "wasm"],
      allowSoftware: ["webgl"],
    });
  });

  it("fails with the model's error, not by trying other backends", async () => {
    const { detector, workers, worker } = setUp();
    const run = detector.detect(photo);
    worker().says({ type: "failed", code: "model/corrupt", facts: { file: "a.bin" } });
    await expect(run).rejects.toMatchObject({ code: "model/corrupt", facts: { file: "a.bin" } });
    expect(detector.getStatus()).toMatchObject({ state: "failed", code: "model/corrupt" });
    expect(workers).toHaveLength(1);
  });
});

describe("falling back", () => {
  it("tries a photo again on the next backend when its own is lost", async () => {
    const { detector, workers, worker } = setUp();
    const run = detector.detect(photo);
    worker().isReadyWith("webgpu");
    expect(worker().runs).toEqual([0]);
    worker().says({ type: "backend-lost", backend: "webgpu", reason: "device-lost", detail: "" });
    expect(workers[0]?.closed).toBe(true);
    expect(worker().requests[0]).toMatchObject({ backends: ["webgl", "wasm"] });
    worker().isReadyWith("wasm");
    worker().answers(0);
    await expect(run).resolves.toMatchObject({ backend: "wasm", modelId: "forage-n/0" });
    expect(detector.getStatus()).toMatchObject({
      attempts: [
        { backend: "webgpu", taken: true, reason: "best-available" },
        { backend: "webgpu", taken: false, reason: "device-lost" },
        { backend: "wasm", taken: true, reason: "previous-failed" },
      ],
    });
  });

  it("notes once what a second worker finds again", () => {
    const { detector, worker } = setUp();
    void detector.start();
    const passedOver = {
      type: "passed-over",
      backend: "webgpu",
      reason: "not-supported",
      detail: "",
    } as const;
    worker().says(passedOver);
    worker().isReadyWith("webgl");
    worker().dies();
    worker().says(passedOver);
    worker().isReadyWith("wasm");
    const status = detector.getStatus();
    const attempts = status.state === "ready" ? status.attempts : [];
    expect(attempts.filter(({ backend }) => backend === "webgpu")).toHaveLength(1);
  });

  it("takes the death of a worker for the loss of its backend", () => {
    const { detector, worker } = setUp();
    void detector.start();
    worker().isReadyWith("webgl");
    worker().dies();
    expect(worker().requests[0]).toMatchObject({ backends: ["webgpu", "wasm"] });
  });

  it("starts a crashed WASM worker once more, and once again after a photo went well", () => {
    const { detector, worker, workers } = setUp({ preference: "wasm" });
    const crash = () => {
      worker().isReadyWith("wasm");
      worker().dies();
    };
    void detector.detect(photo).catch(() => {});
    crash();
    expect(worker().requests[0]).toMatchObject({ backends: ["wasm", "webgpu", "webgl"] });
    worker().isReadyWith("wasm");
    worker().answers(0);
    worker().dies();
    expect(worker().requests[0]).toMatchObject({ backends: ["wasm", "webgpu", "webgl"] });
    crash();
    expect(worker().requests[0]).toMatchObject({ backends: ["webgpu", "webgl"] });
    expect(workers).toHaveLength(4);
  });

  it("asks before it turns to the server, and sends nothing without a yes", async () => {
    const fetched = vi.fn();
    vi.stubGlobal("fetch", fetched);
    const { detector, worker } = setUp();
    const run = detector.detect(photo);
    worker().says({ type: "exhausted" });
    await expect(run).rejects.toMatchObject({ code: "detection/no-backend" });
    expect(detector.getStatus()).toMatchObject({
      state: "needs-consent",
      attempts: [{ backend: "server", taken: false, reason: "needs-consent" }],
    });
    expect(fetched).not.toHaveBeenCalled();
  });

  it("detects on the server with a yes and goes back when it is withdrawn", async () => {
    const answer = {
      modelId: "forage-n/0",
      provider: "cpu",
      width: 4,
      height: 3,
      detections: [],
      candidates: { boxes: [0, 0, 1, 1], scores: [0.5], classIds: [2] },
      features: [],
      timings: { queueMs: 0, totalMs: 4, decodeMs: 1, preprocessMs: 1, inferenceMs: 1, postprocessMs: 1 },
    };
    const fetched = vi.fn(async () => Response.json(answer));
    vi.stubGlobal("fetch", fetched);
    const { detector, workers } = setUp({ preference: "server", serverConsent: true });
    const run = await detector.detect(photo);
    expect(run).toMatchObject({
      backend: "server",
      candidates: { count: 1 },
      photo: { width: 4, height: 3 },
    });
    expect(workers).toHaveLength(0);
    await detector.setServerConsent(false);
    expect(detector.getStatus()).toMatchObject({ state: "needs-consent" });
    await expect(detector.detect(photo)).rejects.toMatchObject({ code: "detection/no-backend" });
    expect(fetched).toHaveBeenCalledOnce();
  });

  it("gives the server's reason when it refuses a photo", async () => {
    const body = { error: { code: "photo/truncated", message: "damaged", facts: {} } };
    vi.stubGlobal("fetch", async () => Response.json(body, { status: 400 }));
    const { detector } = setUp({ preference: "server", serverConsent: true });
    await expect(detector.detect(photo)).rejects.toMatchObject({ code: "photo/truncated" });
  });
});

describe("photos", () => {
  it("go to the worker one at a time, and one that fails holds up none", async () => {
    const { detector, worker } = setUp();
    const runs = [detector.detect(photo), detector.detect(photo)];
    worker().isReadyWith("wasm");
    expect(worker().runs).toEqual([0]);
    worker().says({ type: "run-failed", run: 0, code: "photo/truncated", facts: {} });
    await expect(runs[0]).rejects.toMatchObject({ code: "photo/truncated" });
    expect(worker().runs).toEqual([0, 1]);
    worker().answers(1);
    await expect(runs[1]).resolves.toMatchObject({ backend: "wasm" });
  });

  it("can be called off while they run, and the worker is told", async () => {
    const { detector, worker } = setUp();
    const controller = new AbortController();
    const run = detector.detect(photo, { signal: controller.signal });
    worker().isReadyWith("wasm");
    controller.abort();
    await expect(run).rejects.toMatchObject({ code: "detection/cancelled" });
    expect(worker().requests.at(-1)).toEqual({ type: "cancel", run: 0 });
    const next = detector.detect(photo);
    expect(worker().runs, "the worker is still busy").toEqual([0]);
    worker().says({ type: "run-failed", run: 0, code: "detection/cancelled", facts: {} });
    worker().answers(1);
    await expect(next).resolves.toMatchObject({ backend: "wasm" });
  });

  it("are detected again when the person changes the backend meanwhile", async () => {
    const { detector, workers, worker } = setUp();
    const run = detector.detect(photo);
    worker().isReadyWith("wasm");
    const changed = detector.setPreference("webgl");
    expect(workers[0]?.closed).toBe(true);
    worker().isReadyWith("webgl");
    worker().answers(0);
    await changed;
    await expect(run).resolves.toMatchObject({ backend: "webgl" });
  });

  it("end when the detector is disposed of", async () => {
    const { detector, worker } = setUp();
    const run = detector.detect(photo);
    worker().isReadyWith("wasm");
    detector.dispose();
    await expect(run).rejects.toMatchObject({ code: "detection/cancelled" });
    expect(worker().closed).toBe(true);
  });
});
