import { createEditorStore } from "@/lib/client/editor/editor-store";
import type { LibraryApi } from "@/lib/client/library/library-api";
import type { PhotoItem, PhotoQueueStore, SavedBase } from "@/lib/client/photos/photo-queue-store";
import { readPhoto } from "@/lib/client/photos/read-photo";
import type { WaitingSave } from "@/lib/client/saves/waiting-save";
import type { Correction, ModelBox, SaveConflict } from "@/lib/contracts/corrections";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import type { Candidates } from "@/lib/core/detection/types";

/**
 * A photo of the library as it was saved: the person's boxes and the model's. Nothing detects in it automatically; a photo
 * that was kept without boxes is looked at like a new one.
 * @throws AppError when the server does not have it or does not answer
 */
export async function reopenPhoto(photoId: string, api: LibraryApi): Promise<PhotoItem> {
  const [{ photo, latest }, image] = await Promise.all([api.getEntry(photoId), api.getPhoto(photoId)]);
  const { blob, size, thumbnail } = await readPhoto(image);
  const editor = createEditorStore({ photo: size });
  if (latest) editor.getState().restore({ version: 1, labels: latest.labels, lastClassId: null });
  return {
    id: `library:${photoId}`,
    name: photo.name,
    blob,
    url: URL.createObjectURL(blob),
    thumbUrl: URL.createObjectURL(thumbnail),
    thumbnail,
    size,
    addedAt: Date.now(),
    editor,
    state: latest ? "done" : "queued",
    run: latest && toRun(latest),
    error: null,
    save: "idle",
    saveError: null,
    libraryId: photoId,
    base: latest && toBase(latest),
    conflict: null,
    hasRestoredEdits: false,
  };
}

/**
 * A save that met what somebody else saved, after its photo had left the strip: the photo with the boxes of the save, to be
 * compared.
 * @throws AppError
 */
export async function reopenConflict(
  save: WaitingSave,
  conflict: SaveConflict,
  api: LibraryApi,
): Promise<PhotoItem> {
  const item = await reopenPhoto(conflict.newest.photoId, api);
  const { modelId, backend, modelBoxes, filter } = save.correction;
  item.editor.getState().restore({ version: 1, labels: save.stageLabels, lastClassId: null });
  return {
    ...item,
    run: toRun({ ...conflict.newest, id: save.id, modelId, backend, modelBoxes, filter }),
    save: "conflict",
    conflict,
    base: conflict.base && toBase(conflict.base),
    hasRestoredEdits: true,
  };
}

/** Puts a photo of the strip into a saved state: its boxes, and what the model had said. */
export function applyCorrection(correction: Correction, queue: PhotoQueueStore, id?: string): void {
  const isIt = (photo: PhotoItem) =>
    id === undefined ? photo.libraryId === correction.photoId : photo.id === id;
  const photo = queue.getState().photos.find(isIt);
  if (!photo) return;
  const run = toRun(correction);
  // what an earlier run had found is no part of this state
  if (!run) photo.editor.getState().setDetections([], "", savedRunKey(correction));
  // boxes without a name are in no saved state, and stay
  const { lastClassId, unnamed = [] } = photo.editor.getState().serialise();
  photo.editor.getState().restore({ version: 1, labels: correction.labels, lastClassId, unnamed });
  queue.getState().update(photo.id, {
    run,
    state: "done",
    error: null,
    save: "idle",
    saveError: null,
    libraryId: correction.photoId,
    base: toBase(correction),
    conflict: null,
    hasRestoredEdits: false,
  });
}

const savedRunKey = ({ id }: Correction) => `saved-${id}`;

/** What later edits are made on top of. @param runKey of the run whose boxes were saved */
export function toBase(correction: Correction, runKey = savedRunKey(correction)): SavedBase {
  const boxes = standingBoxes(correction).map(({ classId, box }) => ({ classId, box }));
  return { id: correction.id, runKey, boxes };
}

function toRun(latest: Correction): PhotoItem["run"] {
  if (!latest.modelId || !latest.backend) return null;
  return {
    key: savedRunKey(latest),
    candidates: toCandidates(latest.modelBoxes),
    savedBoxes: bestFirst(latest.modelBoxes),
    modelId: latest.modelId,
    backend: latest.backend,
    timings: null,
    savedWith: latest.filter,
  };
}

const bestFirst = (saved: readonly ModelBox[]) => saved.toSorted((a, b) => b.score - a.score);

/** Saved boxes as candidates, best first. */
export function toCandidates(saved: readonly ModelBox[]): Candidates {
  const best = bestFirst(saved);
  return {
    count: best.length,
    boxes: new Float32Array(best.flatMap(({ box }) => [box.x1, box.y1, box.x2, box.y2])),
    scores: new Float32Array(best.map(({ score }) => score)),
    classIds: new Uint16Array(best.map(({ classId }) => classId)),
    others: best.map(({ alternatives = [] }) => alternatives),
  };
}
