"use client";

import { useEffect, useRef } from "react";
import { useKeyArea } from "@/lib/client/keys/active-areas";
import { type KeyIdOf, keyIdOf } from "@/lib/client/keys/key-table";

export interface DataErrorKeys {
  readonly hasDoubt: boolean;
  readonly canUndo: boolean;
  next(): void;
  previous(): void;
  take(): void;
  keep(): void;
  edit(): void;
  leaveOut(): void;
  undo(): void;
}

/** The keys of the page of errors. They do nothing in fields, in open menus and while boxes are edited. */
export function useDataErrorKeys(keys: DataErrorKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useKeyArea("dataErrors", keys.hasDoubt);
  useKeyArea("deskUndo", keys.canUndo);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isField =
        event.target instanceof Element && event.target.closest("input, textarea, select, [role=dialog]");
      const { hasDoubt, canUndo, next, previous, take, keep, edit, leaveOut, undo } = latest.current;
      if (event.defaultPrevented || event.repeat || isField) return;
      const acts: { readonly [Id in KeyIdOf<"dataErrors" | "deskUndo">]: () => void } = {
        nextDoubt: next,
        previousDoubt: previous,
        takeModels: take,
        keepLabel: keep,
        editDoubt: edit,
        leaveOut,
        undoDecision: undo,
      };
      const id = keyIdOf(event, ["dataErrors", "deskUndo"]);
      if (!id || !(id === "undoDecision" ? canUndo : hasDoubt)) return;
      event.preventDefault();
      acts[id]();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}
