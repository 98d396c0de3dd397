import { createStore, type StoreApi } from "zustand/vanilla";
import {
  createDetectorStore,
  type DetectorStore,
  type DetectorStoreOptions,
} from "@/lib/client/detection/detector-store";
import { createFilterStore, type FilterStore } from "@/lib/client/detection/filter-store";
import { createEditorStore } from "@/lib/client/editor/editor-store";
import type { LibraryApi } from "@/lib/client/library/library-api";
import type { NamedBoxDb } from "@/lib/client/named-boxes/named-box-db";
import { createNamedBoxStore, type NamedBoxStore } from "@/lib/client/named-boxes/named-box-store";
import { createDetectionQueue, type DetectionQueue, toPhotoError } from "@/lib/client/photos/detection-queue";
import type { BrowserPhoto } from "@/lib/client/photos/open-photo-file";
import {
  createPhotoQueueStore,
  hasUnsavedEdits,
  type PhotoError,
  type PhotoItem,
  type PhotoQueueStore,
  photoById,
} from "@/lib/client/photos/photo-queue-store";
import { readPhoto } from "@/lib/client/photos/read-photo";
import { createRefilter, type FilterView } from "@/lib/client/photos/refilter";
import { contentHashOf, findSamePhoto } from "@/lib/client/photos/same-photo";
import type { Recorder } from "@/lib/client/recording/recorder";
import { createKeepUnsaved, type KeepUnsaved } from "@/lib/client/saves/keep-unsaved";
import { isTheirs, mergedSave } from "@/lib/client/saves/merge-save";
import { createOutbox, type Outbox, type SaveOutcome } from "@/lib/client/saves/outbox";
import { applyCorrection, reopenConflict, reopenPhoto } from "@/lib/client/saves/reopen-photo";
import type { UnsavedDb } from "@/lib/client/saves/unsaved-db";
import { openUnsavedJournal } from "@/lib/client/saves/unsaved-journal";
import { pressedSave } from "@/lib/client/saves/waiting-save";
import { addedByModel } from "@/lib/core/corrections/added-by-model";
import type { ChosenBox } from "@/lib/core/corrections/merge-boxes";
import type { StageBox } from "@/lib/core/editor/document";
import { countChanges } from "@/lib/core/monitoring/recording/count-changes";

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
  readonly namedBoxDb: NamedBoxDb;
  readonly recorder: Recorder;
}

/** Everything the Detect page works on. It outlives the page: going to the library and back loses nothing. */
export interface Workspace {
  readonly queue: PhotoQueueStore;
  readonly filter: FilterStore;
  readonly view: StoreApi<FilterView>;
  readonly detector: DetectorStore;
  /** What a person named before, on this device. */
  readonly namedBoxes: NamedBoxStore;
  readonly jobs: DetectionQueue;
  /** Figures of detections, for whoever agreed to send them. */
  readonly recorder: Recorder;
  readonly api: LibraryApi;
  /** Restores unsaved work, once; call in the browser. @param onStorageFailure called at most once */
  open(onStorageFailure: () => void): Promise<void>;
  /** @returns what could not be taken, and what is on the strip already (`photo/same-again`) */
  addPhotos(files: readonly NamedBlob[]): Promise<readonly RejectedPhoto[]>;
  /** Brings a photo of the library to the front. @throws AppError */
  reopen(photoId: string): Promise<void>;
  /** What saving asks of the person. */
  readonly saving: StoreApi<SavingState>;
  readonly outbox: Outbox;
  /**
   * Saves a photo. When a model would add boxes to one that was saved before, it asks first.
   * @param added what is done with those boxes, once the person has said
   */
  save(id: string, added?: "saved" | "left-out"): Promise<PressOutcome>;
  /** Saves the chosen boxes on top of what somebody else saved. */
  saveMerged(id: string, chosen: readonly ChosenBox[]): Promise<PressOutcome>;
  /** Shows a photo as it was saved last, without what a model has found since. @throws AppError */
  showSaved(id: string): Promise<void>;
  /** Sends what an earlier visit left to be saved, or to be told of figures; call in the browser, on any page. */
  resumeSaves(): Promise<void>;
}

export type PressOutcome = SaveOutcome | { readonly kind: "asked" | "busy" };

export interface SavingState {
  /** The model's boxes that a save would add to a photo. */
  readonly asked: { readonly photoId: string; readonly boxes: readonly StageBox[] } | null;
  /** The photo whose two states are compared. */
  readonly comparing: string | null;
}

const RESTORE_PATIENCE_MS = 3_000;

