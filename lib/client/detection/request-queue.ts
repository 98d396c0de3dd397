import type { DetectionRun } from "@/lib/client/detection/detector";
import { AppError } from "@/lib/core/errors";

/** One photo waiting for its boxes. */
export interface DetectionRequest {
  readonly run: number;
  readonly photo: Blob;
  /** Its figures are shown, and not recorded. */
  readonly describeOnly: boolean;
  readonly result: Promise<DetectionRun>;
  isSettled(): boolean;
  resolve(run: DetectionRun): void;
  reject(error: unknown): void;
}

/** A request that rejects with detection/cancelled when `signal` aborts; `onCancel` is called first. */
export function createDetectionRequest(
  run: number,
  photo: Blob,
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly describeOnly?: boolean | undefined;
    readonly onCancel: (job: DetectionRequest) => void;
  },
): DetectionRequest {
  let settled = false;
  const { promise, resolve, reject } = withResolvers<DetectionRun>();
  const cancel = () => {
    if (settled) return;
    options.onCancel(job);
    job.reject(new AppError("detection/cancelled"));
  };
  const settle = () => {
    settled = true;
    options.signal?.removeEventListener("abort", cancel);
  };
  const job: DetectionRequest = {
    run,
    photo,
    describeOnly: options.describeOnly ?? false,
    result: promise,
    isSettled: () => settled,
    resolve(value) {
      settle();
      resolve(value);
    },
    reject(error) {
      settle();
      reject(error);
    },
  };
  options.signal?.addEventListener("abort", cancel);
  if (options.signal?.aborted) cancel();
  return job;
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/**
 * Photos waiting for the worker. Newest and oldest take turns: the photo just opened waits for at most the one that
 * runs and one more, and none waits forever.
 */
export class JobQueue {
  private waiting: DetectionRequest[] = [];
  private takeNewest = false;

  get size(): number {
    return this.waiting.length;
  }

  add(job: DetectionRequest): void {
    this.waiting.push(job);
  }

  /** Runs next, before all others: its backend died during its run. */
  putBack(job: DetectionRequest): void {
    this.waiting.unshift(job);
    this.takeNewest = false;
  }

  remove(job: DetectionRequest): void {
    this.waiting = this.waiting.filter((other) => other !== job);
  }

  take(): DetectionRequest | undefined {
    const job = this.takeNewest ? this.waiting.pop() : this.waiting.shift();
    this.takeNewest = !this.takeNewest && this.waiting.length > 0;
    return job;
  }

  /** Empties the queue. */
  takeAll(): DetectionRequest[] {
    return this.waiting.splice(0);
  }
}
