import { createStore, type StoreApi } from "zustand/vanilla";
import type { Detector } from "@/lib/client/detection/detector";
import { toPhotoError } from "@/lib/client/photos/detection-queue";
import type { BrowserPhoto } from "@/lib/client/photos/open-photo-file";
import type { PhotoError, PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { contentHashOf, findSamePhoto } from "@/lib/client/photos/same-photo";
import type { NamedBlob, RejectedPhoto } from "@/lib/client/workspace/workspace";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { MAX_LOOK_PHOTOS } from "@/lib/contracts/plants";
import { filterCandidates } from "@/lib/core/detection/filter";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import type { StageBox } from "@/lib/core/editor/document";
import { AppError } from "@/lib/core/errors";
import type { Size } from "@/lib/core/geometry/box";
import type { FoundBox } from "@/lib/core/plants/read-leaves";

/** Lowest score of a leaf that is looked at where the model has no calibration that says another. */
export const LEAF_FLOOR = 0.2;

/** From which score on a leaf counts: where the model's calibration, and with it how sure an answer is, was measured from. */
export const leafFloorOf = (manifest: Pick<ModelManifest, "calibration"> | null | undefined): number =>
  manifest?.calibration?.floor ?? LEAF_FLOOR;

/** One photo of the plant that is checked. */
export interface CheckPhoto {
  readonly id: string;
  readonly name: string;
  readonly blob: Blob;
  /** Object URL, released when the photo is taken away. */
  readonly url: string;
  readonly size: Size;
  /** SHA-256 of the file as it came, where that is known. */
  readonly contentHash?: string | undefined;
  readonly state: "waiting" | "looking" | "done" | "failed";
  readonly error: PhotoError | null;
  /** What was found, of whatever kind; boxes of a photo from the strip as they were corrected there. */
  readonly boxes: readonly FoundBox[];
  readonly features: Float32Array | undefined;
  readonly modelId: string | null;
}

export interface PlantCheckState {
  readonly photos: readonly CheckPhoto[];
  /** @returns what could not be taken */
  add(files: readonly NamedBlob[]): Promise<readonly RejectedPhoto[]>;
  /** Takes a photo of the strip with its boxes as they stand; once. */
  addFromStrip(photo: PhotoItem): void;
  remove(id: string): void;
  again(id: string): void;
  clear(): void;
  /** Continues with waiting photos. */
  kick(): void;
}

export type PlantCheckStore = StoreApi<PlantCheckState>;

export interface PlantCheckOptions {
  readonly detector: () => Promise<Detector>;
  /** Of the model in use; null before it is known. */
  readonly manifest: () => ModelManifest | null;
  readonly read: (file: Blob) => Promise<Omit<BrowserPhoto, "thumbnail">>;
  readonly toUrl: (blob: Blob) => string;
  readonly releaseUrl: (url: string) => void;
  readonly newId: () => string;
  /** True while nothing can run: photos wait, and `kick` continues. */
  readonly isHeld: () => boolean;
}

/** Photos of one plant, each looked at in turn on this device. */
export function createPlantCheck(options: PlantCheckOptions): PlantCheckStore {
  const { detector, manifest, read, toUrl, releaseUrl, newId, isHeld } = options;
  let isRunning = false;

  const store = createStore<PlantCheckState>()((set, get) => ({
    photos: [],
    async add(files) {
      const rejected: RejectedPhoto[] = [];
      for (const { blob, name } of files) {
        try {
          if (get().photos.length >= MAX_LOOK_PHOTOS) break;
          const contentHash = await contentHashOf(blob);
          const same = await findSamePhoto(contentHash, get().photos);
          // one look at a leaf, added twice, would count as two that agree
          if (same) throw new AppError("photo/same-again", { facts: { known: same.name } });
          const photo = await read(blob);
          const item = {
            ...WAITING,
            id: newId(),
            name,
            blob: photo.blob,
            url: toUrl(photo.blob),
            size: photo.size,
            contentHash,
          };
          set(({ photos }) => ({ photos: [...photos, item] }));
          void run();
        } catch (error) {
          rejected.push({ name, ...toPhotoError(error) });
        }
      }
      return rejected;
    },
    addFromStrip({ id, name, blob, size, contentHash, run: known, editor }) {
      const isThere = (photo: CheckPhoto) =>
        photo.id === id || (contentHash !== undefined && photo.contentHash === contentHash);
      if (get().photos.some(isThere) || get().photos.length >= MAX_LOOK_PHOTOS) return;
      const boxes = editor.getState().stageBoxes.flatMap((box) => toFoundBoxes(box, leafFloorOf(manifest())));
      const item: CheckPhoto = {
        ...WAITING,
        id,
        name,
        blob,
        url: toUrl(blob),
        size,
        contentHash,
        ...(known || boxes.length > 0
          ? { state: "done", boxes, features: known?.features, modelId: known?.modelId ?? null }
          : {}),
      };
      set(({ photos }) => ({ photos: [...photos, item] }));
      void run();
    },
    remove(id) {
      const gone = get().photos.find((photo) => photo.id === id);
      if (gone) releaseUrl(gone.url);
      set(({ photos }) => ({ photos: photos.filter((photo) => photo.id !== id) }));
    },
    again(id) {
      update(id, { state: "waiting", error: null });
      void run();
    },
    clear() {
      for (const { url } of get().photos) releaseUrl(url);
      set({ photos: [] });
    },
    kick: () => void run(),
  }));

  function update(id: string, patch: Partial<CheckPhoto>): void {
    store.setState(({ photos }) => ({
      photos: photos.map((photo) => (photo.id === id ? { ...photo, ...patch } : photo)),
    }));
  }

  const next = () =>
    isHeld() ? undefined : store.getState().photos.find((photo) => photo.state === "waiting");

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    try {
      for (let photo = next(); photo; photo = next()) await look(photo);
    } finally {
      isRunning = false;
    }
  }

  async function look({ id, blob }: CheckPhoto): Promise<void> {
    update(id, { state: "looking" });
    try {
      const engine = await detector();
      const { candidates, features, modelId } = await engine.detect(blob);
      const confidence = leafFloorOf(engine.manifest);
      const boxes = filterCandidates(candidates, { ...DEFAULT_FILTER, confidence }).map(
        ({ box, classId, score, alternatives: others }) => ({
          box,
          classId,
          score,
          isPersons: false,
          others,
        }),
      );
      update(id, { state: "done", boxes, features, modelId });
    } catch (error) {
      update(id, isHeld() ? { state: "waiting" } : { state: "failed", error: toPhotoError(error) });
    }
  }

  return store;
}

const WAITING = {
  state: "waiting",
  error: null,
  boxes: [],
  features: undefined,
  modelId: null,
} satisfies Partial<CheckPhoto>;

/**
 * A box of the stage as the care advice reads it: a box that a person touched is certain, and what else the model says
 * of a leaf is a doubt that the advice must consider, from the score on that leaves are looked at from. The sliders say
 * what is shown, and not what is doubted: a model that shows less is no surer of it.
 * @param floor as `leafFloorOf` says
 */
export function toFoundBoxes(
  { box, classId, score, state, alternatives }: StageBox,
  floor: number,
): FoundBox[] {
  if (state !== "detected") return [{ box, classId, score: 1, isPersons: true }];
  const all = [{ classId, score: score ?? 0 }, ...alternatives];
  return all
    .filter((one, index) => index === 0 || one.score >= floor)
    .map((one) => ({ ...one, box, isPersons: false, others: all.filter((other) => other !== one) }));
}
