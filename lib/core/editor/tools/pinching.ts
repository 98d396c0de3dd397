import { panBy, zoomAt } from "../viewport";
import {
  distance,
  type Panning,
  type Pinching,
  type PointerInput,
  stay,
  type ToolEditor,
  type ToolStep,
} from "./tool-types";

/** Two fingers: the photo point under each stays under it. One lifted goes on as a pan. */
export function pinching(state: Pinching, input: PointerInput, editor: ToolEditor): ToolStep {
  const { first, second } = state;
  if (input.pointer !== first.pointer && input.pointer !== second.pointer) return stay(state);
  if (input.type === "up" || input.type === "cancel") {
    const left = input.pointer === first.pointer ? second : first;
    const next: Panning = { name: "panning", pointer: left.pointer, last: left.stage };
    return stay(next);
  }
  const moved = { pointer: input.pointer, stage: input.stage };
  const next: Pinching =
    input.pointer === first.pointer ? { ...state, first: moved } : { ...state, second: moved };
  const middle = (pair: Pinching) => ({
    x: (pair.first.stage.x + pair.second.stage.x) / 2,
    y: (pair.first.stage.y + pair.second.stage.y) / 2,
  });
  const spread = (pair: Pinching) => Math.max(distance(pair.first.stage, pair.second.stage), 1);
  const frame = { photo: editor.photo, stage: editor.stage };
  const from = middle(state);
  const to = middle(next);
  const panned = panBy(editor.viewport, { x: to.x - from.x, y: to.y - from.y }, frame);
  const scale = panned.scale * (spread(next) / spread(state));
  return stay(next, { do: "viewport", viewport: zoomAt(panned, scale, to, frame) });
}
