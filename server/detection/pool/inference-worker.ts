import { type ChildProcess, fork } from "node:child_process";
import { constants, setPriority } from "node:os";
import { AppError } from "@/lib/core/errors";
import type { ResolvedModel } from "@/server/models/service";
import { projectPath } from "@/server/storage/project-root";
import type { PhotoToAnswer } from "../answer-photo";
import type { Provider } from "../providers";
import { noteUses } from "../remote/remote-figures";
import { type Deferred, defer } from "./deferred";
import { type Failure, type FromWorker, fromWorkerSchema, type ToWorker, type WorkerUsage } from "./messages";

/** Loading the sources, on a busy machine. */
const START_MS = 60_000;

/** The process is no longer there; what it was asked may be asked of another. */
export class WorkerEnded extends Error {
  constructor(cause: unknown) {
    super("a process that runs the network ended", { cause });
    this.name = "WorkerEnded";
  }
}

export type PhotoAnswer = Omit<Extract<FromWorker, { type: "answered" }>, "type" | "id" | "usage">;

/** A process that runs networks apart from the web server's, one at a time. */
export interface InferenceWorker {
  /** Resolves once, when it has started; rejects when it cannot. */
  readonly started: Promise<void>;
  /** Resolves when it has ended, by itself or asked to. */
  readonly ended: Promise<void>;
  /** Loads a model and warms it up. */
  load(model: ResolvedModel): Promise<Provider>;
  /**
   * Settles when the worker is done with the photo, also when nobody waits for the answer any longer.
   * @throws AppError detection/cancelled, and what `answerPhoto` throws; WorkerEnded
   */
  detect(photo: PhotoToAnswer, signal: AbortSignal): Promise<PhotoAnswer>;
  /** Frees a model's memory, after what was asked before. */
  release(modelId: string): void;
  /** Ends it at once, whatever it does. */
  end(): Promise<void>;
  /** What it had used when it answered last. */
  readonly usage: WorkerUsage;
}

function toError(failure: Failure): Error {
  if ("code" in failure) return new AppError(failure.code, { facts: failure.facts });
  return Object.assign(new Error(failure.message), { name: failure.name ?? "Error" });
}

type Request = Extract<ToWorker, { readonly id: number }>;
type Answer = Extract<FromWorker, { readonly id: number }>;

/** Takes the file as a value: the bundler would pack one that is written out, and its tsx. */
function startProcess(file: string, threads: number): ChildProcess {
  const child = fork(file, [], {
    execArgv: [],
    serialization: "advanced",
    env: { ...process.env, FORAGE_DETECTION_THREADS: String(threads) },
    // the command line prints nothing but JSON on stdout
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  stepBack(child);
  return child;
}

/**
 * Lets the web server go first: it needs the processor for some milliseconds at a time, and with every core taken by a network it
 * would wait for each of them. Threads that the process starts later take after it.
 */
function stepBack({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // it has ended, or this may not be set here
  }
}

/** @param threads of one inference */
export function openInferenceWorker(threads: number): InferenceWorker {
  const child = startProcess(projectPath("server", "detection", "pool", "worker-entry.mjs"), threads);
  const asked = new Map<number, Deferred<Answer>>();
  let count = 0;
  let usage: WorkerUsage = { cpuSeconds: 0, residentBytes: 0 };
  const start = defer<void>();
  const end = defer<void>();
  const timer = setTimeout(() => start.reject(new WorkerEnded("it does not start")), START_MS);
  start.promise.catch(() => child.kill("SIGKILL"));
  /** One without work keeps no command from ending. */
  const rest = () => {
    child.unref();
    child.channel?.unref();
  };
  rest();
  child.on("message", (data: unknown) => {
    const message = fromWorkerSchema.parse(data);
    if (message.type === "ready") {
      clearTimeout(timer);
      start.resolve();
      return;
    }
    if ("usage" in message) usage = message.usage;
    const waiting = asked.get(message.id);
    asked.delete(message.id);
    if (asked.size === 0) rest();
    waiting?.resolve(message);
  });
  const hasEnded = (cause: unknown) => {
    clearTimeout(timer);
    const reason = new WorkerEnded(cause);
    start.reject(reason);
    for (const { reject } of asked.values()) reject(reason);
    asked.clear();
    end.resolve();
  };
  child.on("error", hasEnded);
  child.on("exit", (code, signal) => hasEnded(`exit code ${code}, signal ${signal}`));

  // one that cannot be told has ended, or is about to
  const send = (message: ToWorker) => {
    if (child.connected) child.send(message, () => undefined);
  };
  const ask = async (request: Request): Promise<Answer> => {
    const answer = defer<Answer>();
    asked.set(request.id, answer);
    child.ref();
    child.channel?.ref();
    send(request);
    const got = await answer.promise;
    if (got.type === "failed") throw toError(got.failure);
    return got;
  };
  /** Models that were sent to the worker: a manifest is long, and a photo only names it. */
  const sent = new Map<string, Promise<Provider>>();

  const load = async (model: ResolvedModel): Promise<Provider> => {
    const answer = await ask({ type: "load", id: ++count, model });
    if (answer.type !== "loaded") throw new RangeError(`${answer.type} answers no load`);
    noteUses(answer.uses);
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
        const { body, timings, modelId, attempts, uses, figures } = answer;
        return { body, timings, modelId, attempts, uses, figures };
      } finally {
        signal.removeEventListener("abort", cancel);
      }
    },
    release(modelId) {
      sent.delete(modelId);
      send({ type: "release", modelId });
    },
    async end() {
      child.kill("SIGKILL");
      await end.promise;
    },
    get usage() {
      return usage;
    },
  };
}
