import type { BackendName, StageTimings } from "@/lib/client/detection/detector";
import type { SerialisedEditor } from "@/lib/client/editor/editor-state";
import type { Candidates, DetectionFilter } from "@/lib/core/detection/types";
import type { Size } from "@/lib/core/geometry/box";

/** A photo of the strip as this browser keeps it: written once. */
export interface KeptPhoto {
  readonly id: string;
  readonly name: string;
  readonly blob: Blob;
  readonly thumbnail: Blob;
  readonly size: Size;
  readonly addedAt: number;
  /** Absent from photos that an older version kept. */
  readonly contentHash?: string | undefined;
}

/** What changes while one works: the last run and the person's edits. */
export interface KeptWork {
  readonly id: string;
  readonly editor: SerialisedEditor;
  readonly hasUnsavedEdits: boolean;
  readonly libraryId: string | null;
  readonly run: {
    readonly key: string;
    readonly modelId: string;
    readonly backend: BackendName;
    readonly timings: StageTimings | null;
    readonly count: number;
    readonly boxes: Float32Array;
    readonly scores: Float32Array;
    readonly classIds: Uint16Array;
    readonly others?: Candidates["others"];
    readonly features?: Float32Array | undefined;
  } | null;
}

export interface KeptSession {
  readonly order: readonly string[];
  readonly activeId: string | null;
  readonly filter: DetectionFilter;
}

export interface KeptAll {
  readonly photos: readonly KeptPhoto[];
  readonly work: readonly KeptWork[];
  readonly session: KeptSession | null;
}

/** Where unsaved work outlives a reload. Every call may reject: storage can be full, blocked or gone. */
export interface UnsavedDb {
  readAll(): Promise<KeptAll>;
  putPhoto(photo: KeptPhoto): Promise<void>;
  putWork(work: KeptWork): Promise<void>;
  putSession(session: KeptSession): Promise<void>;
  remove(id: string): Promise<void>;
}

const NAME = "forage-unsaved";
const VERSION = 1;

/** Unsaved work in this browser's IndexedDB; opened at the first call. */
export function openUnsavedDb(): UnsavedDb {
  let opening: Promise<IDBDatabase> | null = null;
  const database = () => {
    opening ??= open();
    return opening;
  };

  async function write(store: string, act: (objects: IDBObjectStore) => void): Promise<void> {
    const transaction = (await database()).transaction(store, "readwrite");
    act(transaction.objectStore(store));
    await finished(transaction);
  }

  return {
    async readAll() {
      const transaction = (await database()).transaction(["photos", "work", "session"]);
      const [photos, work, sessions] = await Promise.all([
        result<KeptPhoto[]>(transaction.objectStore("photos").getAll()),
        result<KeptWork[]>(transaction.objectStore("work").getAll()),
        result<KeptSession[]>(transaction.objectStore("session").getAll()),
      ]);
      return { photos, work, session: sessions[0] ?? null };
    },
    putPhoto: (photo) => write("photos", (objects) => objects.put(photo)),
    putWork: (work) => write("work", (objects) => objects.put(work)),
    putSession: (session) => write("session", (objects) => objects.put(session, "session")),
    async remove(id) {
      await write("photos", (objects) => objects.delete(id));
      await write("work", (objects) => objects.delete(id));
    },
  };
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("photos", { keyPath: "id" });
    request.result.createObjectStore("work", { keyPath: "id" });
    request.result.createObjectStore("session");
  };
  return result(request);
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}
