import { inReadingOrder } from "@/lib/core/editor/reading-order";
import { fitViewport, panBy, revealBox, type Viewport, zoomAt } from "@/lib/core/editor/viewport";
import type { EditorKernel } from "./editor-kernel";
import type { EditorActions } from "./editor-state";

type ViewActions = Pick<
  EditorActions,
  | "select"
  | "selectAll"
  | "selectNext"
  | "hover"
  | "setStageSize"
  | "setViewport"
  | "zoomBy"
  | "zoomTo"
  | "panBy"
  | "fit"
  | "reveal"
  | "setCompare"
>;

function joined(before: readonly string[], ids: readonly string[], mode: "add" | "toggle"): string[] {
  const kept = mode === "toggle" ? before.filter((id) => !ids.includes(id)) : [...before];
  return [...kept, ...ids.filter((id) => !before.includes(id))];
}

/** Selection, tool and viewport: nothing here touches the document. */
export function createViewActions(kernel: EditorKernel): ViewActions {
  const { get, set } = kernel;
  const frame = () => ({ photo: get().photo, stage: get().stageSize });
  const middle = () => ({ x: get().stageSize.width / 2, y: get().stageSize.height / 2 });
  const move = (viewport: Viewport) => set({ viewport, isFitted: false });

  const actions: ViewActions = {
    select(ids, mode = "replace") {
      kernel.select(mode === "replace" ? ids : joined(get().selection, ids, mode));
    },
    selectAll() {
      kernel.select(get().visibleBoxes.map((box) => box.id));
    },
    selectNext(step) {
      const order = inReadingOrder(get().visibleBoxes, get().photo.height);
      const current = order.findIndex((box) => box.id === get().selection.at(step === 1 ? -1 : 0));
      const start = step === 1 ? 0 : order.length - 1;
      const next = order[current < 0 ? start : current + step];
      kernel.select(next ? [next.id] : []);
      if (next) actions.reveal(next.id);
      return next !== undefined;
    },
    hover(id) {
      if (id !== get().hovered) set({ hovered: id });
    },
    setStageSize(stageSize) {
      const { viewport, photo, isFitted } = get();
      set({ stageSize, viewport: isFitted ? fitViewport(photo, stageSize) : viewport });
    },
    setViewport: move,
    zoomBy(factor, at = middle()) {
      move(zoomAt(get().viewport, get().viewport.scale * factor, at, frame()));
    },
    zoomTo(scale, at = middle()) {
      move(zoomAt(get().viewport, scale, at, frame()));
    },
    panBy(by) {
      move(panBy(get().viewport, by, frame()));
    },
    fit() {
      set({ viewport: fitViewport(get().photo, get().stageSize), isFitted: true });
    },
    reveal(id) {
      const found = get().stageBoxes.find((box) => box.id === id);
      if (!found) return;
      const viewport = revealBox(get().viewport, found.box, frame());
      if (viewport !== get().viewport) move(viewport);
    },
    setCompare(compare) {
      set({ compare });
    },
  };
  return actions;
}
