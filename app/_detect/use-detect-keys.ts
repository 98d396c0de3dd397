"use client";

import { useEffect } from "react";
import { useSave } from "@/components/detection/save-button";
import { activePhoto } from "@/lib/client/stores/photo-queue-store";
import { useWorkspace } from "@/lib/client/stores/workspace-context";
import { isTyping } from "../_frame/is-typing";

const CONFIDENCE_STEP = 0.05;

interface DetectKeysOptions {
  readonly onAdd: () => void;
}

/** The page's own keys; those of the boxes belong to the editor. */
export function useDetectKeys({ onAdd }: DetectKeysOptions): void {
  const { queue, filter } = useWorkspace();
  const save = useSave();
  useEffect(() => {
    const front = () => activePhoto(queue.getState());
    const nudge = (by: number) => {
      const state = filter.getState();
      state.setConfidence(state.filter.confidence + by);
    };
    const plain: Record<string, () => void> = {
      o: onAdd,
      "[": () => queue.getState().step(-1),
      "]": () => queue.getState().step(1),
      ",": () => nudge(-CONFIDENCE_STEP),
      ".": () => nudge(CONFIDENCE_STEP),
      m: () => {
        const editor = front()?.editor.getState();
        editor?.setCompare(!editor.compare);
      },
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event)) return;
      const isCommand = event.ctrlKey || event.metaKey;
      const photo = front();
      const act =
        isCommand && event.key.toLowerCase() === "s"
          ? () => photo && void save(photo.id)
          : isCommand || event.altKey
            ? undefined
            : plain[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [queue, filter, save, onAdd]);
}
