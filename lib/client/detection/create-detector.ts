import {
  openWorker,
  type WorkerConnection,
  type WorkerConnectionOptions,
} from "@/lib/client/browser/worker-connection";
import { AttemptLog } from "@/lib/client/detection/attempt-log";
import { backendOrder } from "@/lib/client/detection/backend-order";
import type {
  BackendName,
  BackendPreference,
  BackendReason,
  DetectionRecorder,
  DetectionRun,
  DetectOptions,
  Detector,
  DetectorStatus,
} from "@/lib/client/detection/detector";
import {
  createDetectionRequest,
  type DetectionRequest,
  JobQueue,
} from "@/lib/client/detection/request-queue";
import { requestServerDetection } from "@/lib/client/detection/request-server-detection";
import { StatusHolder } from "@/lib/client/detection/status-holder";
import {
  type WorkerMessage,
  type WorkerRequest,
  workerMessageSchema,
} from "@/lib/contracts/detection-worker";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { restartsOf, type WorkerBackend } from "@/lib/core/detection/backends";
import { SCORE_FLOOR } from "@/lib/core/detection/types";
import { AppError, type ErrorCode, type ErrorFacts, isAppError } from "@/lib/core/errors";

export interface DetectorOptions {
  /** The person's remembered choice. */
  readonly preference?: BackendPreference;
  /** The person's stored consent to detection on the server. */
  readonly serverConsent?: boolean;
  /** Address of the built worker's folder; ends with a slash. */
  readonly workerBase?: string;
  /** The worker's file in it, named by its content. */
  readonly workerScript?: string | undefined;
  /** Address of the manifest of the model to run; the champion's if absent. */
  readonly manifestUrl?: string;
  readonly filesUrl?: string;
  /** The model runs beside the champion, whose files stay in the browser's cache. */
  readonly keepOthers?: boolean;
  /** The server is asked which model it is before one is taken from the browser's cache: for moving to a new one. */
  readonly asksFirst?: boolean;
  readonly serverUrl?: string;
  /** Told of each detection; the server records its own. */
  readonly recorder?: DetectionRecorder;
  /** This many threads on WASM on any device, for measurements. */
  readonly threads?: number;
  /** Not on a GPU that the processor plays, even where the person chose that backend: it would measure nothing. */
  readonly onlyHardware?: boolean;
  readonly open?: (options: WorkerConnectionOptions<WorkerMessage>) => WorkerConnection<WorkerRequest>;
}

/** What the worker is called whatever is in it. */
const PLAIN_SCRIPT = "detection.js";

/** Builds the page's detector; nothing is downloaded before `start` or the first `detect`. */
export function createDetector(options: DetectorOptions = {}): Detector {
  return new WorkerDetector(options);
}

class WorkerDetector implements Detector {
  manifest: ModelManifest | undefined;

  private readonly statusHolder = new StatusHolder();
  private preference: BackendPreference;
  private serverConsent: boolean;

  private connection: WorkerConnection<WorkerRequest> | undefined;
  private readonly attempts = new AttemptLog();
  private readonly failed = new Set<BackendName>();
  /** How often each backend was started again since it last worked. */
  private readonly restarts = new Map<BackendName, number>();

  private readonly queue = new JobQueue();
  private current: DetectionRequest | undefined;
  private serverRequest: AbortController | undefined;
  private runCount = 0;

  constructor(private readonly options: DetectorOptions) {
    this.preference = options.preference ?? "auto";
    this.serverConsent = options.serverConsent ?? false;
  }

  getStatus(): DetectorStatus {
    return this.statusHolder.get();
  }

  subscribe(listener: (status: DetectorStatus) => void): () => void {
    return this.statusHolder.subscribe(listener);
  }

  start(): Promise<void> {
    if (this.status.state === "idle") this.begin();
    return this.statusHolder.settled();
  }

  setPreference(preference: BackendPreference): Promise<void> {
    this.preference = preference;
    this.failed.clear();
    this.restarts.clear();
    this.attempts.clear();
    if (this.status.state !== "idle") this.begin();
    return this.statusHolder.settled();
  }

