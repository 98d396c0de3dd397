import { answerOf, finished, openDatabase } from "@/lib/client/browser/indexed-db";
import type { DetectionEvent, DetectionOutcome } from "@/lib/contracts/detection-events";

/** Something to be sent. */
export type WaitingItem =
  | { readonly key: string; readonly kind: "detection"; readonly event: DetectionEvent }
  | { readonly key: string; readonly kind: "outcome"; readonly outcome: DetectionOutcome };

/** Where figures wait until the server has them. Every call may reject: storage can be full, blocked or gone. */
export interface WaitingDb {
  readAll(): Promise<readonly WaitingItem[]>;
  put(item: WaitingItem): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

const STORE = "waiting";
const SHAPE = { name: "forage-recording", version: 1, stores: { [STORE]: "key" } };

/** In this browser's IndexedDB, apart for each person and team; opened at the first call. */
export function openWaitingDb(): WaitingDb {
  let opening: Promise<IDBDatabase> | null = null;
  const database = () => {
    opening ??= openDatabase(SHAPE);
    return opening;
  };
  return {
    async readAll() {
      return answerOf<WaitingItem[]>((await database()).transaction(STORE).objectStore(STORE).getAll());
    },
    async put(item) {
      const transaction = (await database()).transaction(STORE, "readwrite");
      transaction.objectStore(STORE).put(item);
      await finished(transaction);
    },
    async remove(keys) {
      const transaction = (await database()).transaction(STORE, "readwrite");
      for (const key of keys) transaction.objectStore(STORE).delete(key);
      await finished(transaction);
    },
  };
}
