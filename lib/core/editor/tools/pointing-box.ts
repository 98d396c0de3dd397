import { startDragging } from "./dragging";
import { startPanning } from "./panning";
import {
  hasMoved,
  IDLE,
  type PointerInput,
  type PointingBox,
  stay,
  type ToolEditor,
  type ToolStep,
} from "./tool-types";

/** The box below the one selected now, back to the first after the last. */
export function nextUnder(
  { under }: Pick<PointerInput, "under">,
  selection: readonly string[],
): string | undefined {
  const current = under.findIndex((id) => selection.includes(id));
  return under[(current + 1) % Math.max(under.length, 1)];
}

function click(state: PointingBox, editor: ToolEditor): ToolStep {
  const { press, id } = state;
  if (press.alt) return stay(IDLE, { do: "select", ids: [nextUnder(press, editor.selection) ?? id] });
  // Shift already added a box that was not selected at the press; here it takes away one that was.
  if (press.shift) {
    return state.wasSelected
      ? stay(IDLE, { do: "select", ids: editor.selection.filter((each) => each !== id) })
      : stay(IDLE);
  }
  return stay(IDLE, { do: "select", ids: [id] });
}

/** @param id the box under the press */
export function startPointingBox(press: PointerInput, id: string, editor: ToolEditor): ToolStep {
  const wasSelected = editor.selection.includes(id);
  const state: PointingBox = { name: "pointing-box", press, id, wasSelected };
  // A finger selects on release, since it may be about to pan; Alt+click decides on release what lies below.
  if (wasSelected || press.kind === "touch" || press.alt) return stay(state);
  const ids = press.shift ? [...editor.selection, id] : [id];
  return stay(state, { do: "select", ids });
}

/** A click selects; a drag moves. A finger moves only what was selected before, and pans otherwise. */
export function pointingBox(state: PointingBox, input: PointerInput, editor: ToolEditor): ToolStep {
  const { press } = state;
  if (input.pointer !== press.pointer) return stay(state);
  if (input.type === "cancel") return stay(IDLE);
  if (input.type === "up") return click(state, editor);
  if (input.type === "down" || !hasMoved(press, input)) return stay(state);
  if (editor.isReadOnly || (press.kind === "touch" && !state.wasSelected)) return stay(startPanning(press));
  const ids = editor.selection.includes(state.id) ? editor.selection : [state.id];
  const step = startDragging(press, input, { ids, editor });
  return { ...step, effects: [{ do: "select", ids }, ...step.effects] };
}
