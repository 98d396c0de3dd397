import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/core/errors";
import type { ResolvedModel } from "@/server/models/service";
import { projectRoot } from "@/server/storage/project-root";
import type { PhotoToAnswer } from "../answer-photo";
import type { Provider } from "../providers";
import { type Deferred, defer } from "./deferred";
import { type Failure, type FromThread, fromThreadSchema, type ToThread } from "./messages";

/** Loading the sources, on a busy machine. */
const START_MS = 60_000;

/** The thread is no longer there; what it was asked may be asked of another. */
export class ThreadEnded extends Error {
  constructor(cause: unknown) {
    super("a thread that runs the network ended", { cause });
    this.name = "ThreadEnded";
  }
}

export type PhotoAnswer = Omit<Extract<FromThread, { type: "answered" }>, "type" | "id">;

/** Something that runs networks apart from the web server's thread, one photo at a time. */
export interface InferenceThread {
  /** Resolves once, when it has started; rejects when it cannot. */
  readonly started: Promise<void>;
  /** Resolves when it has ended, by itself or asked to. */
  readonly ended: Promise<void>;
  /** Loads a model and warms it up. */
  load(model: ResolvedModel): Promise<Provider>;
  /**
   * Settles when the thread is free again, also when nobody waits for the answer any longer.
   * @throws AppError detection/cancelled, and what `answerPhoto` throws; ThreadEnded
   */
  detect(photo: PhotoToAnswer, signal: AbortSignal): Promise<PhotoAnswer>;
  /** Frees a model's memory, after what was asked before. */
  release(modelId: string): void;
  end(): Promise<void>;
}

function toError(failure: Failure): Error {
  if ("code" in failure) return new AppError(failure.code, { facts: failure.facts });
  return Object.assign(new Error(failure.message), { name: failure.name ?? "Error" });
}

type Request = Extract<ToThread, { readonly id: number }>;
type Answer = Extract<FromThread, { readonly id: number }>;

/** Takes the file as a value: from `new Worker` with a path written out, the bundler would pack the thread and its tsx. */
function startWorker(file: string, root: string, threads: number): Worker {
  return new Worker(file, {
    workerData: { root },
    execArgv: [],
    // each thread's network runs on as many threads as it was given
    env: { ...process.env, FORAGE_DETECTION_THREADS: String(threads) },
    // the command line prints nothing but JSON on stdout
    stdout: true,
  });
}

/** @param threads of one inference */
export function openInferenceThread(threads: number): InferenceThread {
  const root = projectRoot();
  const worker = startWorker(join(root, "server", "detection", "pool", "thread-entry.mjs"), root, threads);
  // a thread without work keeps no command from ending
  worker.unref();
  const asked = new Map<number, Deferred<Answer>>();
  let count = 0;
  let failure: unknown;
  const start = defer<void>();
  const end = defer<void>();
  const timer = setTimeout(() => start.reject(new ThreadEnded("it does not start")), START_MS);
  start.promise.catch(() => void worker.terminate());
  worker.on("message", (data: unknown) => {
    const message = fromThreadSchema.parse(data);
    if (message.type === "ready") {
      clearTimeout(timer);
      start.resolve();
      return;
    }
    const waiting = asked.get(message.id);
    asked.delete(message.id);
    if (asked.size === 0) worker.unref();
    waiting?.resolve(message);
  });
  worker.on("error", (error) => {
    failure = error;
  });
  worker.on("exit", () => {
    clearTimeout(timer);
    const reason = new ThreadEnded(failure);
    start.reject(reason);
    for (const { reject } of asked.values()) reject(reason);
    asked.clear();
    end.resolve();
  });

  const ask = async (request: Request): Promise<Answer> => {
    const answer = defer<Answer>();
    asked.set(request.id, answer);
    worker.ref();
    worker.postMessage(request);
    const got = await answer.promise;
    if (got.type === "failed") throw toError(got.failure);
    return got;
  };
  const send = (message: ToThread) => worker.postMessage(message);
  /** Models that were sent to the thread: a manifest is long, and a photo only names it. */
  const sent = new Map<string, Promise<Provider>>();

  const load = async (model: ResolvedModel): Promise<Provider> => {
    const answer = await ask({ type: "load", id: ++count, model });
    if (answer.type !== "loaded") throw new RangeError(`${answer.type} answers no load`);
    return answer.provider;
  };
  /** Loads a model once; after a failure it is tried again. */
  const loadOnce = (model: ResolvedModel): Promise<Provider> => {
    const known = sent.get(model.id);
    if (known) return known;
    const loading = load(model);
    sent.set(model.id, loading);
    loading.catch(() => sent.delete(model.id));
    return loading;
  };

  return {
    started: start.promise,
    ended: end.promise,
    load: loadOnce,
    async detect({ model, ...photo }, signal) {
      await loadOnce(model);
      const id = ++count;
      const cancel = () => send({ type: "cancel", id });
      signal.addEventListener("abort", cancel, { once: true });
      try {
        if (signal.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
        const answer = await ask({ type: "detect", id, photo: { ...photo, modelId: model.id } });
        if (answer.type !== "answered") throw new RangeError(`${answer.type} answers no photo`);
        const { body, timings, modelId } = answer;
        return { body, timings, modelId };
      } finally {
        signal.removeEventListener("abort", cancel);
      }
    },
    release(modelId) {
      sent.delete(modelId);
      send({ type: "release", modelId });
    },
    async end() {
      await worker.terminate();
    },
  };
}
