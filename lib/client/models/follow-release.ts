import type { DetectorStore } from "@/lib/client/detection/detector-store";
import { betweenPhotos } from "@/lib/client/photos/is-mid-edit";
import type { PhotoQueueStore } from "@/lib/client/photos/photo-queue-store";
import type { Release } from "@/lib/contracts/model-registry";
import type { ReleaseApi } from "./release-api";

export interface FollowReleaseOptions {
  readonly api: Pick<ReleaseApi, "watch">;
  readonly detector: DetectorStore;
  readonly queue: PhotoQueueStore;
  /** Called after each change of model. */
  onSwitch(to: string, from: string | null): void;
  /** Called with every release, the first one too. */
  onRelease?(release: Release): void;
}

/** The model in use, null until one is ready; detection on the server uses the server's model. */
function modelInUse(detector: DetectorStore): string | null {
  const { status } = detector.getState();
  return status.state === "ready" && status.backend !== "server" ? status.modelId : null;
}

/** Resolves when the detector neither downloads nor warms up. */
function settled(detector: DetectorStore): Promise<void> {
  const isSettled = () => !["downloading", "warming-up"].includes(detector.getState().status.state);
  if (isSettled()) return Promise.resolve();
  return new Promise((resolve) => {
    const unsubscribe = detector.subscribe(() => {
      if (!isSettled()) return;
      unsubscribe();
      resolve();
    });
  });
}

/**
 * Keeps the page on the champion: a new one is downloaded and warmed up in the background, and takes over between
 * photos, never while one is edited. The newest release wins when several come one after the other.
 * @returns stops it
 */
export function followRelease(options: FollowReleaseOptions): () => void {
  const { api, detector, queue, onSwitch, onRelease } = options;
  let abort = new AbortController();
  let known: string | null = null;

  async function moveTo(championId: string, signal: AbortSignal): Promise<void> {
    await settled(detector);
    if (signal.aborted) return;
    const from = modelInUse(detector);
    const before = from ?? known;
    known = championId;
    if (before === null || before === championId) return;
    const to = await detector.switchModel(() => betweenPhotos(queue, signal));
    if (to !== null && !signal.aborted && to !== before) onSwitch(to, before);
  }

  const unwatch = api.watch((release) => {
    onRelease?.(release);
    abort.abort();
    abort = new AbortController();
    void moveTo(release.championId, abort.signal).catch(() => {}); // the old model goes on
  });
  return () => {
    abort.abort();
    unwatch();
  };
}
