import type { Box } from "../../geometry/box";
import { IDLE, type Marquee, type PointerInput, stay, type ToolEditor, type ToolStep } from "./tool-types";

function between(a: { x: number; y: number }, b: { x: number; y: number }): Box<"source"> {
  return {
    x1: Math.min(a.x, b.x),
    y1: Math.min(a.y, b.y),
    x2: Math.max(a.x, b.x),
    y2: Math.max(a.y, b.y),
  };
}

function touches(a: Box<"source">, b: Box<"source">): boolean {
  return a.x1 <= b.x2 && a.x2 >= b.x1 && a.y1 <= b.y2 && a.y2 >= b.y1;
}

function contains(outer: Box<"source">, inner: Box<"source">): boolean {
  return outer.x1 < inner.x1 && outer.y1 < inner.y1 && outer.x2 > inner.x2 && outer.y2 > inner.y2;
}

export function startMarquee(press: PointerInput, input: PointerInput, editor: ToolEditor): ToolStep {
  const state: Marquee = {
    name: "marquee",
    pointer: press.pointer,
    anchor: press.at,
    box: between(press.at, input.at),
    kept: press.shift ? editor.selection : [],
  };
  return marquee(state, input, editor);
}

/** Selects what the rectangle touches, as it grows; a box it lies wholly inside of stays out of it. */
export function marquee(state: Marquee, input: PointerInput, editor: ToolEditor): ToolStep {
  if (input.pointer !== state.pointer) return stay(state);
  if (input.type === "cancel") return stay(IDLE, { do: "select", ids: state.kept });
  if (input.type === "down") return stay(state);
  const box = between(state.anchor, input.at);
  const hit = editor.boxes
    .filter((each) => touches(each.box, box) && !contains(each.box, box))
    .map((each) => each.id);
  const ids = [...state.kept, ...hit.filter((id) => !state.kept.includes(id))];
  return stay(input.type === "up" ? IDLE : { ...state, box }, { do: "select", ids });
}
