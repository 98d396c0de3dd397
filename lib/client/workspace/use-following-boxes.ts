"use client";

import { useDeferredValue, useMemo } from "react";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import type { StageBox } from "@/lib/core/editor/document";
import { useEditor } from "./workspace-context";

/**
 * A photo's boxes for lists and recipes: the photo follows a slider first, these a moment later, so that
 * they never delay it. Never another photo's boxes.
 */
export function useFollowingBoxes(photo: PhotoItem): readonly StageBox[] {
  const boxes = useEditor(photo, (editor) => editor.stageBoxes);
  const present = useMemo(() => ({ id: photo.id, boxes }), [photo.id, boxes]);
  const following = useDeferredValue(present);
  return following.id === photo.id ? following.boxes : boxes;
}
