import { startDrawing } from "./drawing";
import { startPanning } from "./panning";
import { startPointingBox } from "./pointing-box";
import { startResizing } from "./resizing";
import { IDLE, type PointerInput, stay, type ToolEditor, type ToolStep } from "./tool-types";

function isHand(input: PointerInput, editor: ToolEditor): boolean {
  return input.button === 1 || input.space || editor.tool === "pan";
}

/** With the drawing tool only the selected box's handles and, with Ctrl, other boxes can be grabbed. */
function isDrawing(input: PointerInput, editor: ToolEditor): boolean {
  return editor.tool === "draw" && !editor.isReadOnly && !input.ctrl;
}

function press(input: PointerInput, editor: ToolEditor): ToolStep {
  if (isHand(input, editor)) return stay(startPanning(input));
  const { target } = input;
  if (input.button === 2) {
    if (target.on === "photo" || editor.isReadOnly) return stay(IDLE);
    const ids = editor.selection.includes(target.id) ? editor.selection : [target.id];
    return stay(IDLE, { do: "select", ids }, { do: "pick-class", ids, reason: "relabel" });
  }
  if (input.button !== 0) return stay(IDLE);
  if (target.on === "handle" && !editor.isReadOnly) return stay(startResizing(input, editor) ?? IDLE);
  if (isDrawing(input, editor)) return stay(startDrawing(input, editor));
  // Ctrl+drag draws the selecting rectangle even where boxes cover the whole photo.
  if (target.on !== "photo" && !(input.ctrl && editor.tool === "select")) {
    return startPointingBox(input, target.id, editor);
  }
  return stay({ name: "pointing-photo", press: input });
}

/** Nothing pressed: a move shows what is under the pointer, a press starts something. */
export function idle(input: PointerInput, editor: ToolEditor): ToolStep {
  if (input.type === "down") return press(input, editor);
  if (input.type !== "move" || input.kind === "touch") return stay(IDLE);
  const isBlind = isHand(input, editor) || isDrawing(input, editor);
  return stay(IDLE, { do: "hover", id: isBlind || input.target.on === "photo" ? null : input.target.id });
}
