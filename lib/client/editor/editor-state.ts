import type { Candidates, ClassScore, Detection } from "@/lib/core/detection/types";
import type {
  Claim,
  EditorDocument,
  ModelBoxes,
  ShownBox,
  StageBox,
  UnnamedBox,
} from "@/lib/core/editor/document";
import type { ChipArea, PointerKind } from "@/lib/core/editor/hit-test";
import type { ToolMachine } from "@/lib/core/editor/tools/tool-machine";
import type { ToolName } from "@/lib/core/editor/tools/tool-types";
import type { Label } from "@/lib/core/editor/types";
import type { Point, Viewport } from "@/lib/core/editor/viewport";
import type { Box, Size } from "@/lib/core/geometry/box";

export type { ToolName } from "@/lib/core/editor/tools/tool-types";

/** A pointer event on the stage, before the store looks what lies under it. */
export interface StagePointer {
  readonly type: "down" | "move" | "up" | "cancel";
  readonly pointer: number;
  readonly kind: PointerKind;
  readonly button: number;
  /** CSS px from the stage's corner. */
  readonly stage: Point;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly space: boolean;
  readonly timeMs: number;
}

/** The open class picker: which boxes it names, and whether the box was drawn just now. */
export interface PickerState {
  readonly ids: readonly string[];
  readonly reason: "drawn" | "relabel";
}

/** What a reload or the library needs to bring the edits back. Plain JSON. */
export interface SerialisedEditor {
  readonly version: 1;
  readonly labels: readonly Label[];
  /** Which candidate each label came from, for a run that is kept under the same key. */
  readonly claims?: Readonly<Record<string, Claim>>;
  readonly lastClassId: number | null;
  /** Boxes that were drawn and not named: they come back without a name. */
  readonly unnamed?: readonly UnnamedBox[];
}

/** The last thing the editor did, for a screen reader's live region. `count` is how many boxes it touched. */
export interface EditorNotice {
  readonly key: number;
  readonly kind:
    | "drawn"
    | "moved"
    | "resized"
    | "relabelled"
    | "deleted"
    | "confirmed"
    | "duplicated"
    | "undone"
    | "redone";
  readonly count: number;
}

export interface EditorData {
  readonly photo: Size;
  /** Person-owned labels, tombstones (`state: "deleted"`) included: what a correction saves. */
  readonly labels: readonly Label[];
  /** Boxes that wait for a name: on the stage and nowhere else, and in no save. */
  readonly unnamed: readonly UnnamedBox[];
  readonly document: EditorDocument;
  readonly detections: readonly Detection[];
  readonly modelId: string;
  readonly model: ModelBoxes;
  /** Null until a run has given them. */
  readonly candidates: Candidates | null;
  /** Live labels and unclaimed model boxes: what the lists and recipes count. Boxes without a name are not here. */
  readonly stageBoxes: readonly StageBox[];
  /** `stageBoxes` without the hidden classes, and the boxes without a name: what can be seen, hit and selected. */
  readonly visibleBoxes: readonly ShownBox[];
  readonly hiddenClasses: readonly number[];
  /** Ids of `visibleBoxes`. */
  readonly selection: readonly string[];
  readonly hovered: string | null;
  readonly tool: ToolName;
  /** What the pointer is doing; Konva draws its preview. */
  readonly machine: ToolMachine;
  readonly cursor: string;
  /** Of the last pointer event: handles are larger for a finger. */
  readonly pointerKind: PointerKind;
  readonly isReadOnly: boolean;
  readonly viewport: Viewport;
  readonly stageSize: Size;
  /** True while the photo follows the stage's size (until a person zooms or pans). */
  readonly isFitted: boolean;
  /** True: the stage shows the model's own boxes, without the person's. */
  readonly compare: boolean;
  readonly picker: PickerState | null;
  /** Most recent first. */
  readonly recentClassIds: readonly number[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** True when the labels differ from the last `markSaved()` or `restore()`; a box without a name is no label. */
  readonly isDirty: boolean;
  readonly notice: EditorNotice | null;
}

export interface EditorActions {
  /**
   * What the model says now. Call it for every slider change with the same `run`, and with a new `run` (any unique
   * string, e.g. `crypto.randomUUID()`) for every inference. Never changes a label.
   */
  setDetections(detections: readonly Detection[], modelId: string, run?: string): void;
  /** All the run saw, sliders or not: what a new box's class is guessed from. */
  setCandidates(candidates: Candidates): void;
  /** Classes the model sees where a box lies, the likeliest first; without candidates from what it shows. */
  guessClasses(id: string): readonly ClassScore[];

  select(ids: readonly string[], mode?: "replace" | "add" | "toggle"): void;
  selectAll(): void;
  /** Next or previous box in reading order; false at the end, so that Tab can leave the stage. */
  selectNext(step: 1 | -1): boolean;
  hover(id: string | null): void;

  deleteBoxes(ids?: readonly string[]): void;
  relabelBoxes(classId: number, ids?: readonly string[]): void;
  confirmBoxes(ids?: readonly string[]): void;
  duplicateBoxes(ids?: readonly string[]): void;
  /** Moves by source px; quick repeats make one undo step. */
  nudgeBoxes(by: Point, ids?: readonly string[]): void;
  /** Moves the right and bottom edge by source px; quick repeats make one undo step. */
  growBoxes(by: Point, ids?: readonly string[]): void;
  /** Sets one box exactly (a number field); clipped to the photo and the minimum size. */
  setBox(id: string, box: Box<"source">): void;
  /** A box of a quarter of the view in its middle, without a name, for the keyboard; opens the picker. */
  addBox(): void;
  undo(): void;
  redo(): void;

  setTool(tool: ToolName): void;
  /** Feeds the tools. The stage calls it; so can a test, with no browser. */
  point(event: StagePointer): void;
  /** Ends what the pointer is doing, without a trace. @returns false when it did nothing */
  cancelGesture(): boolean;
  /** Where the chips are, for hits. Not state: nothing is drawn again. */
  setChips(chips: readonly ChipArea[]): void;
  setHiddenClasses(classIds: readonly number[]): void;
  setReadOnly(isReadOnly: boolean): void;
  setStageSize(size: Size): void;
  setViewport(viewport: Viewport): void;
  /** @param at stage px; the stage's centre when left out */
  zoomBy(factor: number, at?: Point): void;
  zoomTo(scale: number, at?: Point): void;
  panBy(by: Point): void;
  fit(): void;
  /** Pans until the box is on the stage. */
  reveal(id: string): void;
  setCompare(compare: boolean): void;

  openPicker(ids?: readonly string[]): void;
  /** Accepts a class for the picker's boxes and closes it. */
  chooseClass(classId: number): void;
  /** Closes without a choice. @param discard true also takes back a box drawn just now (Escape); otherwise it waits for its name */
  closePicker(discard?: boolean): void;

  serialise(): SerialisedEditor;
  /** Replaces all labels; clears history and selection. @throws RangeError on an unknown version */
  restore(saved: SerialisedEditor): void;
  markSaved(): void;
}

export type EditorState = EditorData & EditorActions;
