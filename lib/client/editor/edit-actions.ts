import {
  confirmBoxes,
  deleteBoxes,
  drawUnnamed,
  duplicateBoxes,
  growBoxes,
  moveBoxes,
  placeBoxes,
  relabelBoxes,
} from "@/lib/core/editor/commands";
import { redo, undo } from "@/lib/core/editor/history";
import { toSource } from "@/lib/core/editor/viewport";
import type { EditorKernel } from "./editor-kernel";
import type { EditorActions } from "./editor-state";

type EditActions = Pick<
  EditorActions,
  | "deleteBoxes"
  | "relabelBoxes"
  | "confirmBoxes"
  | "duplicateBoxes"
  | "nudgeBoxes"
  | "growBoxes"
  | "setBox"
  | "addBox"
  | "undo"
  | "redo"
>;

const MOST_RECENT = 9;

/** Puts a class first among the recent ones. */
export function rememberClass(recent: readonly number[], classId: number): number[] {
  return [classId, ...recent.filter((each) => each !== classId)].slice(0, MOST_RECENT);
}

/** The actions that change the document, each one undo step. */
export function createEditActions(kernel: EditorKernel): EditActions {
  const { get } = kernel;
  return {
    deleteBoxes(ids) {
      const target = kernel.target(ids);
      kernel.commit(deleteBoxes(get().document, target), { notice: "deleted", count: target.boxes.length });
    },
    relabelBoxes(classId, ids) {
      const target = kernel.target(ids);
      if (target.boxes.length === 0) return;
      kernel.set({ recentClassIds: rememberClass(get().recentClassIds, classId) });
      kernel.commit(relabelBoxes(get().document, target, classId), {
        notice: "relabelled",
        count: target.boxes.length,
      });
    },
    confirmBoxes(ids) {
      const target = kernel.target(ids);
      const count = target.boxes.filter((box) => box.state === "detected").length;
      kernel.commit(confirmBoxes(get().document, target), { notice: "confirmed", count });
    },
    duplicateBoxes(ids) {
      const target = kernel.target(ids);
      const copies = target.boxes.map(() => kernel.newId());
      kernel.commit(duplicateBoxes(get().document, target, copies), {
        notice: "duplicated",
        count: copies.length,
        selection: copies,
      });
    },
    nudgeBoxes(by, ids) {
      const target = kernel.target(ids);
      kernel.commit(moveBoxes(get().document, target, by), {
        notice: "moved",
        count: target.boxes.length,
        joinKey: `nudge ${target.boxes.map((box) => box.id).join(" ")}`,
      });
    },
    growBoxes(by, ids) {
      const target = kernel.target(ids);
      kernel.commit(growBoxes(get().document, target, by), {
        notice: "resized",
        count: target.boxes.length,
        joinKey: `grow ${target.boxes.map((box) => box.id).join(" ")}`,
      });
    },
    setBox(id, box) {
      const document = placeBoxes(get().document, kernel.target([id]), new Map([[id, box]]));
      kernel.commit(document, { notice: "resized", count: 1 });
    },
    addBox() {
      const { viewport, stageSize, photo, document } = get();
      const from = toSource(viewport, { x: 0, y: 0 });
      const to = toSource(viewport, { x: stageSize.width, y: stageSize.height });
      const seen = {
        x1: Math.max(from.x, 0),
        y1: Math.max(from.y, 0),
        x2: Math.min(to.x, photo.width),
        y2: Math.min(to.y, photo.height),
      };
      const centre = { x: (seen.x1 + seen.x2) / 2, y: (seen.y1 + seen.y2) / 2 };
      const half = Math.min(seen.x2 - seen.x1, seen.y2 - seen.y1) / 8;
      const id = kernel.newId();
      const box = { x1: centre.x - half, y1: centre.y - half, x2: centre.x + half, y2: centre.y + half };
      kernel.commit(drawUnnamed(document, { id, box }, photo), {
        notice: "drawn",
        count: 1,
        selection: [id],
      });
      kernel.set({ picker: { ids: [id], reason: "drawn" } });
    },
    undo() {
      if (kernel.travel(undo)) kernel.notify("undone", 1);
    },
    redo() {
      if (kernel.travel(redo)) kernel.notify("redone", 1);
    },
  };
}
