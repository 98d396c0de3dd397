import { fitViewport, type Point, zoomAt } from "../viewport";
import { dragging } from "./dragging";
import { drawing } from "./drawing";
import { idle } from "./idle";
import { marquee } from "./marquee";
import { panning } from "./panning";
import { pinching } from "./pinching";
import { pointingBox } from "./pointing-box";
import { pointingPhoto } from "./pointing-photo";
import { resizing } from "./resizing";
import {
  distance,
  IDLE,
  type PointerInput,
  type ToolEditor,
  type ToolEffect,
  type ToolState,
  type ToolStep,
} from "./tool-types";

/** The tools' whole memory: the state, the fingers down, and the last click. */
export interface ToolMachine {
  readonly state: ToolState;
  readonly fingers: Readonly<Record<number, Point>>;
  readonly lastClick: { readonly timeMs: number; readonly stage: Point } | null;
}

export const IDLE_MACHINE: ToolMachine = { state: IDLE, fingers: {}, lastClick: null };

export const DOUBLE_CLICK_MS = 350;
const DOUBLE_CLICK_REACH = 24;
/** A double tap on the fitted photo zooms in this far. */
const DOUBLE_TAP_ZOOM = 2.5;

function stepState(state: ToolState, input: PointerInput, editor: ToolEditor): ToolStep {
  switch (state.name) {
    case "idle":
      return idle(input, editor);
    case "pointing-box":
      return pointingBox(state, input, editor);
    case "pointing-photo":
      return pointingPhoto(state, input, editor);
    case "dragging":
      return dragging(state, input, editor);
    case "resizing":
      return resizing(state, input, editor);
    case "drawing":
      return drawing(state, input, editor);
    case "marquee":
      return marquee(state, input, editor);
    case "panning":
      return panning(state, input, editor);
    case "pinching":
      return pinching(state, input, editor);
  }
}

function fingersAfter(fingers: ToolMachine["fingers"], input: PointerInput): ToolMachine["fingers"] {
  if (input.kind !== "touch") return fingers;
  const { [input.pointer]: _gone, ...others } = fingers;
  if (input.type === "up" || input.type === "cancel") return others;
  return input.type === "down" || input.pointer in fingers
    ? { ...others, [input.pointer]: input.stage }
    : fingers;
}

/** A second finger ends whatever the first was doing, unfinished, and zooms. */
function pinchFrom(machine: ToolMachine, input: PointerInput): ToolState | undefined {
  if (input.type !== "down" || input.kind !== "touch" || machine.state.name === "pinching") return undefined;
  const first = Object.entries(machine.fingers).find(([pointer]) => Number(pointer) !== input.pointer);
  if (!first) return undefined;
  return {
    name: "pinching",
    first: { pointer: Number(first[0]), stage: first[1] },
    second: { pointer: input.pointer, stage: input.stage },
  };
}

function doubleTapZoom(input: PointerInput, editor: ToolEditor): ToolEffect {
  const frame = { photo: editor.photo, stage: editor.stage };
  const fitted = fitViewport(editor.photo, editor.stage).scale;
  if (editor.viewport.scale > fitted * 1.2) return { do: "fit" };
  return { do: "viewport", viewport: zoomAt(editor.viewport, fitted * DOUBLE_TAP_ZOOM, input.stage, frame) };
}

/** Twice in one place: a finger zooms in or back out, the mouse renames the box. */
function doubleClick(input: PointerInput, editor: ToolEditor): ToolEffect[] {
  if (input.kind === "touch") return [doubleTapZoom(input, editor)];
  if (input.target.on === "photo" || editor.isReadOnly || editor.tool !== "select") return [];
  return [{ do: "pick-class", ids: [input.target.id], reason: "relabel" }];
}

function isPointing(state: ToolState): boolean {
  return state.name === "pointing-box" || state.name === "pointing-photo" || state.name === "resizing";
}

/** The press that a release ends was a plain click: nothing moved, no modifier. */
function isClick(before: ToolState, input: PointerInput, step: ToolStep, editor: ToolEditor): boolean {
  if (input.type !== "up" || !isPointing(before) || step.state.name !== "idle") return false;
  if (input.shift || input.alt || input.ctrl) return false;
  return !step.effects.some((effect) => effect.do === "commit" && effect.document !== editor.document);
}

/**
 * Feeds one pointer event to the tools.
 * @returns the next machine, and what the editor should do, in order
 */
export function stepTools(
  machine: ToolMachine,
  input: PointerInput,
  editor: ToolEditor,
): { readonly machine: ToolMachine; readonly effects: readonly ToolEffect[] } {
  const fingers = fingersAfter(machine.fingers, input);
  const pinch = pinchFrom(machine, input);
  if (pinch) return { machine: { state: pinch, fingers, lastClick: null }, effects: [] };
  const step = stepState(machine.state, input, editor);
  if (!isClick(machine.state, input, step, editor)) {
    const lastClick = input.type === "move" || input.type === "down" ? machine.lastClick : null;
    return { machine: { state: step.state, fingers, lastClick }, effects: step.effects };
  }
  const last = machine.lastClick;
  const isDouble =
    last !== null &&
    input.timeMs - last.timeMs <= DOUBLE_CLICK_MS &&
    distance(last.stage, input.stage) <= DOUBLE_CLICK_REACH;
  return {
    machine: {
      state: step.state,
      fingers,
      lastClick: isDouble ? null : { timeMs: input.timeMs, stage: input.stage },
    },
    effects: isDouble ? [...step.effects, ...doubleClick(input, editor)] : step.effects,
  };
}

/** Escape or a lost pointer: whatever was going on ends without a trace. */
export function cancelTools(machine: ToolMachine): ToolMachine {
  return { ...IDLE_MACHINE, fingers: machine.fingers };
}
