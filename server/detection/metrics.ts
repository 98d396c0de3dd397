import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { isAppError } from "@/lib/core/errors";
import type { PoolObserver, PoolState } from "./pool/inference-pool";
import type { PhotoAnswer } from "./pool/inference-worker";
import { noteAttempts, noteUses } from "./remote/remote-figures";

/** From a small network on a GPU to a photo that waited as long as it may, s. */
const BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

/** What is asked of the pool when somebody reads the figures. */
export interface PoolLook {
  readonly state: PoolState;
  /** Ids of the models that are warm. */
  readonly models: readonly string[];
}

interface Metrics {
  readonly registry: Registry;
  readonly observer: PoolObserver;
  /** Tells where to look; undefined while there is no pool. */
  look: (() => PoolLook) | undefined;
}

/** On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageMetrics?: Metrics };

type Stage = readonly [string, (timings: PhotoAnswer["timings"]) => number];
const STAGES: readonly Stage[] = [
  ["queue", ({ queueMs }) => queueMs],
  ["decode", ({ decodeMs }) => decodeMs],
  ["prepare", ({ preprocessMs }) => preprocessMs],
  ["infer", ({ inferenceMs }) => inferenceMs],
  ["read", ({ postprocessMs }) => postprocessMs],
  ["total", ({ totalMs }) => totalMs],
];

/** Figures that are looked up when they are read. */
function addGauges(registry: Registry, look: () => PoolLook | undefined): void {
  const gauge = (name: string, help: string, of: (state: PoolState) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const now = look();
        this.set(now ? of(now.state) : 0);
      },
    });
  gauge("forage_detection_waiting", "Photos that wait for detection", ({ waiting }) => waiting);
  gauge("forage_detection_in_flight", "Photos that are looked at", ({ inFlight }) => inFlight);
  gauge("forage_detection_workers", "Processes that look at photos", ({ workers }) => workers);
  gauge("forage_detection_workers_warm", "Processes that can look at a photo at once", ({ warm }) => warm);
  gauge(
    "forage_detection_workers_resident_bytes",
    "Memory of these processes",
    ({ residentBytes }) => residentBytes,
  );
  gauge(
    "forage_detection_workers_cpu_seconds_total",
    "Processor time of these processes, also of those that have ended",
    ({ cpuSeconds }) => cpuSeconds,
  );
  new Gauge({
    name: "forage_detection_model",
    help: "1 for each model that is warm",
    labelNames: ["model"],
    registers: [registry],
    collect() {
      this.reset();
      for (const model of look()?.models ?? []) this.set({ model }, 1);
    },
  });
}

function addObserver(registry: Registry): PoolObserver {
  const registers = [registry];
  const refused = new Counter({
    name: "forage_detection_refused_total",
    help: "Photos that were refused because the server was busy, by reason",
    labelNames: ["why"],
    registers,
  });
  const failed = new Counter({
    name: "forage_detection_failed_total",
    help: "Photos without an answer, by code",
    labelNames: ["code"],
    registers,
  });
  const inferences = new Counter({
    name: "forage_detection_inferences_total",
    help: "Photos that the network was run for",
    registers,
  });
  const lost = new Counter({
    name: "forage_detection_workers_lost_total",
    help: "Workers that ended while they looked at a photo",
    registers,
  });
  const seconds = new Histogram({
    name: "forage_detection_seconds",
    help: "Time of a photo by stage",
    labelNames: ["stage"],
    buckets: BUCKETS,
    registers,
  });
  const remoteSeconds = new Histogram({
    name: "forage_remote_seconds",
    help: "Time of an answer from a server of networks elsewhere",
    labelNames: ["url"],
    buckets: BUCKETS,
    registers,
  });
  const remoteFailed = new Counter({
    name: "forage_remote_failed_total",
    help: "Questions to a server of networks elsewhere that gave no answer which may be used, by reason",
    labelNames: ["url", "why"],
    registers,
  });
  for (const why of ["full", "too-late", "expired"]) refused.inc({ why }, 0);
  return {
    refused: (why) => refused.inc({ why }),
    failed: (error) => failed.inc({ code: isAppError(error) ? error.code : "server/unexpected" }),
    workerLost: () => lost.inc(),
    answered({ timings, attempts, uses }) {
      inferences.inc();
      noteAttempts(attempts);
      noteUses(uses);
      for (const { url, ms, failure } of attempts) {
        if (failure) remoteFailed.inc({ url, why: failure });
        else remoteSeconds.observe({ url }, ms / 1_000);
      }
      for (const [stage, of] of STAGES) seconds.observe({ stage }, of(timings) / 1_000);
    },
  };
}

function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics: Metrics = { registry, observer: addObserver(registry), look: undefined };
  addGauges(registry, () => metrics.look?.());
  return metrics;
}

/** The figures of this process. */
export function detectionMetrics(): Metrics {
  holder.forageMetrics ??= openMetrics();
  return holder.forageMetrics;
}

/** All figures as Prometheus reads them. */
export async function metricsPage(): Promise<{ readonly text: string; readonly contentType: string }> {
  const { registry } = detectionMetrics();
  return { text: await registry.metrics(), contentType: registry.contentType };
}
