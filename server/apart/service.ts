import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { AppError, ERROR_CODES } from "@/lib/core/errors";
import { createSemaphore } from "@/server/media/semaphore";
import { projectRoot } from "@/server/storage/project-root";

/** Threads at once: one may be stuck until its time limit. */
const THREADS = 2;
/** An idle thread ends after this. */
const IDLE_MS = 30_000;
/** Loading the sources, on a busy machine. */
const START_MS = 60_000;
const MEMORY_MB = 1_024;

const answerSchema = z.union([
  z.object({ id: z.number(), state: z.literal("started") }),
  z.object({
    id: z.number(),
    failure: z.union([
      z.object({ code: z.enum(ERROR_CODES), facts: z.record(z.string(), z.union([z.string(), z.number()])) }),
      z.object({ name: z.string().optional(), message: z.string() }),
    ]),
  }),
  z.object({ id: z.number(), value: z.unknown() }),
]);

/** Work for a separate thread. */
export interface ApartTask {
  /** Path of its source in the project. */
  readonly module: string;
  /** The function that source exports; it takes `input`. */
  readonly name: string;
  /** Plain data: it and the result pass between threads. */
  readonly input: unknown;
  /** Time limit from the start of the work; then the thread is ended. */
  readonly timeoutMs: number;
  /** Ends the thread when aborted. */
  readonly signal?: AbortSignal;
  /** What is read, for people: "This page". */
  readonly what: string;
}

interface Thread {
  readonly worker: Worker;
  idle?: NodeJS.Timeout;
}

/** On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageApart?: { idle: Thread[]; gate: ReturnType<typeof createSemaphore> } };
holder.forageApart ??= { idle: [], gate: createSemaphore(THREADS) };
const { idle, gate } = holder.forageApart;

let count = 0;

/** Takes the file as a value: from `new Worker` with a path written out, the bundler would pack the thread and its tsx. */
function startWorker(file: string, root: string): Worker {
  return new Worker(file, {
    workerData: { root },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    // the command line prints nothing but JSON on stdout
    stdout: true,
    stderr: true,
  });
}

function takeThread(): Thread {
  const known = idle.pop();
  if (known) {
    clearTimeout(known.idle);
    known.worker.ref();
    return known;
  }
  const root = projectRoot();
  return { worker: startWorker(join(root, "server", "apart", "apart-worker.mjs"), root) };
}

function giveBack(thread: Thread): void {
  const { worker } = thread;
  worker.unref();
  thread.idle = setTimeout(() => {
    idle.splice(idle.indexOf(thread), 1);
    void worker.terminate();
  }, IDLE_MS).unref();
  idle.push(thread);
}

function tooComplex(task: ApartTask, reason: string, cause?: unknown): AppError {
  return new AppError("text/too-complex", { facts: { what: task.what, reason }, cause });
}

function toError(task: ApartTask, failure: { code?: unknown } | { name?: string; message: string }): Error {
  if ("code" in failure && failure.code !== undefined) {
    const { code, facts } = failure as { code: (typeof ERROR_CODES)[number]; facts: AppError["facts"] };
    return new AppError(code, { facts });
  }
  const { name, message } = failure as { name?: string; message: string };
  const cause = new Error(message);
  // stack overflow: nested deeper than any real input
  return name === "RangeError" && /call stack/.test(message)
    ? tooComplex(task, "it is nested too deep", cause)
    : cause;
}

function work(thread: Thread, task: ApartTask): Promise<unknown> {
  const { worker } = thread;
  const id = ++count;
  const { module, name, input, timeoutMs, signal } = task;
  return new Promise((resolve, reject) => {
    let timer = setTimeout(() => end(new Error(`${module} could not be loaded`)), START_MS);
    const settle = () => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      signal?.removeEventListener("abort", onAbort);
    };
    const end = (error: Error) => {
      settle();
      void worker.terminate();
      reject(error);
    };
    const onMessage = (message: unknown) => {
      const answer = answerSchema.parse(message);
      if (answer.id !== id) return;
      if ("state" in answer) {
        clearTimeout(timer);
        const seconds = Math.round(timeoutMs / 1_000);
        timer = setTimeout(() => end(tooComplex(task, `it takes longer than ${seconds} s`)), timeoutMs);
        return;
      }
      settle();
      giveBack(thread);
      if ("failure" in answer) reject(toError(task, answer.failure));
      else resolve(answer.value);
    };
    const onError = (error: Error & { code?: string }) => {
      const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      end(isMemory ? tooComplex(task, "it needs too much memory", error) : error);
    };
    const onExit = () => end(new Error(`the thread for ${module} ended`));
    const onAbort = () => end(new AppError("detection/cancelled", { cause: signal?.reason }));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    signal?.addEventListener("abort", onAbort, { once: true });
    worker.postMessage({ id, module, name, input });
  });
}

/**
 * Runs a function on a thread of its own, so that no input can block anyone else. The thread is ended when
 * its time limit passes, when it takes too much memory, and when nobody waits for it any longer.
 * @throws AppError text/too-complex, detection/cancelled, and what the function throws
 */
export function runApart(task: ApartTask): Promise<unknown> {
  return gate(() => work(takeThread(), task), task.signal);
}
