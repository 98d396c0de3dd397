import pLimit from "p-limit";
import { AppError } from "@/lib/core/errors";

export type Gate = <T>(task: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * Runs at most `limit` tasks at once, first come first served. One whose signal is aborted while it waits is never
 * started.
 * @throws AppError detection/cancelled
 */
export function createSemaphore(limit: number): Gate {
  const gate = pLimit(limit);
  return (task, signal) =>
    gate(() => {
      if (signal?.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
      return task();
    });
}
