import type { StoreApi } from "zustand/vanilla";
import type { CommandTarget } from "@/lib/core/editor/commands";
import { type EditorDocument, type ModelBoxes, stageBoxes, unnamedBoxes } from "@/lib/core/editor/document";
import { amend, commit, type History, noteSelection, startHistory } from "@/lib/core/editor/history";
import type { EditorNotice, EditorState } from "./editor-state";

export interface CommitOptions {
  readonly notice: EditorNotice["kind"];
  readonly count: number;
  readonly selection?: readonly string[];
  readonly joinKey?: string;
}

/** What the store's actions share: the history, and the one place that derives state from it. */
export interface EditorKernel {
  readonly get: () => EditorState;
  readonly set: StoreApi<EditorState>["setState"];
  readonly newId: () => string;
  /** The shown boxes with these ids; the selection when ids are left out. */
  target(ids?: readonly string[]): CommandTarget;
  /** One undo step, unless the document is the same. */
  commit(document: EditorDocument, options: CommitOptions): void;
  /** Changes the present step in place. */
  amend(document: EditorDocument): void;
  /** Undo, redo. @returns false when the history is the same */
  travel(step: (history: History) => History): boolean;
  setModel(model: ModelBoxes): void;
  setHiddenClasses(classIds: readonly number[]): void;
  select(ids: readonly string[]): void;
  notify(kind: EditorNotice["kind"], count: number): void;
  reset(document: EditorDocument): void;
  markSaved(): void;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

export interface KernelOptions {
  readonly get: () => EditorState;
  readonly set: StoreApi<EditorState>["setState"];
  readonly newId: () => string;
  readonly now: () => number;
}

export function createKernel({ get, set, newId, now }: KernelOptions): EditorKernel {
  let history = startHistory(get().document);
  let saved: EditorDocument = get().document;
  let noticeKey = 0;
  let filteredBy: readonly number[] | undefined;

  function show(document: EditorDocument, model: ModelBoxes, selection: readonly string[]): void {
    const before = get();
    const same = document === before.document && model === before.model;
    const boxes = same ? before.stageBoxes : stageBoxes(document, model);
    const { hiddenClasses } = before;
    // What did not change keeps its identity: a new selection repaints only itself.
    const visible =
      same && hiddenClasses === filteredBy
        ? before.visibleBoxes
        : [...boxes.filter((box) => !hiddenClasses.includes(box.classId)), ...unnamedBoxes(document, model)];
    filteredBy = hiddenClasses;
    const ids = new Set(visible.map((box) => box.id));
    const present = selection.filter((id) => ids.has(id));
    const kept = isSameList(present, before.selection) ? before.selection : present;
    set({
      document,
      labels: document.labels,
      unnamed: document.unnamed,
      model,
      detections: model.detections,
      modelId: model.modelId,
      stageBoxes: boxes,
      visibleBoxes: visible,
      selection: kept,
      hovered: before.hovered !== null && ids.has(before.hovered) ? before.hovered : null,
      picker: before.picker?.ids.every((id) => ids.has(id)) ? before.picker : null,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      isDirty: document.labels !== saved.labels,
    });
  }

  function notify(kind: EditorNotice["kind"], count: number): void {
    noticeKey += 1;
    set({ notice: { key: noticeKey, kind, count } });
  }

  return {
    get,
    set,
    newId,
    notify,
    target(ids = get().selection) {
      const wanted = new Set(ids);
      const { photo, model, stageBoxes: boxes, document } = get();
      const all = [...boxes, ...unnamedBoxes(document, model)];
      return { photo, model, boxes: all.filter((box) => wanted.has(box.id)) };
    },
    commit(document, { notice, count, selection = get().selection, joinKey }) {
      if (document === get().document) return;
      const step = { document, selection, now: now(), ...(joinKey === undefined ? {} : { joinKey }) };
      history = commit(noteSelection(history, get().selection), step);
      set({ picker: null });
      show(document, get().model, selection);
      notify(notice, count);
    },
    amend(document) {
      history = amend(history, document);
      show(document, get().model, get().selection);
    },
    travel(step) {
      const next = step(history);
      if (next === history) return false;
      history = next;
      show(next.present.document, get().model, next.present.selection);
      return true;
    },
    setModel(model) {
      show(get().document, model, get().selection);
    },
    setHiddenClasses(hiddenClasses) {
      set({ hiddenClasses });
      show(get().document, get().model, get().selection);
    },
    select(ids) {
      show(get().document, get().model, ids);
    },
    reset(document) {
      history = startHistory(document);
      saved = document;
      show(document, get().model, []);
    },
    markSaved() {
      saved = get().document;
      set({ isDirty: false });
    },
  };
}
