import { createEditorStore } from "@/lib/client/editor/editor-store";
import { readPhoto } from "@/lib/client/photos/read-photo";
import type { Correction, ModelBox } from "@/lib/contracts/corrections";
import type { Candidates, DetectionFilter } from "@/lib/core/detection/types";
import type { LibraryApi } from "./library-api";
import type { PhotoItem, PhotoQueueStore } from "./photo-queue-store";

/** A photo of the library as it was saved: the person's boxes, the model's, and the filter they were seen with. */
export interface ReopenedPhoto {
  readonly item: PhotoItem;
  readonly filter: DetectionFilter | null;
}

/** @throws AppError when the server does not have it or does not answer */
export async function reopenPhoto(photoId: string, api: LibraryApi): Promise<ReopenedPhoto> {
  const [{ photo, latest }, image] = await Promise.all([api.getEntry(photoId), api.getPhoto(photoId)]);
  const { blob, size, thumbnail } = await readPhoto(image);
  const editor = createEditorStore({ photo: size });
  if (latest) editor.getState().restore({ version: 1, labels: latest.labels, lastClassId: null });
  const item: PhotoItem = {
    id: `library:${photoId}`,
    name: photo.name,
    blob,
    url: URL.createObjectURL(blob),
    thumbUrl: URL.createObjectURL(thumbnail),
    thumbnail,
    size,
    addedAt: Date.now(),
    editor,
    // Queued: the saved boxes show at once, and a fresh run brings back what the sliders can reach.
    state: "queued",
    run: latest && toRun(latest),
    error: null,
    save: "idle",
    saveError: null,
    libraryId: photoId,
    hasRestoredEdits: false,
  };
  return { item, filter: latest?.filter ?? null };
}

/**
 * Puts a photo of the strip into a saved state: its boxes, and what the model had said. A fresh run follows, as after
 * opening it from the library.
 */
export function applyCorrection(correction: Correction, queue: PhotoQueueStore): void {
  const photo = queue.getState().photos.find(({ libraryId }) => libraryId === correction.photoId);
  if (!photo) return;
  photo.editor.getState().restore({ version: 1, labels: correction.labels, lastClassId: null });
  queue.getState().update(photo.id, {
    run: toRun(correction),
    state: "queued",
    save: "idle",
    saveError: null,
    hasRestoredEdits: false,
  });
}

function toRun(latest: Correction): PhotoItem["run"] {
  if (!latest.modelId || !latest.backend) return null;
  return {
    key: `saved-${latest.id}`,
    candidates: toCandidates(latest.modelBoxes),
    modelId: latest.modelId,
    backend: latest.backend,
    timings: null,
  };
}

/** Saved boxes as candidates, best first. */
export function toCandidates(saved: readonly ModelBox[]): Candidates {
  const best = [...saved].sort((a, b) => b.score - a.score);
  return {
    count: best.length,
    boxes: new Float32Array(best.flatMap(({ box }) => [box.x1, box.y1, box.x2, box.y2])),
    scores: new Float32Array(best.map(({ score }) => score)),
    classIds: new Uint16Array(best.map(({ classId }) => classId)),
    others: best.map(({ alternatives = [] }) => alternatives),
  };
}
