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
  const results: R[] = new Array(items.length);
  let next = 0;
  let done = 0;
  let hasFailed = false;
  const lane = async () => {
    while (next < items.length && !hasFailed) {
      if (signal?.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
      const index = next++;
      results[index] = await work(items[index] as T);
      onProgress?.(++done, items.length);
    }
  };
  const stopping = async () => {
    try {
      await lane();
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  };
  // what is under way is finished first: its end is noted, and nothing goes on behind the caller's back
  const lanes = await Promise.allSettled(Array.from({ length: PARALLEL }, stopping));
  const failure = lanes.find((one) => one.status === "rejected");
  if (failure) throw failure.reason;
  return results;
}
