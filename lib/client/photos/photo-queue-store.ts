import { createStore, type StoreApi } from "zustand/vanilla";
import type { BackendName, StageTimings } from "@/lib/client/detection/detector";
import type { EditorStore } from "@/lib/client/editor/editor-store";
import type { ModelBox, SaveConflict } from "@/lib/contracts/corrections";
import type { RecordedAs } from "@/lib/contracts/detection-events";
import type { Candidates, DetectionFilter } from "@/lib/core/detection/types";
import type { ErrorFacts } from "@/lib/core/errors";
import type { ClassedBox, Size } from "@/lib/core/geometry/box";

export type PhotoState = "queued" | "detecting" | "done" | "failed";
/** `waiting`: pressed, and sent as soon as the server answers. `conflict`: somebody else saved in between. */
export type SaveState = "idle" | "saving" | "waiting" | "failed" | "conflict";

/** The saved state that the edits on a photo are made on top of. */
export interface SavedBase {
  /** Of its correction. */
  readonly id: string;
  /** The run that was shown when it was saved. */
  readonly runKey: string;
  /** The boxes that stood in it. */
  readonly boxes: readonly ClassedBox[];
}

/** A detection that has happened, of which only this is known. */
export interface LookedAt {
  /** Where its figures were recorded; absent where they were not. */
  readonly recordedAs?: RecordedAs | undefined;
}

export interface PhotoError {
  readonly code: string;
  readonly facts: ErrorFacts;
}

/** One inference of one photo, kept so that sliders only re-filter. */
export interface PhotoRun {
  /** Unique to this inference; the editor tells a re-run from a slider by it. */
  readonly key: string;
  readonly candidates: Candidates;
  readonly modelId: string;
  readonly backend: BackendName;
  /** Null for boxes that came from the library, not from a run. */
  readonly timings: StageTimings | null;
  /** The photo's pooled features; absent for boxes from the library and for models that have none. */
  readonly features?: Float32Array | undefined;
  /** Where its figures were recorded; absent where they were not. */
  readonly recordedAs?: RecordedAs | undefined;
  /** The thresholds that boxes from the library were saved with: these show as they were saved, whatever the sliders say. */
  readonly savedWith?: DetectionFilter | undefined;
  /** Those boxes, best first, with what else the model had said of each. */
  readonly savedBoxes?: readonly ModelBox[] | undefined;
}

export interface PhotoItem {
  readonly id: string;
  readonly name: string;
  readonly blob: Blob;
  /** Object URLs, released when the photo leaves the strip for good. */
  readonly url: string;
  readonly thumbUrl: string;
  readonly thumbnail: Blob;
  readonly size: Size;
  readonly addedAt: number;
  /** SHA-256 of the file as it came: the same photo is taken once. Absent from the library and from older visits. */
  readonly contentHash?: string | undefined;
  readonly editor: EditorStore;
  readonly state: PhotoState;
  readonly run: PhotoRun | null;
  readonly error: PhotoError | null;
  readonly save: SaveState;
  readonly saveError: PhotoError | null;
  /** Where the server keeps it, once saved. */
  readonly libraryId: string | null;
  /** What was saved last, as far as this page knows; null before the first save. */
  readonly base: SavedBase | null;
  /** What somebody else saved since; only while `save` is "conflict". */
  readonly conflict: SaveConflict | null;
  /** An earlier visit had its boxes and could not keep them: looked at again, it is no new detection. */
  readonly lookedAt?: LookedAt | undefined;
  /** Edits that came back from a reload and were not saved yet (the editor itself counts from the reload). */
  readonly hasRestoredEdits: boolean;
}

