"use client";

import { type RefObject, useEffect } from "react";
import { useStore } from "zustand";
import type { EditorStore } from "@/lib/client/editor/editor-store";
import { useKeyArea } from "@/lib/client/keys/active-areas";
import { OFFERED_NAMES } from "@/lib/core/detection/class-scores";
import { type KeyCommand, keyCommand } from "./key-command";

/** Things that need their keys themselves. */
const OWN_KEYS =
  "input, textarea, select, [contenteditable=true], [role=slider], [role=dialog], [role=menu], [role=listbox], [role=tablist], [role=combobox]";

export interface EditorKeysOptions {
  readonly store: EditorStore;
  /** The stage: with the focus in it every key is the editor's. */
  readonly root: RefObject<HTMLElement | null>;
  /** The space bar and the modifiers, also in the middle of a gesture. */
  readonly onModifiers: (modifiers: Modifiers) => void;
}

export interface Modifiers {
  readonly space: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

function zoomToSelection(store: EditorStore): void {
  const state = store.getState();
  const { stageSize, selection, visibleBoxes } = state;
  const boxes = visibleBoxes.filter((each) => selection.includes(each.id)).map((each) => each.box);
  if (boxes.length === 0) return;
  const x1 = Math.min(...boxes.map((box) => box.x1));
  const y1 = Math.min(...boxes.map((box) => box.y1));
  const width = Math.max(...boxes.map((box) => box.x2)) - x1;
  const height = Math.max(...boxes.map((box) => box.y2)) - y1;
  const scale = 0.6 * Math.min(stageSize.width / width, stageSize.height / height);
  state.zoomTo(scale);
  const zoomed = store.getState().viewport.scale;
  state.setViewport({
    scale: zoomed,
    x: stageSize.width / 2 - (x1 + width / 2) * zoomed,
    y: stageSize.height / 2 - (y1 + height / 2) * zoomed,
  });
}

/** @returns false when the key should go on to the page */
function run(store: EditorStore, command: KeyCommand): boolean {
  const state = store.getState();
  const isLocked = state.isReadOnly || state.compare;
  const edits = new Set([
    "nudge",
    "grow",
    "delete",
    "confirm",
    "rename",
    "add-box",
    "duplicate",
    "recent-class",
    "other-name",
  ]);
  if (isLocked && (edits.has(command.do) || command.do === "undo" || command.do === "redo")) return false;
  const needsSelection = edits.has(command.do) && command.do !== "add-box";
  if (needsSelection && state.selection.length === 0) return false;
  switch (command.do) {
    case "hold-hand":
      return true; // the pointer asks for it, as long as it is held
    case "tool":
      state.setTool(command.tool);
      return true;
    case "nudge":
      state.nudgeBoxes(command);
      return true;
    case "grow":
      state.growBoxes(command);
      return true;
    case "cycle":
      // Backwards from no box leads out at once; forwards after the last.
      return (command.step === 1 || state.selection.length > 0) && state.selectNext(command.step);
    case "recent-class": {
      const classId = state.recentClassIds[command.index];
      if (classId === undefined) return false;
      state.relabelBoxes(classId);
      return true;
    }
    case "other-name": {
      const [box, more] = state.visibleBoxes.filter(({ id }) => state.selection.includes(id));
      const other = more ? undefined : box?.alternatives.slice(0, OFFERED_NAMES)[command.index];
      if (!box || !other) return false;
      state.relabelBoxes(other.classId, [box.id]);
      return true;
    }
    case "zoom":
      state.zoomBy(command.factor);
      return true;
    case "delete":
      state.deleteBoxes();
      return true;
    case "confirm":
      state.confirmBoxes();
      return true;
    case "rename":
      if (state.picker) state.closePicker();
      else state.openPicker();
      return true;
    case "add-box":
      state.addBox();
      return true;
    case "undo":
      state.undo();
      return true;
    case "redo":
      state.redo();
      return true;
    case "select-all":
      state.selectAll();
      return true;
    case "duplicate":
      state.duplicateBoxes();
      return true;
    case "fit":
      state.fit();
      return true;
    case "actual-size":
      state.zoomTo(1);
      return true;
    case "zoom-to-selection":
      zoomToSelection(store);
      return true;
    case "escape":
      return stepBack(store);
  }
}

/** One thing at a time: the gesture, then the selection, then the drawing tool. */
function stepBack(store: EditorStore): boolean {
  const state = store.getState();
  if (state.cancelGesture()) return true;
  if (state.picker) {
    state.closePicker(true);
    return true;
  }
  if (state.selection.length > 0) {
    state.select([]);
    return true;
  }
  if (state.tool === "select") return false;
  state.setTool("select");
  return true;
}

/** Keys that a focused button, link or list elsewhere on the page uses itself. */
const SHARED_KEYS = new Set([
  "Enter",
  " ",
  "Tab",
  "Escape",
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
]);

function isForEditor(event: KeyboardEvent, root: HTMLElement): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(OWN_KEYS)) return false;
  if (event.key === "Tab") return target === root;
  if (!target || target === root || target === document.body) return true;
  return !SHARED_KEYS.has(event.key);
}

/** Listens on the whole page, as drawing programs do, but leaves fields, lists and dialogs their keys. */
export function useEditorKeys({ store, root, onModifiers }: EditorKeysOptions): void {
  const isReadOnly = useStore(store, (state) => state.isReadOnly);
  useKeyArea("view");
  useKeyArea("boxes", !isReadOnly);
  useEffect(() => {
    let space = false;
    const tell = (event: KeyboardEvent) => {
      const ctrl = event.ctrlKey || event.metaKey;
      onModifiers({ space, shift: event.shiftKey, alt: event.altKey, ctrl });
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (!root.current || event.defaultPrevented || event.isComposing) return;
      if (!isForEditor(event, root.current)) return;
      if (event.code === "Space") space = true;
      tell(event);
      const command = keyCommand(event);
      if (command && run(store, command)) event.preventDefault();
      // Alt alone would move the focus to the browser's menu.
      else if (event.key === "Alt" && store.getState().machine.state.name !== "idle") event.preventDefault();
    };
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.code === "Space") space = false;
      tell(event);
    };
    const onBlur = () => {
      space = false;
      onModifiers({ space, shift: false, alt: false, ctrl: false });
    };
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("keyup", onKeyUp);
    window.addEventListener("blur", onBlur);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("keyup", onKeyUp);
      window.removeEventListener("blur", onBlur);
    };
  }, [store, root, onModifiers]);
}
