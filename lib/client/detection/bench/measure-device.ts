import type { DetectorOptions } from "@/lib/client/detection/create-detector";
import type { BackendReason, Detector, StageTimings } from "@/lib/client/detection/detector";
import { WORKER_BACKEND_IDS, type WorkerBackend } from "@/lib/core/detection/backends";
import { AppError, type ErrorCode } from "@/lib/core/errors";

/** One way in which this device can find boxes. */
export interface BenchCase {
  readonly backend: WorkerBackend;
  /** On WASM; as many as pay if absent. */
  readonly threads?: number;
}

export type BenchStage = "decodeMs" | "preprocessMs" | "inferenceMs" | "postprocessMs";

export interface BenchMeasured extends BenchCase {
  readonly kind: "measured";
  /** ms, the median of each stage and of the whole from photo to boxes. */
  readonly medians: Readonly<Record<BenchStage | "totalMs", number>>;
  /** ms, the middle half of the whole. */
  readonly spread: readonly [from: number, to: number];
  readonly runs: number;
  readonly warmUpMs: number;
  readonly modelId: string;
  readonly inputSize: number;
  /** Adapter, renderer or instruction set, as the browser names it. */
  readonly detail: string;
}

export interface BenchUnable extends BenchCase {
  readonly kind: "unable";
  readonly reason: BackendReason;
  readonly detail: string;
}

export type BenchResult = BenchMeasured | BenchUnable;

export interface BenchOptions {
  readonly photo: Blob;
  readonly create: (options: DetectorOptions) => Detector;
  readonly signal: AbortSignal;
  onProgress(progress: BenchProgress): void;
}

export interface BenchProgress {
  readonly now: BenchCase;
  /** Share of everything, 0 to 1. */
  readonly done: number;
  readonly results: readonly BenchResult[];
}

export const BENCH_RUNS = 15;
/** A browser compiles quickly first and well later. */
const WARM_UP_RUNS = 3;
/** A slow device makes fewer runs once it has taken this long, but not fewer than a median needs. */
const LONGEST_MS = 10_000;
const FEWEST_RUNS = 5;

/** Every backend, and WASM on one thread beside as many as pay. Without shared memory there is one thread. */
export function benchCases(hasThreads: boolean): BenchCase[] {
  return WORKER_BACKEND_IDS.flatMap((backend): BenchCase[] =>
    backend === "wasm" && hasThreads ? [{ backend, threads: 1 }, { backend }] : [{ backend }],
  );
}

/**
 * Measures each way on the same photo, one after the other, so that none slows another.
 * @throws AppError detection/cancelled, model/… and server/… if the model cannot be had
 */
export async function measureDevice(
  cases: readonly BenchCase[],
  options: BenchOptions,
): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const [index, one] of cases.entries()) {
    const report = (share: number) =>
      options.onProgress({ now: one, done: (index + share) / cases.length, results: [...results] });
    report(0);
    results.push(await measureCase(one, options, report));
  }
  return results;
}

async function measureCase(
  one: BenchCase,
  { photo, create, signal }: BenchOptions,
  report: (share: number) => void,
): Promise<BenchResult> {
  const { backend, threads } = one;
  const detector = create({
    preference: backend,
    onlyHardware: true,
    ...(threads !== undefined && { threads }),
  });
  const cancel = () => detector.dispose();
  signal.addEventListener("abort", cancel);
  try {
    await detector.start();
    if (signal.aborted) throw new AppError("detection/cancelled");
    const status = detector.getStatus();
    if (status.state === "failed") throw new AppError(status.code as ErrorCode);
    const attempts = "attempts" in status ? status.attempts : [];
    const own = attempts.findLast((attempt) => attempt.backend === backend);
    const detail = own?.detail ?? "";
    if (status.state !== "ready" || status.backend !== backend) {
      return { ...one, kind: "unable", reason: own?.reason ?? "not-supported", detail };
    }
    const timings: StageTimings[] = [];
    let spentMs = 0;
    for (let run = -WARM_UP_RUNS; run < BENCH_RUNS; run++) {
      if (run >= FEWEST_RUNS && spentMs > LONGEST_MS) break;
      const { timings: took, backend: ran } = await detector.detect(photo, { signal });
      // it broke on the way, and another one went on
      if (ran !== backend) return { ...one, kind: "unable", reason: "device-lost", detail };
      if (run >= 0) timings.push(took);
      spentMs += took.totalMs;
      report((run + 1 + WARM_UP_RUNS) / (BENCH_RUNS + WARM_UP_RUNS));
    }
    return {
      ...one,
      ...summaryOf(timings),
      kind: "measured",
      warmUpMs: status.warmUpMs,
      modelId: status.modelId,
      inputSize: detector.manifest?.inputSize ?? 0,
      detail,
    };
  } finally {
    signal.removeEventListener("abort", cancel);
    detector.dispose();
  }
}

function summaryOf(timings: readonly StageTimings[]): Pick<BenchMeasured, "medians" | "spread" | "runs"> {
  const at = (key: BenchStage | "totalMs", share: number) => {
    const sorted = timings.map((one) => one[key]).toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  };
  return {
    medians: {
      decodeMs: at("decodeMs", 0.5),
      preprocessMs: at("preprocessMs", 0.5),
      inferenceMs: at("inferenceMs", 0.5),
      postprocessMs: at("postprocessMs", 0.5),
      totalMs: at("totalMs", 0.5),
    },
    spread: [at("totalMs", 0.25), at("totalMs", 0.75)],
    runs: timings.length,
  };
}
