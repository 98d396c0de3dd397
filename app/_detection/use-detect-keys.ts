"use client";

import { useEffect } from "react";
import { isTyping } from "@/app/_frame/is-typing";
import { useSave } from "@/components/saves/save-button";
import { useKeyArea } from "@/lib/client/keys/active-areas";
import { type KeyIdOf, keyIdOf } from "@/lib/client/keys/key-table";
import { activePhoto } from "@/lib/client/photos/photo-queue-store";
import { useActivePhoto, useWorkspace } from "@/lib/client/workspace/workspace-context";

const CONFIDENCE_STEP = 0.05;

interface DetectKeysOptions {
  readonly onAdd: () => void;
}

/** The page's own keys; the keys for boxes belong to the editor. */
export function useDetectKeys({ onAdd }: DetectKeysOptions): void {
  const { queue, filter } = useWorkspace();
  const hasPhoto = useActivePhoto() !== undefined;
  useKeyArea("intake");
  useKeyArea("photo", hasPhoto);
  useKeyArea("compare", hasPhoto);
  const save = useSave();
  useEffect(() => {
    const front = () => activePhoto(queue.getState());
    const nudge = (by: number) => {
      const state = filter.getState();
      state.setConfidence(state.filter.confidence + by);
    };
    const acts: { readonly [Id in KeyIdOf<"intake" | "photo" | "compare">]: (() => void) | null } = {
      addPhotos: onAdd,
      paste: null, // the browser's own paste brings the photo
      previous: () => queue.getState().step(-1),
      next: () => queue.getState().step(1),
      lowerConfidence: () => nudge(-CONFIDENCE_STEP),
      raiseConfidence: () => nudge(CONFIDENCE_STEP),
      compare: () => {
        const editor = front()?.editor.getState();
        editor?.setCompare(!editor.compare);
      },
      save: () => {
        const photo = front();
        if (photo) void save(photo.id);
      },
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event)) return;
      const id = keyIdOf(event, ["intake", "photo", "compare"]);
      const act = id && acts[id];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [queue, filter, save, onAdd]);
}
