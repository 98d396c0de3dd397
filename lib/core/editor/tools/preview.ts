import type { Box } from "../../geometry/box";
import { UNNAMED_CLASS } from "../document";
import { moveBox } from "../limits";
import type { ToolState } from "./tool-types";

/** What an unfinished gesture would do, for drawing only: the document does not know of it. */
export interface Preview {
  /** Boxes elsewhere than in the document, by id. */
  readonly moved: ReadonlyMap<string, Box<"source">>;
  /** Boxes that do not exist yet; a drawn one has no class. */
  readonly drafts: readonly { readonly box: Box<"source">; readonly classId: number }[];
  readonly marquee: Box<"source"> | null;
}

const NOTHING: Preview = { moved: new Map(), drafts: [], marquee: null };

export function previewOf(state: ToolState): Preview {
  switch (state.name) {
    case "dragging": {
      const places = state.targets.map((target) => ({ ...target, box: moveBox(target.box, state.by) }));
      if (state.isCopy) return { ...NOTHING, drafts: places };
      return { ...NOTHING, moved: new Map(places.map(({ id, box }) => [id, box])) };
    }
    case "resizing":
      return { ...NOTHING, moved: new Map([[state.target.id, state.box]]) };
    case "drawing":
      return { ...NOTHING, drafts: [{ box: state.box, classId: UNNAMED_CLASS }] };
    case "marquee":
      return { ...NOTHING, marquee: state.box };
    default:
      return NOTHING;
  }
}
