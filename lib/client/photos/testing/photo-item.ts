import { createEditorStore } from "@/lib/client/editor/editor-store";
import type { PhotoItem } from "../photo-queue-store";

/** A photo for tests: 100×50 px, queued, untouched. */
export function photoItem(id: string, patch: Partial<PhotoItem> = {}): PhotoItem {
  const size = { width: 100, height: 50 };
  return {
    id,
    name: `${id}.jpg`,
    blob: new Blob([id]),
    url: `blob:${id}`,
    thumbUrl: `blob:${id}-thumb`,
    thumbnail: new Blob([id]),
    size,
    addedAt: 0,
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
    ...patch,
  };
}
