import pLimit from "p-limit";
import { AppError } from "@/lib/core/errors";

/** Photos under way at once: while one is read from the disk, others are decoded on libvips' threads. */
const PARALLEL = 4;

export interface ParallelOptions {
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Does the same with every item, a few at a time.
 * @returns results in the order of the items
 * @throws AppError detection/cancelled when aborted; else what `work` throws
 */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  { onProgress, signal }: ParallelOptions = {},
): Promise<readonly R[]> {
  const limit = pLimit({ concurrency: PARALLEL, rejectOnClear: true });
  let done = 0;
  const failures: unknown[] = [];
  const ends = await Promise.allSettled(
    items.map((item) =>
      limit(async () => {
        try {
          if (signal?.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
          const result = await work(item);
          onProgress?.(++done, items.length);
          return result;
        } catch (error) {
          failures.push(error);
          limit.clearQueue();
          throw error;
        }
      }),
    ),
  );
  // wait for what is under way: nothing continues after the caller has its answer
  if (failures.length > 0) throw failures[0];
  return ends.map((end) => (end as PromiseFulfilledResult<R>).value);
}
