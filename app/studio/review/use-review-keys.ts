"use client";

import { useEffect, useRef } from "react";
import { isTyping } from "../../_frame/is-typing";

export interface ReviewKeys {
  accept(): void;
  startRejecting(): void;
  skip(): void;
  undo(): void;
  compare(): void;
}

/**
 * The desk's keys. They come before the editor's (R draws there), and leave fields and open menus theirs; with Ctrl or
 * Alt a letter is the editor's or the browser's.
 */
export function useReviewKeys(keys: ReviewKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || isTyping(event)) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const { accept, startRejecting, skip, undo, compare } = latest.current;
      const acts: Record<string, () => void> = { a: accept, r: startRejecting, s: skip, u: undo, m: compare };
      const act = acts[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    addEventListener("keydown", onKeyDown, { capture: true });
    return () => removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}
