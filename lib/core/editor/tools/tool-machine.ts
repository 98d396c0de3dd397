import { fitViewport, type Point, zoomAt } from "../viewport";
import { dragging } from "./dragging";
import { drawing } from "./drawing";
import { idle } from "./idle";
import { marquee } from "./marquee";
import { panning } from "./panning";
import { pinching } from "./pinching";
import { nextUnder, pointingBox } from "./pointing-box";
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

/** The tools' whole memory: the state, the fingers down, the last click, and where boxes were last clicked. */
export interface ToolMachine {
  readonly state: ToolState;
  readonly fingers: Readonly<Record<number, Point>>;
  readonly lastClick: { readonly timeMs: number; readonly stage: Point } | null;
  /** Source px of the last plain click on boxes: another in the same place reaches the next box there. */
  readonly pile: Point | null;
}

export const IDLE_MACHINE: ToolMachine = { state: IDLE, fingers: {}, lastClick: null, pile: null };

export const DOUBLE_CLICK_MS = 350;
const DOUBLE_CLICK_REACH = 24;
/** How far apart clicks in one place may be, CSS px. */
const SAME_PLACE = { mouse: 6, pen: 10, touch: 24 } as const;
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

/** A press or release where boxes were clicked last, on several boxes of which the one selected is one. */
function isRepeat(machine: ToolMachine, input: PointerInput, editor: ToolEditor): boolean {
  const [only, ...others] = editor.selection;
  if (machine.pile === null || input.shift || input.alt || input.ctrl) return false;
  if (only === undefined || others.length > 0) return false;
  if (input.under.length < 2 || !input.under.includes(only)) return false;
  return distance(machine.pile, input.at) * editor.viewport.scale <= SAME_PLACE[input.kind];
}

/** A second press in a pile takes hold of the box that was reached, not of the smallest again. */
function held(machine: ToolMachine, input: PointerInput, editor: ToolEditor): PointerInput {
  const [only] = editor.selection;
  const isPress = input.type === "down" && input.target.on === "box" && machine.state.name === "idle";
  if (!isPress || only === undefined || !isRepeat(machine, input, editor)) return input;
  return { ...input, target: { on: "box", id: only } };
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
  if (pinch) return { machine: { state: pinch, fingers, lastClick: null, pile: null }, effects: [] };
  const step = stepState(machine.state, held(machine, input, editor), editor);
  if (!isClick(machine.state, input, step, editor)) {
    const isOn = input.type === "move" || input.type === "down";
    const lastClick = isOn ? machine.lastClick : null;
    const isChange = step.effects.some((effect) => effect.do === "commit");
    const pile = isChange || input.type === "cancel" ? null : machine.pile;
    return { machine: { state: step.state, fingers, lastClick, pile }, effects: step.effects };
  }
  const lastHere = { timeMs: input.timeMs, stage: input.stage };
  if (isRepeat(machine, input, editor)) {
    // In a pile every click counts, however quick: each reaches the next box, and the first after the last.
    const id = nextUnder(input, editor.selection);
    const effects: ToolEffect[] = id === undefined ? [] : [{ do: "select", ids: [id] }];
    const next = { state: step.state, fingers, lastClick: lastHere, pile: machine.pile };
    return { machine: next, effects: [...step.effects, ...effects] };
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
      lastClick: isDouble ? null : lastHere,
      pile: input.under.length > 0 ? input.at : null,
    },
    effects: isDouble ? [...step.effects, ...doubleClick(input, editor)] : step.effects,
  };
}

/** Escape or a lost pointer: the current gesture ends without a trace. */
export function cancelTools(machine: ToolMachine): ToolMachine {
  return { ...IDLE_MACHINE, fingers: machine.fingers, pile: machine.pile };
}
