import { placeBoxes } from "../commands";
import { handlePoint, resizeBox } from "../resize-box";
import { IDLE, type PointerInput, type Resizing, stay, type ToolEditor, type ToolStep } from "./tool-types";

export function startResizing(input: PointerInput, editor: ToolEditor): Resizing | undefined {
  const { target: hit } = input;
  if (hit.on !== "handle") return undefined;
  const target = editor.boxes.find((box) => box.id === hit.id);
  if (!target) return undefined;
  return {
    name: "resizing",
    pointer: input.pointer,
    from: input.at,
    target,
    model: editor.model,
    handle: hit.handle,
    box: target.box,
  };
}

/** One handle follows the pointer: Shift keeps the proportions, Alt the centre. Released, it is one step. */
export function resizing(state: Resizing, input: PointerInput, editor: ToolEditor): ToolStep {
  if (input.pointer !== state.pointer) return stay(state);
  if (input.type === "cancel") return stay(IDLE);
  if (input.type === "down") return stay(state);
  const by = { x: input.at.x - state.from.x, y: input.at.y - state.from.y };
  const grabbed = handlePoint(state.target.box, state.handle);
  const box =
    by.x === 0 && by.y === 0
      ? state.target.box
      : resizeBox(
          state.target.box,
          state.handle,
          { x: grabbed.x + by.x, y: grabbed.y + by.y },
          { photo: editor.photo, keepAspect: input.shift, fromCentre: input.alt },
        );
  if (input.type === "move") return stay({ ...state, box });
  const target = { photo: editor.photo, model: state.model, boxes: [state.target] };
  const document = placeBoxes(editor.document, target, new Map([[state.target.id, box]]));
  return stay(IDLE, {
    do: "commit",
    document,
    notice: "resized",
    count: 1,
    selection: [state.target.id],
  });
}
