import { answerOf, finished, openDatabase } from "@/lib/client/browser/indexed-db";
import type { BackendName, StageTimings } from "@/lib/client/detection/detector";
import type { SerialisedEditor } from "@/lib/client/editor/editor-state";
import type { LookedAt, SavedBase } from "@/lib/client/photos/photo-queue-store";
import type { WaitingSave } from "@/lib/client/saves/waiting-save";
import type { ModelBox } from "@/lib/contracts/corrections";
import type { RecordedAs } from "@/lib/contracts/detection-events";
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
  /** Absent in what an earlier version of the page kept. */
  readonly base?: SavedBase | null;
  readonly lookedAt?: LookedAt | undefined;
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
    readonly naming?: Candidates["naming"];
    readonly features?: Float32Array | undefined;
    /** Where its figures were recorded, so that what is changed after a reload is told of that detection. */
    readonly recordedAs?: RecordedAs | undefined;
    readonly savedWith?: DetectionFilter | undefined;
    readonly savedBoxes?: readonly ModelBox[] | undefined;
  } | null;
}

export interface KeptSession {
  readonly order: readonly string[];
  readonly activeId: string | null;
  readonly filter: DetectionFilter;
  /** Where the sliders stood by themselves; absent in what an earlier version of the page kept. */
  readonly defaults?: Pick<DetectionFilter, "confidence" | "iou">;
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
  /** Saves that were pressed and not answered yet, by the id of their photo on the strip. */
  readSaves(): Promise<readonly WaitingSave[]>;
  putSave(save: WaitingSave): Promise<void>;
  /** Forgets a save, unless another of the same photo has taken its place. */
  removeSave(save: WaitingSave): Promise<void>;
}

const NAME = "forage-unsaved";
/** 2: saves that wait. */
const VERSION = 2;
const STORES = { photos: "id", work: "id", session: undefined, saves: "photoId" } as const;

/** Unsaved work in this browser's IndexedDB; opened at the first call. */
export function openUnsavedDb(): UnsavedDb {
  let opening: Promise<IDBDatabase> | null = null;
  const database = () => {
    opening ??= openDatabase({ name: NAME, version: VERSION, stores: STORES });
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
        answerOf<KeptPhoto[]>(transaction.objectStore("photos").getAll()),
        answerOf<KeptWork[]>(transaction.objectStore("work").getAll()),
        answerOf<KeptSession[]>(transaction.objectStore("session").getAll()),
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
    async readSaves() {
      const transaction = (await database()).transaction("saves");
      return answerOf<WaitingSave[]>(transaction.objectStore("saves").getAll());
    },
    putSave: (save) => write("saves", (objects) => objects.put(save)),
    async removeSave({ photoId, id }) {
      await write("saves", (objects) => {
        const reading: IDBRequest<WaitingSave | undefined> = objects.get(photoId);
        reading.onsuccess = () => {
          if (reading.result?.id === id) objects.delete(photoId);
        };
      });
    },
  };
}
