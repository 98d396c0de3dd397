/**
 * The detection worker. It lives for one backend: the page starts it with the backends left to try, it takes the
 * first this device has, and when that one fails the page ends this worker and starts another with the rest.
 */
import { holdLock } from "@/lib/client/browser/hold-lock";
import type { BackendReason } from "@/lib/client/detection/detector";
import { parseArrivingModel } from "@/lib/client/detection/graph/graph-model";
import { PhotoLetterbox } from "@/lib/client/detection/letterbox/photo-letterbox";
import {
  isRuntimeUnavailable,
  type Runtime,
  type RuntimeModule,
} from "@/lib/client/detection/runtime/runtime";
import { BackendFailure, detectPhoto } from "@/lib/client/detection/worker/detect-photo";
import { describeFailure } from "@/lib/client/detection/worker/failures";
import type { HeicDecoder } from "@/lib/client/detection/worker/heic";
import {
  type LoadedModelFiles,
  loadModelFiles,
  saidMeanwhile,
} from "@/lib/client/detection/worker/model-files";
import { probeBackend } from "@/lib/client/detection/worker/probe-backend";
import {
  type WorkerMessage,
  type WorkerRequest,
  workerRequestSchema,
} from "@/lib/contracts/detection-worker";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { WorkerBackend } from "@/lib/core/detection/backends";
import { AppError, isAppError } from "@/lib/core/errors";

/** Names of the built scripts, beside this one; put in by the build. */
declare const FORAGE_WORKER_CHUNKS: Readonly<
  Record<WorkerBackend | "wasmStock" | "webgpuStock" | "wasmThread" | "heic" | "wasmFolder", string>
>;

type StartRequest = Extract<WorkerRequest, { type: "start" }>;
type DetectRequest = Extract<WorkerRequest, { type: "detect" }>;

interface Session {
  readonly backend: WorkerBackend;
  readonly runtime: Runtime;
  readonly manifest: ModelManifest;
  readonly letterbox: PhotoLetterbox;
}

/** What this script uses of a dedicated worker's global scope, whose types clash with the page's. */
interface WorkerScope {
  readonly location: Location;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  postMessage(message: WorkerMessage, transfer: Transferable[]): void;
  importScripts(url: string): void;
}

const scope = self as unknown as WorkerScope;
const base = new URL(".", scope.location.href).href;
const running = new Map<number, AbortController>();
let session: Session | undefined;

