import type { ApiClient } from "@/lib/client/api/trpc";
import { whileSeen } from "@/lib/client/browser/while-seen";
import type { Job } from "@/lib/contracts/jobs";

type Listener = (job: Job) => void;

interface Feed {
  readonly listeners: Set<Listener>;
  stop: (() => void) | null;
}

const feeds = new WeakMap<ApiClient, Feed>();

/**
 * Jobs as they change, over one connection for the whole page however many listen.
 * @param listener called with every job that changes, first with the newest as they stand
 * @returns ends it
 */
export function listenToJobs(api: ApiClient, listener: Listener): () => void {
  const feed = feeds.get(api) ?? { listeners: new Set(), stop: null };
  feeds.set(api, feed);
  feed.listeners.add(listener);
  feed.stop ??= whileSeen(() =>
    api.jobs.watch.subscribe(
      {},
      {
        onData: (job) => {
          for (const each of feed.listeners) each(job);
        },
      },
    ),
  );
  return () => {
    feed.listeners.delete(listener);
    if (feed.listeners.size > 0) return;
    feed.stop?.();
    feed.stop = null;
  };
}