  setServerConsent(allowed: boolean): Promise<void> {
    this.serverConsent = allowed;
    const { status } = this;
    const onServer = status.state === "ready" && status.backend === "server";
    if (status.state === "needs-consent" || (onServer && !allowed)) this.begin();
    return this.statusHolder.settled();
  }

  detect(photo: Blob, { signal, describeOnly }: DetectOptions = {}): Promise<DetectionRun> {
    const job = createDetectionRequest(this.runCount++, photo, {
      signal,
      describeOnly,
      onCancel: (cancelled) => this.cancel(cancelled),
    });
    if (job.isSettled()) return job.result;
    this.queue.add(job);
    if (this.status.state === "idle") this.begin();
    this.pump();
    return job.result;
  }

  dispose(): void {
    this.disconnect();
    this.rejectAll("detection/cancelled");
    this.statusHolder.end();
  }

  /** Tries what is left to try: this device's backends, then the server. */
  private begin(): void {
    this.disconnect();
    const backends = backendOrder(this.preference, this.failed);
    if (backends.length === 0) {
      this.turnToServer();
      return;
    }
    this.setStatus({ state: "downloading", receivedBytes: 0, totalBytes: 0 });
    let backend = backends[0]!;
    const { options } = this;
    const folder = options.workerBase ?? "/worker/";
    const connection = (options.open ?? openWorker)({
      url: `${folder}${options.workerScript ?? PLAIN_SCRIPT}`,
      otherwise: `${folder}${PLAIN_SCRIPT}`,
      name: "forage-detection",
      messages: workerMessageSchema,
      onMessage: (message) => {
        if ("backend" in message) backend = message.backend;
        this.receive(message);
      },
      onDead: (detail) => this.loseBackend(backend, "worker-crashed", detail),
    });
    this.connection = connection;
    connection.send({
      type: "start",
      backends: [...backends],
      allowSoftware: options.onlyHardware ? [] : backends.filter((name) => name === this.preference),
      manifestUrl: options.manifestUrl ?? "/api/v1/models/champion",
      filesUrl: options.filesUrl ?? "/api/v1/models/",
      keepOthers: options.keepOthers ?? false,
      startsFromCache: !options.asksFirst,
      ...(options.threads !== undefined && { threads: options.threads }),
      lockName: connection.lockName,
    });
  }

  private receive(message: WorkerMessage): void {
    switch (message.type) {
      case "alive":
        break;
      case "progress":
        this.reportProgress(message.receivedBytes, message.totalBytes);
        break;
      case "passed-over":
        this.attempts.passedOver(message.backend, message.reason, message.detail);
        break;
      case "warming-up":
        this.setStatus({ state: "warming-up", backend: message.backend });
        break;
      case "ready":
        this.becomeReady(message);
        break;
      case "exhausted":
        this.turnToServer();
        break;
      case "failed":
        this.fail(message.code, message.facts);
        break;
      case "backend-lost":
        this.loseBackend(message.backend, message.reason, message.detail);
        break;
      case "result":
        this.finishRun(message);
        break;
      case "run-failed":
        this.finishJob(message.run, (job) =>
          job.reject(new AppError(message.code, { facts: message.facts })),
        );
        break;
    }
  }

  private reportProgress(receivedBytes: number, totalBytes: number): void {
    if (this.status.state !== "downloading") return;
    this.setStatus({ state: "downloading", receivedBytes, totalBytes });
  }

  private becomeReady(message: Extract<WorkerMessage, { type: "ready" }>): void {
    const { backend, manifest, downloadMs, warmUpMs, fromCache, detail } = message;
    this.manifest = manifest;
    this.attempts.taken(backend, this.preference, detail);
    this.setStatus({
      state: "ready",
      backend,
      attempts: this.attempts.list,
      modelId: manifest.id,
      downloadMs,
      warmUpMs,
      fromCache,
    });
    this.pump();
  }

