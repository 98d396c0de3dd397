import { duplicateAt, moveBoxes } from "../commands";
import { limitMove } from "../limits";
import type { Point } from "../viewport";
import { type Dragging, IDLE, type PointerInput, stay, type ToolEditor, type ToolStep } from "./tool-types";

/** @param ids the boxes that move together */
export function startDragging(
  press: PointerInput,
  input: PointerInput,
  options: { readonly ids: readonly string[]; readonly editor: ToolEditor },
): ToolStep {
  const { ids, editor } = options;
  const state: Dragging = {
    name: "dragging",
    pointer: press.pointer,
    from: press.at,
    targets: editor.boxes.filter((box) => ids.includes(box.id)),
    model: editor.model,
    by: { x: 0, y: 0 },
    isCopy: press.alt,
  };
  return dragging(state, input, editor);
}

function moveBy(state: Dragging, input: PointerInput, editor: ToolEditor): Point {
  const raw = { x: input.at.x - state.from.x, y: input.at.y - state.from.y };
  const isFlat = Math.abs(raw.x) >= Math.abs(raw.y);
  const locked = input.shift ? { x: isFlat ? raw.x : 0, y: isFlat ? 0 : raw.y } : raw;
  return limitMove(
    state.targets.map((target) => target.box),
    locked,
    editor.photo,
  );
}

/** Boxes follow the pointer within the photo; Shift keeps to one axis, Alt moves copies. Released, it is one step. */
export function dragging(state: Dragging, input: PointerInput, editor: ToolEditor): ToolStep {
  if (input.pointer !== state.pointer) return stay(state);
  if (input.type === "cancel") return stay(IDLE);
  if (input.type === "down") return stay(state);
  const next: Dragging = { ...state, by: moveBy(state, input, editor), isCopy: input.alt };
  if (input.type === "move") return stay(next);
  const target = { photo: editor.photo, model: state.model, boxes: state.targets };
  const count = state.targets.length;
  if (next.isCopy) {
    const ids = state.targets.map(() => editor.newId());
    const document = duplicateAt(editor.document, target, { ids, by: next.by });
    return stay(IDLE, { do: "commit", document, notice: "duplicated", count, selection: ids });
  }
  const document = moveBoxes(editor.document, target, next.by);
  const selection = state.targets.map((box) => box.id);
  return stay(IDLE, { do: "commit", document, notice: "moved", count, selection });
}
