import { AppError } from "@/lib/core/errors";

export type Gate = <T>(task: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * Runs at most `limit` tasks at once, first come first served. One whose signal is aborted while it waits is never
 * started.
 * @throws AppError detection/cancelled
 */
export function createSemaphore(limit: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  const passOn = () => {
    const next = waiting.shift();
    if (next) next();
    else running--;
  };
  return async (task, signal) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      if (signal?.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
      return await task();
    } finally {
      passOn();
    }
  };
}
