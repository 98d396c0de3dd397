import type { Box, Size } from "../../geometry/box";
import { drawUnnamed } from "../commands";
import type { Point } from "../viewport";
import {
  type Drawing,
  distance,
  dragThreshold,
  IDLE,
  type PointerInput,
  stay,
  type ToolEditor,
  type ToolStep,
} from "./tool-types";

function clampToPhoto(at: Point, photo: Size): Point {
  return { x: Math.min(Math.max(at.x, 0), photo.width), y: Math.min(Math.max(at.y, 0), photo.height) };
}

/** The rectangle from the anchor to the pointer: Shift makes it square, Alt grows it from its centre. */
export function rectangleTo(anchor: Point, input: PointerInput, photo: Size): Box<"source"> {
  const at = clampToPhoto(input.at, photo);
  let dx = at.x - anchor.x;
  let dy = at.y - anchor.y;
  if (input.shift) {
    const room = (delta: number, from: number, size: number) => (delta < 0 ? from : size - from);
    const side = Math.min(
      Math.max(Math.abs(dx), Math.abs(dy)),
      room(dx, anchor.x, photo.width),
      room(dy, anchor.y, photo.height),
    );
    dx = dx < 0 ? -side : side;
    dy = dy < 0 ? -side : side;
  }
  const from = input.alt ? { x: anchor.x - dx, y: anchor.y - dy } : anchor;
  const to = { x: anchor.x + dx, y: anchor.y + dy };
  return {
    x1: Math.max(Math.min(from.x, to.x), 0),
    y1: Math.max(Math.min(from.y, to.y), 0),
    x2: Math.min(Math.max(from.x, to.x), photo.width),
    y2: Math.min(Math.max(from.y, to.y), photo.height),
  };
}

/** A press beside the photo starts at its edge, so that boxes that touch the edge are easy. */
export function startDrawing(input: PointerInput, editor: ToolEditor): Drawing {
  const anchor = clampToPhoto(input.at, editor.photo);
  return {
    name: "drawing",
    pointer: input.pointer,
    anchor,
    anchorStage: input.stage,
    box: { x1: anchor.x, y1: anchor.y, x2: anchor.x, y2: anchor.y },
    by: "drag",
    isDown: true,
  };
}

/** The box exists and the picker asks for its class: until it has one, it is not a label. */
function finish(box: Box<"source">, editor: ToolEditor): ToolStep {
  const id = editor.newId();
  return stay(
    IDLE,
    {
      do: "commit",
      document: drawUnnamed(editor.document, { id, box }, editor.photo),
      notice: "drawn",
      count: 1,
      selection: [id],
    },
    { do: "pick-class", ids: [id], reason: "drawn" },
  );
}

/** Drag from corner to corner, or click one and then the other. */
export function drawing(state: Drawing, input: PointerInput, editor: ToolEditor): ToolStep {
  if (input.type === "cancel") return stay(IDLE);
  if (input.type === "down" && input.button !== 0) return stay(state);
  const isOther = input.pointer !== state.pointer;
  if (isOther && (state.by === "drag" || state.isDown)) return stay(state);
  const box = rectangleTo(state.anchor, input, editor.photo);
  const isShort = distance(state.anchorStage, input.stage) < dragThreshold(input.kind) + 1;
  if (input.type === "down") return stay({ ...state, box, pointer: input.pointer, isDown: true });
  if (input.type === "move") return stay({ ...state, box });
  if (!isShort) return finish(box, editor);
  // A short press starts the two-click way; a second one in the same place takes it back.
  return state.by === "drag" ? stay({ ...state, by: "clicks", isDown: false }) : stay(IDLE);
}
