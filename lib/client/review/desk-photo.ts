import { createEditorStore, type EditorStore } from "@/lib/client/editor/editor-store";
import type { ReviewItem } from "@/lib/contracts/review";
import type { ReviewApi } from "./review-api";

/** A photo ready to be looked at: everything is here, nothing is fetched when it comes to the front. */
export interface DeskPhoto {
  readonly item: ReviewItem;
  readonly editor: EditorStore;
  /** Decoded pixels for the stage; undefined where the browser decodes only in the page. */
  readonly pixels: ImageBitmap | undefined;
  /** Object URL of the same picture. */
  readonly url: string;
  dispose(): void;
}

export type OpenDeskPhoto = (photoId: string) => Promise<DeskPhoto>;

/** The boxes as they were saved; the model's own are the other side of the compare toggle. */
export function editorOf(item: ReviewItem): EditorStore {
  const { width, height } = item.card;
  const { labels, modelBoxes, modelId, id } = item.correction;
  const editor = createEditorStore({ photo: { width, height } });
  const detections = modelBoxes.map((box, candidate) => ({ ...box, candidate }));
  editor.getState().restore({ version: 1, labels, lastClassId: null });
  editor.getState().setDetections(detections, modelId ?? "", `saved-${id}`);
  return editor;
}

/** Fetches and decodes a photo with all that is known of it. @throws AppError */
export function createOpenDeskPhoto(api: ReviewApi): OpenDeskPhoto {
  return async (photoId) => {
    const [item, blob] = await Promise.all([api.item(photoId), api.image(photoId)]);
    const pixels = await createImageBitmap(blob).catch(() => undefined);
    const url = URL.createObjectURL(blob);
    return {
      item,
      editor: editorOf(item),
      pixels,
      url,
      dispose() {
        pixels?.close();
        URL.revokeObjectURL(url);
      },
    };
  };
}
