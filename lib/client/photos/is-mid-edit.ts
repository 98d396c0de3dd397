import { activePhoto, hasUnsavedEdits, type PhotoItem, type PhotoQueueStore } from "./photo-queue-store";

/** True while a person works on the photo in front: unsaved edits, a box being drawn, moved or named. */
export function isMidEdit(queue: PhotoQueueStore): boolean {
  const photo = activePhoto(queue.getState());
  if (!photo) return false;
  const { machine, picker, unnamed } = photo.editor.getState();
  return hasUnsavedEdits(photo) || picker !== null || unnamed.length > 0 || machine.state.name !== "idle";
}

/** True while a photo is in detection. */
export function isDetecting(queue: PhotoQueueStore): boolean {
  return queue.getState().photos.some(({ state }) => state === "detecting");
}

/**
 * Resolves when no photo is in detection and none is being edited: at once, or as soon as that is so.
 * @param signal stops the waiting, and rejects
 */
export function betweenPhotos(queue: PhotoQueueStore, signal: AbortSignal): Promise<void> {
  const isFree = () => !isDetecting(queue) && !isMidEdit(queue);
  return new Promise((resolve, reject) => {
    let unwatchEditor = () => {};
    const end = (settle: () => void) => {
      unwatchQueue();
      unwatchEditor();
      signal.removeEventListener("abort", stop);
      settle();
    };
    const stop = () => end(() => reject(signal.reason));
    let watched: PhotoItem["editor"] | undefined;
    const look = () => {
      if (isFree()) return end(resolve);
      const editor = activePhoto(queue.getState())?.editor;
      // to leave and join again within its own call would be called for ever
      if (editor === watched) return;
      unwatchEditor();
      watched = editor;
      unwatchEditor = editor?.subscribe(look) ?? (() => {});
    };
    const unwatchQueue = queue.subscribe(look);
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    else look();
  });
}
