import type { ApiClient } from "@/lib/client/api/trpc";
import { whileSeen } from "@/lib/client/browser/while-seen";
import type { ChangeTopic } from "@/lib/contracts/changes";

/**
 * Reads again what has changed, one read at a time: changes during a read cause one more read at the end, so
 * nothing is missed and a slow connection is not flooded.
 */
export function createReader(read: (topics: readonly ChangeTopic[]) => Promise<unknown>) {
  const pending = new Set<ChangeTopic>();
  let isReading = false;
  return async (topics: readonly ChangeTopic[]): Promise<void> => {
    for (const topic of topics) pending.add(topic);
    if (isReading) return;
    isReading = true;
    while (pending.size > 0) {
      const now = [...pending];
      pending.clear();
      // a query that fails says so itself
      await read(now).catch(() => undefined);
    }
    isReading = false;
  };
}

/**
 * The page's one stream of changes, while it is visible. On each connection the server first sends every topic, so
 * changes while nobody listened are read again too.
 * @returns ends it
 */
export function followChanges(
  api: ApiClient,
  read: (topics: readonly ChangeTopic[]) => Promise<unknown>,
): () => void {
  const reader = createReader(read);
  return whileSeen(() =>
    api.changes.follow.subscribe(undefined, {
      onData: (topics) => void reader(topics),
      // a stream that is refused, or ended by the server, does not say why: perhaps nobody is signed in here any longer
      onError: () => void reader(["people"]),
      onComplete: () => void reader(["people"]),
    }),
  );
}
