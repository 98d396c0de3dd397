import type { StoreApi } from "zustand/vanilla";
import { createEditorStore } from "@/lib/client/editor/editor-store";
import { type ReadPhoto, readPhoto } from "@/lib/client/photos/read-photo";
import { contentHashOf, findSamePhoto } from "@/lib/client/photos/same-photo";
import { createDetectionQueue, type DetectionQueue, toPhotoError } from "./detection-queue";
import { createDetectorStore, type DetectorStore, type DetectorStoreOptions } from "./detector-store";
import { createFilterStore, type FilterStore } from "./filter-store";
import { createKeepUnsaved } from "./keep-unsaved";
import type { LibraryApi } from "./library-api";
import {
  createPhotoQueueStore,
  type PhotoError,
  type PhotoItem,
  type PhotoQueueStore,
} from "./photo-queue-store";
import { createRefilter, type FilterView } from "./refilter";
import { reopenPhoto } from "./reopen-photo";
import { savePhoto } from "./save-photo";
import type { UnsavedDb } from "./unsaved-db";
import { openUnsavedJournal } from "./unsaved-journal";

/** A file the page could not take, and why. The others of its batch went on. */
export interface RejectedPhoto extends PhotoError {
  readonly name: string;
}

export interface NamedBlob {
  readonly blob: Blob;
  readonly name: string;
}

export interface WorkspaceOptions extends DetectorStoreOptions {
  readonly api: LibraryApi;
  readonly db: UnsavedDb;
}

/** Everything the Detect page works on. It outlives the page: going to the library and back loses nothing. */
export interface Workspace {
  readonly queue: PhotoQueueStore;
  readonly filter: FilterStore;
  readonly view: StoreApi<FilterView>;
  readonly detector: DetectorStore;
  readonly jobs: DetectionQueue;
  readonly api: LibraryApi;
  /** Restores unsaved work, once; call in the browser. @param onStorageFailure called at most once */
  open(onStorageFailure: () => void): Promise<void>;
  /** @returns what could not be taken, and what is on the strip already (`photo/same-again`) */
  addPhotos(files: readonly NamedBlob[]): Promise<readonly RejectedPhoto[]>;
  /** Brings a photo of the library to the front. @throws AppError */
  reopen(photoId: string): Promise<void>;
  save(id: string): Promise<boolean>;
}

const RESTORE_PATIENCE_MS = 3_000;

export function createWorkspace({ api, db, ...detectorOptions }: WorkspaceOptions): Workspace {
  const queue = createPhotoQueueStore();
  const filter = createFilterStore();
  const detector = createDetectorStore(detectorOptions);
  const refilter = createRefilter({ queue, filter, later: (task) => setTimeout(task, 120) });
  const isHeld = () => {
    const { state } = detector.getState().status;
    return state === "needs-consent" || state === "failed";
  };
  const jobs = createDetectionQueue({
    queue,
    detector: detector.detector,
    newKey: () => crypto.randomUUID(),
    isHeld,
  });
  detector.subscribe(({ status }, before) => {
    if (status !== before.status && !isHeld()) jobs.kick();
  });

  let taking: Promise<unknown> = Promise.resolve();
  async function take(files: readonly NamedBlob[]): Promise<readonly RejectedPhoto[]> {
    const rejected: RejectedPhoto[] = [];
    let isFirst = true;
    for (const { blob, name } of files) {
      try {
        const contentHash = await contentHashOf(blob);
        const same = await findSamePhoto(contentHash, queue.getState().photos);
        if (same) {
          if (isFirst) queue.getState().activate(same.id);
          rejected.push({ name, code: "photo/same-again", facts: { known: same.name } });
        } else {
          const item = { ...toItem(await readPhoto(blob), name), contentHash };
          queue.getState().add([item], { activate: isFirst });
        }
        isFirst = false;
      } catch (error) {
        rejected.push({ name, ...toPhotoError(error) });
      }
    }
    return rejected;
  }

  /** What an earlier visit left is on the strip, or its storage does not answer. */
  async function restored(): Promise<void> {
    if (!opening) return;
    const patience = new Promise<void>((resolve) => setTimeout(resolve, RESTORE_PATIENCE_MS));
    await Promise.race([opening, patience]);
  }

  let opening: Promise<void> | null = null;
  async function openOnce(onStorageFailure: () => void): Promise<void> {
    const toUrl = (blob: Blob) => URL.createObjectURL(blob);
    const journal = openUnsavedJournal(() => localStorage);
    const keep = createKeepUnsaved({ queue, filter, db, journal, toUrl, onFailure: onStorageFailure });
    addEventListener("pagehide", keep.leave);
    document.addEventListener("visibilitychange", () => document.hidden && keep.leave());
    await keep.restore();
  }

  return {
    queue,
    filter,
    view: refilter.view,
    detector,
    jobs,
    api,
    open(onStorageFailure) {
      opening ??= openOnce(onStorageFailure);
      return opening;
    },
    async addPhotos(files) {
      // One batch after the other, and after what an earlier visit left: only then is it known what is there already.
      const turn = taking.then(() => restored());
      const result = turn.then(() => take(files));
      taking = result.catch(() => []);
      return result;
    },
    async reopen(photoId) {
      const known = queue.getState().photos.find(({ libraryId }) => libraryId === photoId);
      if (known) return queue.getState().activate(known.id);
      const { item, filter: saved } = await reopenPhoto(photoId, api);
      if (saved) filter.getState().replace(saved);
      queue.getState().add([item], { activate: true });
    },
    save: (id) => savePhoto(id, { queue, api, filter: filter.getState().filter }),
  };
}

function toItem({ blob, size, thumbnail }: ReadPhoto, name: string): PhotoItem {
  return {
    id: crypto.randomUUID(),
    name,
    blob,
    url: URL.createObjectURL(blob),
    thumbUrl: URL.createObjectURL(thumbnail),
    thumbnail,
    size,
    addedAt: Date.now(),
    editor: createEditorStore({ photo: size }),
    state: "queued",
    run: null,
    error: null,
    save: "idle",
    saveError: null,
    libraryId: null,
    hasRestoredEdits: false,
  };
}
