import { panBy } from "../viewport";
import { IDLE, type Panning, type PointerInput, stay, type ToolEditor, type ToolStep } from "./tool-types";

export function startPanning(input: PointerInput): Panning {
  return { name: "panning", pointer: input.pointer, last: input.stage };
}

/** The photo follows the hand. Cancelling leaves it where it is. */
export function panning(state: Panning, input: PointerInput, editor: ToolEditor): ToolStep {
  if (input.pointer !== state.pointer) return stay(state);
  if (input.type === "up" || input.type === "cancel") return stay(IDLE);
  if (input.type === "down") return stay(state);
  const by = { x: input.stage.x - state.last.x, y: input.stage.y - state.last.y };
  const viewport = panBy(editor.viewport, by, { photo: editor.photo, stage: editor.stage });
  return stay({ ...state, last: input.stage }, { do: "viewport", viewport });
}
