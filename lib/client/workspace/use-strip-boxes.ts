"use client";

import { useCallback, useDeferredValue, useRef, useSyncExternalStore } from "react";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import type { StageBox } from "@/lib/core/editor/document";
import { useQueue } from "./workspace-context";

/** A photo of the strip with the boxes that count on it. */
export interface StripBoxes {
  readonly photo: PhotoItem;
  readonly boxes: readonly StageBox[];
}

/**
 * The boxes of every photo on the strip. Like those of the photo in front, they follow a moment after a slider. An entry
 * stays the same while its boxes do.
 */
export function useStripBoxes(): readonly StripBoxes[] {
  const photos = useQueue((state) => state.photos);
  const last = useRef<readonly StripBoxes[]>([]);
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = photos.map((photo) => photo.editor.subscribe(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [photos],
  );
  const read = useCallback(() => {
    const now = photos.map((photo, place) => entryOf(photo, last.current[place], last.current));
    const isSame =
      now.length === last.current.length && now.every((entry, place) => entry === last.current[place]);
    if (!isSame) last.current = now;
    return last.current;
  }, [photos]);
  return useDeferredValue(useSyncExternalStore(subscribe, read, read));
}

/** The entry there was, while photo and boxes are what they were. */
function entryOf(photo: PhotoItem, likely: StripBoxes | undefined, all: readonly StripBoxes[]): StripBoxes {
  const boxes = photo.editor.getState().stageBoxes;
  const isIt = (entry: StripBoxes | undefined) =>
    entry?.boxes === boxes &&
    entry.photo.id === photo.id &&
    entry.photo.thumbUrl === photo.thumbUrl &&
    entry.photo.state === photo.state;
  if (likely && isIt(likely)) return likely;
  return all.find(isIt) ?? { photo, boxes };
}
