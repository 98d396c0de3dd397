import { answerOf, finished, openDatabase } from "@/lib/client/browser/indexed-db";
import type { NamedBox } from "@/lib/core/named-boxes/named-box";

/** Where named boxes outlive a visit. Every call may reject: storage can be full, blocked or gone. */
export interface NamedBoxDb {
  readAll(): Promise<readonly NamedBox[]>;
  /** Makes the store hold these and no others. */
  replace(named: readonly NamedBox[]): Promise<void>;
}

const STORE = "named";
const SHAPE = { name: "forage-named-boxes", version: 1, stores: { [STORE]: "id" } };

/** Named boxes in this browser's IndexedDB; opened at the first call. Nothing of them is ever sent. */
export function openNamedBoxDb(): NamedBoxDb {
  let opening: Promise<IDBDatabase> | null = null;
  const database = () => {
    opening ??= openDatabase(SHAPE);
    return opening;
  };
  return {
    async readAll() {
      const transaction = (await database()).transaction(STORE);
      return answerOf<NamedBox[]>(transaction.objectStore(STORE).getAll());
    },
    async replace(named) {
      const transaction = (await database()).transaction(STORE, "readwrite");
      const objects = transaction.objectStore(STORE);
      objects.clear();
      for (const box of named) objects.put(box);
      await finished(transaction);
    },
  };
}
