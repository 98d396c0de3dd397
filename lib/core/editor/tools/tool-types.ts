import type { Box, Size } from "../../geometry/box";
import type { EditorDocument, ModelBoxes, ShownBox } from "../document";
import type { HitTarget, PointerKind } from "../hit-test";
import type { HandleName } from "../resize-box";
import type { Point, Viewport } from "../viewport";

export type ToolName = "select" | "draw" | "pan";

/** One pointer event, as a tool sees it. */
export interface PointerInput {
  readonly type: "down" | "move" | "up" | "cancel";
  readonly pointer: number;
  readonly kind: PointerKind;
  /** 0 main, 1 middle, 2 right; of the press, on a move too. */
  readonly button: number;
  /** Source px; may lie outside the photo. */
  readonly at: Point;
  /** CSS px on the stage: what thresholds and panning go by. */
  readonly stage: Point;
  readonly target: HitTarget;
  /** Every box under the pointer of a press or a release, smallest first; empty of a move. */
  readonly under: readonly string[];
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl or, on a Mac, Command. */
  readonly ctrl: boolean;
  /** The space bar is held: the hand, whatever the tool. */
  readonly space: boolean;
  readonly timeMs: number;
}

/** What a tool may look at. It changes nothing itself: it answers with effects. */
export interface ToolEditor {
  readonly photo: Size;
  readonly stage: Size;
  readonly viewport: Viewport;
  readonly document: EditorDocument;
  readonly model: ModelBoxes;
  readonly boxes: readonly ShownBox[];
  readonly selection: readonly string[];
  readonly tool: ToolName;
  readonly isReadOnly: boolean;
  readonly newId: () => string;
}

export interface Idle {
  readonly name: "idle";
}

/** Pressed on a box, not moved yet: a click or the start of a drag. */
export interface PointingBox {
  readonly name: "pointing-box";
  readonly press: PointerInput;
  readonly id: string;
  /** It was selected before the press; then a click can narrow the selection, and touch may drag it. */
  readonly wasSelected: boolean;
}

/** Pressed beside all boxes, not moved yet. */
export interface PointingPhoto {
  readonly name: "pointing-photo";
  readonly press: PointerInput;
}

export interface Dragging {
  readonly name: "dragging";
  readonly pointer: number;
  readonly from: Point;
  /** As they were at the press: a re-run that lands meanwhile cannot take them away. */
  readonly targets: readonly ShownBox[];
  readonly model: ModelBoxes;
  readonly by: Point;
  /** Alt: leaves the originals and moves copies. */
  readonly isCopy: boolean;
}

export interface Resizing {
  readonly name: "resizing";
  readonly pointer: number;
  readonly from: Point;
  readonly target: ShownBox;
  readonly model: ModelBoxes;
  readonly handle: HandleName;
  readonly box: Box<"source">;
}

export interface Drawing {
  readonly name: "drawing";
  readonly pointer: number;
  readonly anchor: Point;
  readonly anchorStage: Point;
  readonly box: Box<"source">;
  /** `clicks`: the first corner was clicked, the second click ends it. */
  readonly by: "drag" | "clicks";
  readonly isDown: boolean;
}

export interface Marquee {
  readonly name: "marquee";
  readonly pointer: number;
  readonly anchor: Point;
  readonly box: Box<"source">;
  /** Selected before, and kept (Shift). */
  readonly kept: readonly string[];
}

export interface Panning {
  readonly name: "panning";
  readonly pointer: number;
  readonly last: Point;
}

export interface Pinching {
  readonly name: "pinching";
  readonly first: { readonly pointer: number; readonly stage: Point };
  readonly second: { readonly pointer: number; readonly stage: Point };
}

export type ToolState =
  | Idle
  | PointingBox
  | PointingPhoto
  | Dragging
  | Resizing
  | Drawing
  | Marquee
  | Panning
  | Pinching;

export type ToolEffect =
  | { readonly do: "select"; readonly ids: readonly string[] }
  | { readonly do: "hover"; readonly id: string | null }
  | { readonly do: "viewport"; readonly viewport: Viewport }
  | { readonly do: "fit" }
  | { readonly do: "pick-class"; readonly ids: readonly string[]; readonly reason: "drawn" | "relabel" }
  | {
      readonly do: "commit";
      readonly document: EditorDocument;
      readonly notice: "drawn" | "moved" | "resized" | "duplicated";
      readonly count: number;
      readonly selection: readonly string[];
    };

export interface ToolStep<S extends ToolState = ToolState> {
  readonly state: S;
  readonly effects: readonly ToolEffect[];
}

export const IDLE: Idle = { name: "idle" };

/** A press becomes a drag past this, CSS px. */
export function dragThreshold(kind: PointerKind): number {
  return kind === "touch" ? 8 : 3;
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function hasMoved(press: PointerInput, input: PointerInput): boolean {
  return distance(press.stage, input.stage) >= dragThreshold(press.kind);
}

export function stay(state: ToolState, ...effects: ToolEffect[]): ToolStep {
  return { state, effects };
}