  private finishRun(message: Extract<WorkerMessage, { type: "result" }>): void {
    const { status, manifest } = this;
    if (status.state !== "ready" || !manifest) return;
    this.restarts.delete(status.backend);
    const { run: _, type: __, ...found } = message;
    this.finishJob(message.run, (job) => {
      const run = { ...found, modelId: manifest.id, backend: status.backend };
      const recordedAs = job.describeOnly ? undefined : this.options.recorder?.record(run);
      job.resolve({ ...run, recordedAs });
    });
  }

  /** A backend broke. Its photo is tried again first, on the next backend. */
  private loseBackend(backend: WorkerBackend, reason: BackendReason, detail: string): void {
    this.attempts.failed(backend, reason, detail);
    const wasRunning = this.status.state === "ready";
    const restarts = this.restarts.get(backend) ?? 0;
    if (wasRunning && restarts < restartsOf(backend)) this.restarts.set(backend, restarts + 1);
    else this.failed.add(backend);
    this.begin();
  }

  private turnToServer(): void {
    this.disconnect();
    if (!this.serverConsent) {
      this.attempts.passedOver("server", "needs-consent");
      this.setStatus({ state: "needs-consent", attempts: this.attempts.list });
      this.rejectAll("detection/no-backend");
      return;
    }
    this.attempts.taken("server", this.preference);
    this.setStatus({
      state: "ready",
      backend: "server",
      attempts: this.attempts.list,
      modelId: this.manifest?.id ?? "",
      downloadMs: 0,
      warmUpMs: 0,
      fromCache: false,
    });
    this.pump();
  }

  private fail(code: ErrorCode, facts: ErrorFacts): void {
    this.disconnect();
    this.setStatus({ state: "failed", code, attempts: this.attempts.list });
    this.rejectAll(code, facts);
  }

  private pump(): void {
    if (this.status.state === "failed") this.rejectAll(this.status.code as ErrorCode);
    if (this.status.state === "needs-consent") this.rejectAll("detection/no-backend");
    if (this.status.state !== "ready" || this.current) return;
    const job = this.queue.take();
    if (!job) return;
    this.current = job;
    if (this.status.backend === "server") void this.runOnServer(job);
    else {
      const { run, photo } = job;
      const describe = job.describeOnly || (this.options.recorder?.isWanted() ?? false);
      this.connection?.send({ type: "detect", run, photo, scoreFloor: SCORE_FLOOR, describe });
    }
  }

  private async runOnServer(job: DetectionRequest): Promise<void> {
    const request = new AbortController();
    this.serverRequest = request;
    const url = this.options.serverUrl ?? "/api/v1/detect";
    try {
      const run = await requestServerDetection(url, job.photo, {
        signal: request.signal,
        describeOnly: job.describeOnly,
      });
      this.finishJob(job.run, () => job.resolve(run));
    } catch (error) {
      // `disconnect` has put the photo back in the queue already.
      if (this.current !== job) return;
      const reason = isAppError(error) ? error : new AppError("server/unexpected", { cause: error });
      this.finishJob(job.run, () => job.reject(reason));
    }
  }

  private finishJob(run: number, settle: (job: DetectionRequest) => void): void {
    const job = this.current;
    if (job?.run !== run) return;
    this.current = undefined;
    if (!job.isSettled()) settle(job);
    this.pump();
  }

  private cancel(job: DetectionRequest): void {
    this.queue.remove(job);
    if (this.current !== job) return;
    this.serverRequest?.abort();
    this.connection?.send({ type: "cancel", run: job.run });
  }

  /** Ends the worker or request in use; its photo goes back to the head of the queue. */
  private disconnect(): void {
    const job = this.current;
    this.current = undefined;
    if (job && !job.isSettled()) this.queue.putBack(job);
    this.serverRequest?.abort();
    this.serverRequest = undefined;
    this.connection?.close();
    this.connection = undefined;
  }

  private rejectAll(code: ErrorCode, facts: ErrorFacts = {}): void {
    for (const job of this.queue.takeAll()) job.reject(new AppError(code, { facts }));
  }

  private get status(): DetectorStatus {
    return this.statusHolder.get();
  }

  private setStatus(status: DetectorStatus): void {
    this.statusHolder.set(status);
  }
}