function post(message: WorkerMessage, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

scope.onmessage = (event) => {
  const request = workerRequestSchema.parse(event.data);
  switch (request.type) {
    case "start":
      void start(request);
      break;
    case "detect":
      void detect(request);
      break;
    case "cancel":
      running.get(request.run)?.abort();
      break;
  }
};

async function start(request: StartRequest): Promise<void> {
  await holdLock(request.lockName);
  post({ type: "alive" });
  const started = performance.now();
  const onProgress = (receivedBytes: number, totalBytes: number) => {
    post({ type: "progress", receivedBytes, totalBytes });
  };
  let downloadMs = 0;
  const downloading = loadModelFiles({ ...request, onProgress });
  downloading.catch(() => undefined);
  const backend = await chooseBackend(request);
  if (!backend) {
    post({ type: "exhausted" });
    return;
  }
  try {
    scope.importScripts(base + FORAGE_WORKER_CHUNKS[backend]);
    let files = await downloading;
    const noteArrival = () => {
      downloadMs = performance.now() - started;
    };
    Promise.all(files.shards.values()).then(noteArrival, noteArrival);
    let runtime = await openWarm(backend, request, files);
    const newer = await saidMeanwhile(files);
    if (newer) {
      runtime.dispose();
      files = await loadModelFiles({ ...request, manifest: newer, startsFromCache: false, onProgress });
      runtime = await openWarm(backend, request, files);
    }
    void runtime.lost.then((reason) => loseBackend(backend, reason, runtime.detail));
    const { fromCache } = await files.whole;
    const warmUpMs = performance.now() - started - downloadMs;
    const letterbox = new PhotoLetterbox(files.manifest.inputSize);
    session = { backend, runtime, manifest: files.manifest, letterbox };
    globalThis.forageRuntime = runtime;
    const { manifest } = files;
    post({ type: "ready", backend, detail: runtime.detail, manifest, downloadMs, warmUpMs, fromCache });
  } catch (error) {
    failToStart(backend, error);
  }
}

/** The network, ready to run: what needs no weights is done while they arrive. */
async function openWarm(
  backend: WorkerBackend,
  { allowSoftware, threads }: StartRequest,
  { graph, shards }: LoadedModelFiles,
): Promise<Runtime> {
  Promise.all(shards.values()).then(
    () => post({ type: "warming-up", backend }),
    () => undefined,
  );
  const runtime = await globalThis.forageRuntimes![backend]!.create(await parseArrivingModel(graph, shards), {
    assetBase: base + FORAGE_WORKER_CHUNKS.wasmFolder,
    allowSoftware: allowSoftware.includes(backend),
    threadUrl: base + FORAGE_WORKER_CHUNKS.wasmThread,
    threads,
    loadStock: () => loadStock(backend),
  });
  await runtime.warmUp();
  return runtime;
}

async function chooseBackend({ backends, allowSoftware }: StartRequest): Promise<WorkerBackend | undefined> {
  for (const backend of backends) {
    const verdict = await probeBackend(backend, allowSoftware.includes(backend));
    if (verdict.usable) return backend;
    post({ type: "passed-over", backend, reason: verdict.reason, detail: verdict.detail });
  }
  return undefined;
}

function failToStart(backend: WorkerBackend, error: unknown): void {
  if (isAppError(error)) {
    post({ type: "failed", code: error.code, facts: error.facts });
  } else if (isRuntimeUnavailable(error)) {
    loseBackend(backend, error.reason, error.detail);
  } else {
    const { reason, detail } = describeFailure(error, "init-failed");
    loseBackend(backend, reason, detail);
  }
}

function loseBackend(backend: WorkerBackend, reason: BackendReason, detail: string): void {
  post({ type: "backend-lost", backend, reason, detail });
}

async function detect({ run, photo, scoreFloor, describe }: DetectRequest): Promise<void> {
  const controller = new AbortController();
  running.set(run, controller);
  try {
    if (!session) throw new AppError("detection/no-backend");
    const { runtime, manifest, letterbox } = session;
    const { signal } = controller;
    const found = await detectPhoto(photo, {
      ...{ manifest, runtime, letterbox, scoreFloor, describe, signal },
      heic: loadHeic,
    });
    const { boxes, scores, classIds } = found.candidates;
    const transfer = [boxes, scores, classIds, found.features].map(({ buffer }) => buffer as ArrayBuffer);
    post({ type: "result", run, ...found }, [...new Set(transfer)]);
  } catch (error) {
    await failRun(run, error);
  } finally {
    running.delete(run);
  }
}

async function failRun(run: number, error: unknown): Promise<void> {
  if (isAppError(error)) {
    post({ type: "run-failed", run, code: error.code, facts: error.facts });
  } else if (error instanceof BackendFailure && session) {
    const { reason, detail } = describeFailure(error.cause, "worker-crashed");
    const lost = await Promise.race([session.runtime.lost, wait(LOST_NEWS_MS)]);
    loseBackend(session.backend, lost ?? reason, detail);
  } else {
    const { reason } = describeFailure(error, "worker-crashed");
    const code = reason === "out-of-memory" ? "detection/out-of-memory" : "detection/backend-failed";
    post({ type: "run-failed", run, code, facts: { backend: session?.backend ?? "" } });
  }
}

/** A run on a lost device may fail before the loss is reported. */
const LOST_NEWS_MS = 100;

function wait(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}

function loadStock(backend: WorkerBackend): RuntimeModule {
  if (backend === "webgl") throw new RangeError("WebGL runs on the stock kernels already");
  scope.importScripts(base + FORAGE_WORKER_CHUNKS[`${backend}Stock`]);
  return globalThis.forageRuntimes![`${backend}-stock`]!;
}

function loadHeic(): HeicDecoder {
  if (!globalThis.forageDecodeHeic) scope.importScripts(base + FORAGE_WORKER_CHUNKS.heic);
  return globalThis.forageDecodeHeic!;
}

declare global {
  /** The runtime in use, so that a test can count its tensors. */
  var forageRuntime: Runtime | undefined;
}
