import { boxesAt, type ChipArea, hitTest } from "@/lib/core/editor/hit-test";
import { cursorFor } from "@/lib/core/editor/tools/cursor";
import { cancelTools, stepTools } from "@/lib/core/editor/tools/tool-machine";
import type { PointerInput, ToolEditor, ToolEffect } from "@/lib/core/editor/tools/tool-types";
import { toSource } from "@/lib/core/editor/viewport";
import type { EditorKernel } from "./editor-kernel";
import type { EditorActions, StagePointer } from "./editor-state";

type ToolActions = Pick<
  EditorActions,
  "setTool" | "point" | "cancelGesture" | "setChips" | "setHiddenClasses" | "setReadOnly"
>;

function toolEditor(kernel: EditorKernel): ToolEditor {
  const state = kernel.get();
  return {
    photo: state.photo,
    stage: state.stageSize,
    viewport: state.viewport,
    document: state.document,
    model: state.model,
    boxes: state.compare ? [] : state.visibleBoxes,
    selection: state.selection,
    tool: state.tool,
    isReadOnly: state.isReadOnly || state.compare,
    newId: kernel.newId,
  };
}

function apply(kernel: EditorKernel, effect: ToolEffect): void {
  switch (effect.do) {
    case "select":
      kernel.select(effect.ids);
      break;
    case "hover":
      if (effect.id !== kernel.get().hovered) kernel.set({ hovered: effect.id });
      break;
    case "viewport":
      kernel.set({ viewport: effect.viewport, isFitted: false });
      break;
    case "fit":
      kernel.get().fit();
      break;
    case "pick-class":
      kernel.set({ picker: { ids: effect.ids, reason: effect.reason } });
      break;
    case "commit":
      kernel.commit(effect.document, effect);
      break;
  }
}

/** A press and its release look up what lies at a place; a move does not. */
function hasPlace({ type }: StagePointer): boolean {
  return type === "down" || type === "up";
}

/** Pointer events in, effects applied: the bridge from the stage to the tools. */
export function createToolActions(kernel: EditorKernel): ToolActions {
  const { get, set } = kernel;
  let chips: readonly ChipArea[] = [];
  let lastEvent: StagePointer | undefined;

  function look(event: StagePointer, editor: ToolEditor): PointerInput {
    const { viewport, boxes, selection } = editor;
    const handles =
      editor.isReadOnly || editor.tool === "pan" ? "none" : editor.tool === "draw" ? "grips" : "edges";
    const scene = { boxes, selection, viewport, kind: event.kind, handles, chips } as const;
    return {
      ...event,
      at: toSource(viewport, event.stage),
      target: hitTest(scene, event.stage),
      under: hasPlace(event) ? boxesAt(scene, event.stage).map((box) => box.id) : [],
    };
  }

  function showCursor(event: StagePointer): void {
    const editor = toolEditor(kernel);
    const cursor = cursorFor({
      state: get().machine.state,
      target: look({ ...event, type: "move" }, editor).target,
      tool: editor.tool,
      space: event.space,
      ctrl: event.ctrl,
      isReadOnly: editor.isReadOnly,
    });
    if (cursor !== get().cursor) set({ cursor });
  }

  return {
    setTool(tool) {
      set({ tool, machine: cancelTools(get().machine), hovered: null });
      if (lastEvent) showCursor(lastEvent);
    },
    point(event) {
      lastEvent = event;
      if (event.kind !== get().pointerKind) set({ pointerKind: event.kind });
      // A press on the stage is outside the picker: no class is taken from it.
      if (event.type === "down" && get().picker) get().closePicker();
      const editor = toolEditor(kernel);
      const { machine, effects } = stepTools(get().machine, look(event, editor), editor);
      if (machine !== get().machine) set({ machine });
      for (const effect of effects) apply(kernel, effect);
      if (event.kind !== "touch") showCursor(event);
    },
    cancelGesture() {
      if (get().machine.state.name === "idle") return false;
      set({ machine: cancelTools(get().machine) });
      if (lastEvent) showCursor(lastEvent);
      return true;
    },
    setChips(areas) {
      chips = areas;
    },
    setHiddenClasses: kernel.setHiddenClasses,
    setReadOnly(isReadOnly) {
      set({ isReadOnly, machine: cancelTools(get().machine) });
    },
  };
}
