import type { Detector } from "@/lib/client/detection/detector";
import { type AppError, isAppError } from "@/lib/core/errors";
import {
  nextQueued,
  type PhotoError,
  type PhotoItem,
  type PhotoQueueStore,
  photoById,
} from "./photo-queue-store";

export interface DetectionQueueOptions {
  readonly queue: PhotoQueueStore;
  readonly detector: () => Promise<Detector>;
  readonly newKey: () => string;
  /** True while nothing can run: no model, or no permission from the person. Photos stay queued; `kick` continues. */
  readonly isHeld: () => boolean;
}

export interface DetectionQueue {
  /** Looks at what is queued, one photo at a time, the one in front first. Safe to call at any time. */
  kick(): void;
  /** Queues a photo again; the person's edits stay. */
  again(id: string): void;
  stop(): void;
}

/**
 * Runs the strip through the detector. A photo that leaves the strip is cancelled; a failed one says why and the
 * rest go on. While nothing can run, photos stay queued.
 */
export function createDetectionQueue(options: DetectionQueueOptions): DetectionQueue {
  const { queue, detector, newKey, isHeld } = options;
  let isRunning = false;
  let isStopped = false;
  let current: { readonly id: string; readonly abort: AbortController } | null = null;

  async function run(): Promise<void> {
    if (isRunning || isStopped) return;
    isRunning = true;
    try {
      for (let photo = next(); photo; photo = next()) {
        if (!(await look(photo))) break;
      }
    } finally {
      isRunning = false;
    }
  }

  const next = () => (isStopped || isHeld() ? undefined : nextQueued(queue.getState()));

  /** @returns false when the queue should wait */
  async function look(photo: PhotoItem): Promise<boolean> {
    const abort = new AbortController();
    current = { id: photo.id, abort };
    queue.getState().update(photo.id, { state: "detecting", error: null });
    try {
      const engine = await detector();
      const { lookedAt } = photo;
      // its boxes were lost with the page, and not what they counted for
      const found = await engine.detect(photo.blob, {
        signal: abort.signal,
        describeOnly: Boolean(lookedAt),
      });
      const { candidates, modelId, backend, timings, features, recordedAs = lookedAt?.recordedAs } = found;
      const run = { key: newKey(), candidates, modelId, backend, timings, features, recordedAs };
      queue.getState().update(photo.id, { state: "done", run, lookedAt: undefined });
      return true;
    } catch (error) {
      if (abort.signal.aborted) return true;
      if (isHeld()) {
        queue.getState().update(photo.id, { state: "queued" });
        return false;
      }
      queue.getState().update(photo.id, { state: "failed", error: toPhotoError(error) });
      return true;
    } finally {
      current = null;
    }
  }

  const unsubscribe = queue.subscribe((state) => {
    if (current && !photoById(state, current.id)) current.abort.abort();
    if (!isRunning && next()) void run();
  });

  return {
    kick: () => void run(),
    again(id) {
      queue.getState().update(id, { state: "queued", error: null });
      void run();
    },
    stop() {
      isStopped = true;
      current?.abort.abort();
      unsubscribe();
    },
  };
}

export function toPhotoError(error: unknown): PhotoError {
  if (isAppError(error)) return { code: (error as AppError).code, facts: (error as AppError).facts };
  return { code: "detection/backend-failed", facts: {} };
}
