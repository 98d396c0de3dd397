"use client";

import { useEffect, useRef } from "react";
import { useKeyArea } from "@/lib/client/keys/active-areas";
import { type KeyIdOf, keyIdOf } from "@/lib/client/keys/key-table";

export interface DoubtKeys {
  readonly hasLine: boolean;
  readonly canUndo: boolean;
  isRight(): void;
  otherFood(): void;
  keepAsText(): void;
  later(): void;
  undo(): void;
}

/** The keys of the page of doubtful lines. They do nothing in fields and open menus. */
export function useDoubtKeys(keys: DoubtKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useKeyArea("doubts", keys.hasLine);
  useKeyArea("deskUndo", keys.canUndo);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isField =
        event.target instanceof Element && event.target.closest("input, textarea, select, [role=dialog]");
      if (event.defaultPrevented || event.repeat || isField) return;
      const { isRight, otherFood, keepAsText, later, undo } = latest.current;
      const acts: { readonly [Id in KeyIdOf<"doubts" | "deskUndo">]: () => void } = {
        isRight,
        otherFood,
        keepAsText,
        later,
        undoDecision: undo,
      };
      const id = keyIdOf(event, ["doubts", "deskUndo"]);
      if (!id) return;
      event.preventDefault();
      acts[id]();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}