export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { api, db, namedBoxDb, recorder, ...detectorOptions } = options;
  const queue = createPhotoQueueStore();
  const { memory } = detectorOptions;
  const namedBoxes = createNamedBoxStore({ queue, db: namedBoxDb, memory, now: Date.now });
  const filter = createFilterStore();
  recorder.followSliders(() => filter.getState().filter);
  const detector = createDetectorStore(detectorOptions);
  detector.subscribe(({ manifest }, before) => {
    if (manifest && manifest !== before.manifest) filter.getState().setDefaults(manifest.defaults);
  });
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
      } finally {
        queue.getState().countReading(-1);
      }
    }
    return rejected;
  }

  /** Unsaved work of an earlier visit is on the strip, or its storage does not answer. */
  async function restored(): Promise<void> {
    if (!opening) return;
    const patience = new Promise<void>((resolve) => setTimeout(resolve, RESTORE_PATIENCE_MS));
    await Promise.race([opening, patience]);
  }

  const saving = createStore<SavingState>()(() => ({ asked: null, comparing: null }));
  let keep: KeepUnsaved | null = null;
  const outbox = createOutbox({
    queue,
    api,
    db,
    newId: () => crypto.randomUUID(),
    flush: async () => keep?.flush(),
    later: (task, ms) => {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
  });

  outbox.onAnswer((waited, outcome) => {
    if (outcome.kind !== "conflict" || photoById(queue.getState(), waited.photoId)) return;
    void reopenConflict(waited, outcome.conflict, api).then(
      (item) => queue.getState().add([item]),
      () => {}, // it cannot be shown without the server; the save was already announced
    );
  });

  async function save(id: string, added?: "saved" | "left-out"): Promise<PressOutcome> {
    const photo = photoById(queue.getState(), id);
    if (!photo || photo.save === "saving") return { kind: "busy" };
    const boxes = photo.base ? addedByModel(photo.editor.getState().stageBoxes, photo.base.boxes) : [];
    if (boxes.length > 0 && added === undefined) {
      saving.setState({ asked: { photoId: id, boxes } });
      return { kind: "asked" };
    }
    const leftOut = added === "left-out" ? boxes : [];
    const before = outbox.pending(id);
    const press = { id: crypto.randomUUID(), filter: filter.getState().filter, leftOut, before };
    const pressed = pressedSave(photo, press);
    const { modelBoxes, labels } = pressed.correction;
    if (photo.run?.recordedAs)
      recorder.tellChanges(photo.run.recordedAs, countChanges(modelBoxes.length, labels));
    return compared(id, await outbox.send(pressed));
  }

  /** If somebody else has saved too, a person who pressed Save sees both states. */
  function compared(id: string, outcome: SaveOutcome): SaveOutcome {
    if (outcome.kind === "conflict") saving.setState({ comparing: id });
    return outcome;
  }

  async function saveMerged(id: string, chosen: readonly ChosenBox[]): Promise<PressOutcome> {
    const photo = photoById(queue.getState(), id);
    if (!photo?.conflict || photo.save === "saving") return { kind: "busy" };
    const press = {
      id: crypto.randomUUID(),
      filter: filter.getState().filter,
      leftOut: [],
      before: outbox.pending(id),
    };
    if (isTheirs(chosen, photo.conflict)) {
      applyCorrection(photo.conflict.newest, queue, id);
      return { kind: "saved", fromTheirs: 0 };
    }
    const merged = { id: crypto.randomUUID(), chosen };
    return compared(id, await outbox.send(mergedSave(pressedSave(photo, press), photo.conflict, merged)));
  }

  /** Brings a clean copy on the strip up to date: somebody may have saved since. Without an answer it stays as it is. */
  async function refresh(item: PhotoItem, photoId: string): Promise<void> {
    const { latest } = await api.getEntry(photoId);
    const now = photoById(queue.getState(), item.id);
    if (!latest || !now || now.save !== "idle" || hasUnsavedEdits(now) || latest.id === now.base?.id) return;
    applyCorrection(latest, queue, item.id);
  }

  let opening: Promise<void> | null = null;
  async function openOnce(onStorageFailure: () => void): Promise<void> {
    const toUrl = (blob: Blob) => URL.createObjectURL(blob);
    const journal = openUnsavedJournal(() => localStorage);
    const kept = createKeepUnsaved({ queue, filter, db, journal, toUrl, onFailure: onStorageFailure });
    keep = kept;
    addEventListener("pagehide", kept.leave);
    document.addEventListener("visibilitychange", () => document.hidden && kept.leave());
    addEventListener("pagehide", recorder.leave);
    document.addEventListener("visibilitychange", () => document.hidden && recorder.leave());
    void recorder.open();
    void namedBoxes.open();
    await kept.restore();
    outbox.resume(await db.readSaves().catch(() => []));
    addEventListener("online", () => void outbox.retry());
    addEventListener("online", () => void recorder.flush());
  }

  return {
    queue,
    filter,
    view: refilter.view,
    detector,
    namedBoxes,
    jobs,
    recorder,
    api,
    open(onStorageFailure) {
      opening ??= openOnce(onStorageFailure);
      return opening;
    },
    async addPhotos(files) {
      // One batch at a time, and only after restoring an earlier visit: only then are the existing photos known.
      queue.getState().countReading(files.length);
      const turn = taking.then(() => restored());
      const result = turn.then(() => take(files));
      taking = result.catch(() => []);
      return result;
    },
    async reopen(photoId) {
      const known = queue.getState().photos.find(({ libraryId }) => libraryId === photoId);
      if (known) {
        queue.getState().activate(known.id);
        return refresh(known, photoId).catch(() => {});
      }
      queue.getState().add([await reopenPhoto(photoId, api)], { activate: true });
    },
    saving,
    outbox,
    save,
    saveMerged,
    async showSaved(id) {
      const photoId = photoById(queue.getState(), id)?.libraryId;
      if (!photoId) return;
      const { latest } = await api.getEntry(photoId);
      if (latest) applyCorrection(latest, queue, id);
    },
    async resumeSaves() {
      // a withdrawal that did not arrive is sent again on whatever page
      void recorder.flush();
      const left = await db.readSaves().catch(() => []);
      if (left.length > 0) {
        opening ??= openOnce(() => {});
        await opening;
      }
    },
  };
}

function toItem({ blob, size, thumbnail }: BrowserPhoto, name: string): PhotoItem {
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
    base: null,
    conflict: null,
    hasRestoredEdits: false,
  };
}
