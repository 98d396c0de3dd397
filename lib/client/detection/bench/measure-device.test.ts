import { describe, expect, it } from "vitest";
import type { BackendAttempt, Detector, DetectorStatus } from "@/lib/client/detection/detector";
import { AppError } from "@/lib/core/errors";
import { benchText } from "./bench-text";
import { BENCH_RUNS, type BenchProgress, benchCases, measureDevice } from "./measure-device";

const photo = new Blob(["photo"]);

interface Puppet {
  /** What it starts with. */
  readonly ready: "webgpu" | "webgl" | "wasm" | null;
  readonly attempts?: readonly BackendAttempt[];
  readonly totalMs?: (run: number) => number;
}

function puppet({ ready, attempts = [], totalMs = () => 10 }: Puppet): Detector {
  let runs = 0;
  const status = (
    ready
      ? {
          state: "ready",
          backend: ready,
          attempts,
          modelId: "a/1",
          downloadMs: 1,
          warmUpMs: 2,
          fromCache: true,
        }
      : { state: "failed", code: "model/corrupt", attempts }
  ) as DetectorStatus;
  return {
    manifest: undefined,
    getStatus: () => status,
    subscribe: () => () => {},
    start: async () => {},
    setPreference: async () => {},
    setServerConsent: async () => {},
    dispose: () => {},
    detect: async () => ({
      candidates: {} as never,
      photo: { width: 1, height: 1 },
      modelId: "a/1",
      backend: ready ?? "wasm",
      features: new Float32Array(),
      timings: {
        decodeMs: 1,
        preprocessMs: 2,
        inferenceMs: 3,
        postprocessMs: 4,
        totalMs: totalMs(runs++),
      },
    }),
  };
}

const measure = (one: Puppet, signal = new AbortController().signal) =>
  measureDevice([{ backend: "webgpu" }], { photo, create: () => puppet(one), signal, onProgress: () => {} });

describe("measureDevice", () => {
  it("takes medians after warming up", async () => {
    // three slow runs first, then 1, 2, 3 …
    const [result] = await measure({ ready: "webgpu", totalMs: (run) => (run < 3 ? 999 : run - 2) });
    expect(result).toMatchObject({ kind: "measured", runs: BENCH_RUNS, spread: [4, 12], warmUpMs: 2 });
    expect(result).toMatchObject({ medians: { decodeMs: 1, inferenceMs: 3, totalMs: 8 } });
  });

  it("makes fewer runs on a slow device", async () => {
    expect(await measure({ ready: "webgpu", totalMs: () => 5000 })).toMatchObject([{ runs: 5 }]);
  });

  it("says why a backend was not measured, and never gives another one's times for it", async () => {
    const attempts = [
      { backend: "webgpu", taken: false, reason: "software-adapter", detail: "SwiftShader" },
      { backend: "wasm", taken: true, reason: "best-available", detail: "own code" },
    ] as const;
    expect(await measure({ ready: "wasm", attempts })).toEqual([
      { backend: "webgpu", kind: "unable", reason: "software-adapter", detail: "SwiftShader" },
    ]);
  });

  it("fails as the model fails", async () => {
    await expect(measure({ ready: null })).rejects.toMatchObject({ code: "model/corrupt" });
  });

  it("stops when it is called off", async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(measure({ ready: "webgpu" }, abort.signal)).rejects.toBeInstanceOf(AppError);
  });

  it("reports how far it is, with what is done", async () => {
    const seen: BenchProgress[] = [];
    await measureDevice(benchCases(true), {
      photo,
      create: ({ preference }) => puppet({ ready: preference as "wasm" }),
      signal: new AbortController().signal,
      onProgress: (progress) => seen.push(progress),
    });
    const shares = seen.map(({ done }) => done);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
    expect(seen.at(-1)!.results).toHaveLength(3);
  });
});

describe("benchCases", () => {
  it("has one thread only where memory cannot be shared", () => {
    expect(benchCases(true).filter(({ backend }) => backend === "wasm")).toEqual([
      { backend: "wasm", threads: 1 },
      { backend: "wasm" },
    ]);
    expect(benchCases(false).filter(({ backend }) => backend === "wasm")).toHaveLength(1);
  });
});

describe("benchText", () => {
  it("has a line for each way, with the day and the browser", async () => {
    const results = [
      ...(await measure({ ready: "webgpu" })),
      { backend: "webgl", kind: "unable", reason: "not-supported", detail: "" } as const,
    ];
    const words = {
      name: ({ backend }: { backend: string }) => backend,
      measured: () => "fast",
      unable: ({ reason }: { reason: string }) => reason,
    };
    const about = { title: "Speed", browser: "A browser", at: new Date("2026-11-30T12:00:00Z") };
    expect(benchText(results, words, about)).toBe(
      "Speed, 2026-11-30\nwebgpu: fast\nwebgl: not-supported\nA browser",
    );
  });
});
