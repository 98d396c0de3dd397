"use client";

import { useEffect, useRef } from "react";
import { useKeyArea } from "@/lib/client/keys/active-areas";
import { type KeyIdOf, keyIdOf } from "@/lib/client/keys/key-table";
import { isTyping } from "../../_frame/is-typing";

export interface ReviewKeys {
  /** There is a current photo to decide on. */
  readonly hasPhoto: boolean;
  readonly canUndo: boolean;
  accept(): void;
  startRejecting(): void;
  skip(): void;
  undo(): void;
  compare(): void;
}

/** The desk's keys. They do nothing in fields and open menus. */
export function useReviewKeys(keys: ReviewKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useKeyArea("desk", keys.hasPhoto);
  useKeyArea("compare", keys.hasPhoto);
  useKeyArea("deskUndo", keys.canUndo);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || isTyping(event)) return;
      const { accept, startRejecting, skip, undo, compare } = latest.current;
      const acts: { readonly [Id in KeyIdOf<"desk" | "deskUndo" | "compare">]: () => void } = {
        accept,
        reject: startRejecting,
        skip,
        undoDecision: undo,
        compare,
      };
      const id = keyIdOf(event, ["desk", "deskUndo", "compare"]);
      if (!id) return;
      event.preventDefault();
      acts[id]();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}
