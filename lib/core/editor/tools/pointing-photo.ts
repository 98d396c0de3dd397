import { startMarquee } from "./marquee";
import { startPanning } from "./panning";
import {
  hasMoved,
  IDLE,
  type PointerInput,
  type PointingPhoto,
  stay,
  type ToolEditor,
  type ToolStep,
} from "./tool-types";

/** A click beside all boxes selects none; a drag selects by rectangle with the mouse and pans with a finger. */
export function pointingPhoto(state: PointingPhoto, input: PointerInput, editor: ToolEditor): ToolStep {
  const { press } = state;
  if (input.pointer !== press.pointer) return stay(state);
  if (input.type === "cancel") return stay(IDLE);
  if (input.type === "up") {
    return press.shift || press.ctrl ? stay(IDLE) : stay(IDLE, { do: "select", ids: [] });
  }
  if (input.type === "down" || !hasMoved(press, input)) return stay(state);
  if (press.kind === "touch") return stay(startPanning(input));
  return startMarquee(press, input, editor);
}
