import { inPlace } from "./place";

/** What an IndexedDB request answers. */
export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export interface DatabaseShape {
  readonly name: string;
  readonly version: number;
  /** The key path of each store; undefined where a key is given with each value. */
  readonly stores: Readonly<Record<string, string | undefined>>;
}

/** Opens a database of this browser and of whoever is signed in, and makes the stores it lacks. */
export async function openDatabase({ name, version, stores }: DatabaseShape): Promise<IDBDatabase> {
  const request = indexedDB.open(inPlace(name), version);
  request.onupgradeneeded = () => {
    const { objectStoreNames } = request.result;
    for (const [store, keyPath] of Object.entries(stores)) {
      if (objectStoreNames.contains(store)) continue;
      request.result.createObjectStore(store, keyPath === undefined ? {} : { keyPath });
    }
  };
  const database = await answerOf(request);
  // a tab of a later version may make its own stores; this one goes on without
  database.onversionchange = () => database.close();
  return database;
}
