import { relabelBoxes } from "@/lib/core/editor/commands";
import { undo } from "@/lib/core/editor/history";
import { rememberClass } from "./edit-actions";
import type { EditorKernel } from "./editor-kernel";
import type { EditorActions } from "./editor-state";

/** The class picker: for a box drawn just now its choice is part of drawing, one undo step with it. */
export function createPickerActions(
  kernel: EditorKernel,
): Pick<EditorActions, "openPicker" | "chooseClass" | "closePicker"> {
  const { get, set } = kernel;
  return {
    openPicker(ids = get().selection) {
      if (ids.length > 0) set({ picker: { ids, reason: "relabel" } });
    },
    chooseClass(classId) {
      const { picker, document, recentClassIds } = get();
      if (!picker) return;
      const target = kernel.target(picker.ids);
      const next = relabelBoxes(document, target, classId);
      set({ picker: null, recentClassIds: rememberClass(recentClassIds, classId) });
      if (picker.reason === "drawn") kernel.amend(next);
      else kernel.commit(next, { notice: "relabelled", count: target.boxes.length });
    },
    closePicker(discard = false) {
      const { picker } = get();
      set({ picker: null });
      if (discard && picker?.reason === "drawn") kernel.travel(undo);
    },
  };
}
