import type { CorrectionInput } from "@/lib/contracts/corrections";
import type { DetectionFilter } from "@/lib/core/detection/types";
import { AppError, isAppError } from "@/lib/core/errors";
import type { LibraryApi } from "./library-api";
import { type PhotoItem, type PhotoQueueStore, photoById } from "./photo-queue-store";

/**
 * Sends a photo (once) and what stands on it to the server. On failure nothing is lost: the photo and edits stay,
 * and the photo carries the reason.
 * @returns true when the server has it
 */
export async function savePhoto(
  id: string,
  { queue, api, filter }: { queue: PhotoQueueStore; api: LibraryApi; filter: DetectionFilter },
): Promise<boolean> {
  const photo = photoById(queue.getState(), id);
  if (!photo || photo.save === "saving") return false;
  queue.getState().update(id, { save: "saving", saveError: null });
  try {
    const photoId = await storedPhotoId(photo, api);
    const correction = toCorrection(photo, photoId, filter);
    const features = photo.run?.features;
    await api.saveCorrection(features?.length ? { ...correction, features: [...features] } : correction);
    // Edits made while the request was under way are not in it: they stay unsaved.
    if (photo.editor.getState().labels === correction.labels) photo.editor.getState().markSaved();
    queue.getState().update(id, { save: "idle", libraryId: photoId, hasRestoredEdits: false });
    return true;
  } catch (error) {
    queue.getState().update(id, { save: "failed", saveError: toSaveError(error) });
    return false;
  }
}

async function storedPhotoId(photo: PhotoItem, api: LibraryApi): Promise<string> {
  if (photo.libraryId) return photo.libraryId;
  const stored = await api.uploadPhoto(photo.blob, photo.name);
  // Boxes are measured in this page's px: a server that sees another size would store them shifted.
  if (stored.width !== photo.size.width || stored.height !== photo.size.height) {
    throw new AppError("request/conflict", { facts: { width: stored.width, height: stored.height } });
  }
  return stored.photoId;
}

/** What stands on a photo now, as the server records it. */
export function toCorrection(photo: PhotoItem, photoId: string, filter: DetectionFilter): CorrectionInput {
  const { labels, detections } = photo.editor.getState();
  return {
    photoId,
    modelId: photo.run?.modelId ?? null,
    backend: photo.run?.backend ?? null,
    filter: { ...filter, hiddenClasses: [...filter.hiddenClasses] },
    modelBoxes: detections.map(({ box, score, classId, alternatives }) => ({
      ...{ box, score, classId },
      ...(alternatives ? { alternatives: alternatives.slice(0, 20).map((each) => ({ ...each })) } : {}),
    })),
    labels: labels as CorrectionInput["labels"],
  };
}

function toSaveError(error: unknown) {
  if (isAppError(error)) return { code: error.code, facts: error.facts };
  return { code: "server/unexpected", facts: {} };
}
