import type { HitTarget } from "../hit-test";
import type { HandleName } from "../resize-box";
import type { ToolName, ToolState } from "./tool-types";

const HANDLE_CURSORS: Readonly<Record<HandleName, string>> = {
  nw: "nwse-resize",
  se: "nwse-resize",
  ne: "nesw-resize",
  sw: "nesw-resize",
  n: "ns-resize",
  s: "ns-resize",
  e: "ew-resize",
  w: "ew-resize",
};

export interface CursorScene {
  readonly state: ToolState;
  readonly target: HitTarget;
  readonly tool: ToolName;
  readonly space: boolean;
  readonly ctrl: boolean;
  readonly isReadOnly: boolean;
}

/** The CSS cursor that says what a press here would do. */
export function cursorFor({ state, target, tool, space, ctrl, isReadOnly }: CursorScene): string {
  if (state.name === "panning" || state.name === "pinching") return "grabbing";
  if (state.name === "dragging") return state.isCopy ? "copy" : "move";
  if (state.name === "resizing") return HANDLE_CURSORS[state.handle];
  if (state.name === "drawing" || state.name === "marquee") return "crosshair";
  if (space || tool === "pan") return "grab";
  if (target.on === "handle" && !isReadOnly) return HANDLE_CURSORS[target.handle];
  if (tool === "draw" && !ctrl && !isReadOnly) return "crosshair";
  return target.on === "photo" ? "default" : isReadOnly ? "pointer" : "move";
}
