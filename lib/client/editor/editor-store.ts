import { createStore, type StoreApi } from "zustand/vanilla";
import { sightingsOf, sightingsShown } from "@/lib/core/detection/class-scores";
import { EMPTY_DOCUMENT, NO_MODEL } from "@/lib/core/editor/document";
import { suggestClasses } from "@/lib/core/editor/suggest-classes";
import { IDLE_MACHINE } from "@/lib/core/editor/tools/tool-machine";
import type { Size } from "@/lib/core/geometry/box";
import { createEditActions } from "./edit-actions";
import { createKernel } from "./editor-kernel";
import type { EditorActions, EditorData, EditorState } from "./editor-state";
import { createPickerActions } from "./picker-actions";
import { createToolActions } from "./tool-actions";
import { createViewActions } from "./view-actions";

export type EditorStore = StoreApi<EditorState>;

export interface EditorStoreOptions {
  /** The photo's size in source px, EXIF orientation applied. */
  readonly photo: Size;
  /** Unique ids for drawn labels; random when left out. */
  readonly newId?: () => string;
  /** Milliseconds; the clock that joins quick nudges to one undo step. */
  readonly now?: () => number;
}

function randomId(): string {
  const random = () => Math.random().toString(36).slice(2, 10);
  return `label:${Date.now().toString(36)}:${random()}${random()}`;
}

function initialData(photo: Size): EditorData {
  return {
    photo,
    labels: [],
    unnamed: [],
    document: EMPTY_DOCUMENT,
    detections: [],
    modelId: "",
    model: NO_MODEL,
    candidates: null,
    stageBoxes: [],
    visibleBoxes: [],
    hiddenClasses: [],
    selection: [],
    hovered: null,
    tool: "select",
    machine: IDLE_MACHINE,
    cursor: "default",
    pointerKind: "mouse",
    isReadOnly: false,
    viewport: { scale: 1, x: 0, y: 0 },
    stageSize: { width: 0, height: 0 },
    isFitted: true,
    compare: false,
    picker: null,
    recentClassIds: [],
    canUndo: false,
    canRedo: false,
    isDirty: false,
    notice: null,
  };
}

type FileActions = Pick<
  EditorActions,
  "setDetections" | "setCandidates" | "guessClasses" | "serialise" | "restore" | "markSaved"
>;

/**
 * One photo's editor: make one store a photo and keep it while the photo is on the strip.
 * Labels change only through the editing actions; `setDetections` never touches them.
 */
export function createEditorStore({
  photo,
  newId = randomId,
  now = Date.now,
}: EditorStoreOptions): EditorStore {
  return createStore<EditorState>()((set, get, api) => {
    // The kernel reads the state while it is made, so the data goes in first.
    api.setState(initialData(photo) as EditorState, true);
    const kernel = createKernel({ get: api.getState, set: api.setState, newId, now });
    const files: FileActions = {
      setDetections(detections, modelId, run = modelId) {
        kernel.setModel({ detections, modelId, run });
      },
      setCandidates(candidates) {
        if (candidates !== get().candidates) set({ candidates });
      },
      guessClasses(id) {
        const { visibleBoxes, candidates, detections } = get();
        const box = visibleBoxes.find((each) => each.id === id)?.box;
        if (!box) return [];
        return suggestClasses(box, candidates ? sightingsOf(candidates) : sightingsShown(detections));
      },
      serialise() {
        const { labels, claims, unnamed } = get().document;
        return { version: 1, labels, claims, unnamed, lastClassId: get().recentClassIds[0] ?? null };
      },
      restore(saved) {
        if (saved.version !== 1) throw new RangeError(`Unknown editor version ${String(saved.version)}`);
        set({ recentClassIds: saved.lastClassId === null ? [] : [saved.lastClassId] });
        kernel.reset({ labels: saved.labels, claims: saved.claims ?? {}, unnamed: saved.unnamed ?? [] });
      },
      markSaved: kernel.markSaved,
    };
    return {
      ...initialData(photo),
      ...files,
      ...createEditActions(kernel),
      ...createViewActions(kernel),
      ...createPickerActions(kernel),
      ...createToolActions(kernel),
    };
  });
}