export interface PhotoQueueState {
  /** In strip order. */
  readonly photos: readonly PhotoItem[];
  readonly activeId: string | null;
  /** Files that were taken and are not on the strip yet. */
  readonly reading: number;
  /** Counts files that are taken (or, below 0, that were read or refused). */
  countReading(by: number): void;
  /** Puts photos at the end; the first of them comes to the front when nothing else is. */
  add(photos: readonly PhotoItem[], options?: { readonly activate?: boolean }): void;
  /** Back from undo, at its old place; replaces an untouched copy added meanwhile. */
  putBack(photo: PhotoItem, index: number): void;
  update(id: string, patch: Partial<Omit<PhotoItem, "id">>): void;
  activate(id: string): void;
  /** Next or previous in the strip; stays at the ends. */
  step(by: 1 | -1): void;
  /** @returns where it was; its neighbour comes to the front */
  remove(id: string): { readonly photo: PhotoItem; readonly index: number } | null;
}

export type PhotoQueueStore = StoreApi<PhotoQueueState>;

/** The strip of photos and which one is in front. */
export function createPhotoQueueStore(): PhotoQueueStore {
  return createStore<PhotoQueueState>()((set, get) => ({
    photos: [],
    activeId: null,
    reading: 0,
    countReading: (by) => set(({ reading }) => ({ reading: reading + by })),
    add(added, { activate = false } = {}) {
      const known = new Set(get().photos.map((photo) => photo.id));
      const fresh = added.filter((photo) => !known.has(photo.id));
      const first = fresh[0];
      if (!first) return;
      set(({ photos, activeId }) => ({
        photos: [...photos, ...fresh],
        activeId: activate || activeId === null ? first.id : activeId,
      }));
    },
    putBack(photo, index) {
      set(({ photos }) => {
        const others = photos.filter((other) => !isUntouchedCopy(other, photo));
        return { photos: [...others.slice(0, index), photo, ...others.slice(index)], activeId: photo.id };
      });
    },
    update(id, patch) {
      set(({ photos }) => ({
        photos: photos.map((photo) => (photo.id === id ? { ...photo, ...patch } : photo)),
      }));
    },
    activate(id) {
      if (get().photos.some((photo) => photo.id === id)) set({ activeId: id });
    },
    step(by) {
      const { photos, activeId } = get();
      const next = photos[photos.findIndex((photo) => photo.id === activeId) + by];
      if (next) set({ activeId: next.id });
    },
    remove(id) {
      const { photos, activeId } = get();
      const index = photos.findIndex((photo) => photo.id === id);
      const photo = photos[index];
      if (!photo) return null;
      const left = photos.filter((other) => other.id !== id);
      const neighbour = left[Math.min(index, left.length - 1)];
      set({ photos: left, activeId: activeId === id ? (neighbour?.id ?? null) : activeId });
      return { photo, index };
    },
  }));
}

/** The same file, added again after the first was taken off, with nothing done to it yet. */
function isUntouchedCopy(copy: PhotoItem, photo: PhotoItem): boolean {
  const { labels, unnamed } = copy.editor.getState();
  const isSame = copy.contentHash !== undefined && copy.contentHash === photo.contentHash;
  return isSame && copy.libraryId === null && labels.length + unnamed.length === 0;
}

export function activePhoto({ photos, activeId }: PhotoQueueState): PhotoItem | undefined {
  return photos.find((photo) => photo.id === activeId);
}

export function photoById(state: PhotoQueueState, id: string): PhotoItem | undefined {
  return state.photos.find((photo) => photo.id === id);
}

/** What the detector should take next: the photo in front, then the strip from the left. */
export function nextQueued(state: PhotoQueueState): PhotoItem | undefined {
  const front = activePhoto(state);
  return front?.state === "queued" ? front : state.photos.find((photo) => photo.state === "queued");
}

/** True while the boxes are as they were saved, and no model has looked since. */
export function isAsSaved({ base, run }: PhotoItem): boolean {
  return base !== null && (run === null || run.savedWith !== undefined);
}

/** True when a model has looked again since the photo was saved. */
export function isDetectedAgain({ base, run }: PhotoItem): boolean {
  return base !== null && run !== null && run.key !== base.runKey;
}

/** True when the person would lose work if this photo's edits were dropped. */
export function hasUnsavedEdits(photo: PhotoItem, isDirty = photo.editor.getState().isDirty): boolean {
  return isDirty || photo.hasRestoredEdits;
}
