"use client";

import { Check, ChevronDown, Copy, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useStore } from "zustand";
import { IconButton } from "@/components/ui/icon-button";
import type { EditorStore } from "@/lib/client/editor/editor-store";
import { shownKey } from "@/lib/client/keys/key-table";
import { boxToStage } from "@/lib/core/editor/viewport";
import type { Box } from "@/lib/core/geometry/box";
import { alongBox, type Covered } from "./anchor";
import type { BoxColour } from "./editor-props";

export interface SelectionBarProps {
  readonly store: EditorStore;
  readonly colourOf: (classId: number) => BoxColour;
  readonly labelOf: (classId: number) => string;
  /** Gives the focus back to the stage: the pressed button may be gone. */
  readonly onDone: () => void;
  readonly covered: Covered;
}

function unionOf(boxes: readonly Box<"source">[]): Box<"source"> {
  return {
    x1: Math.min(...boxes.map((box) => box.x1)),
    y1: Math.min(...boxes.map((box) => box.y1)),
    x2: Math.max(...boxes.map((box) => box.x2)),
    y2: Math.max(...boxes.map((box) => box.y2)),
  };
}

/** What can be done with the selected boxes, along their edge; gone while something moves. */
export function SelectionBar({ store, colourOf, labelOf, onDone, covered }: SelectionBarProps) {
  const t = useTranslations("editor");
  const state = useStore(store);
  const { selection, visibleBoxes, viewport, stageSize, machine, picker, compare, isReadOnly } = state;
  const boxes = visibleBoxes.filter((box) => selection.includes(box.id));
  const [first] = boxes;
  if (!first || picker || compare || isReadOnly || machine.state.name !== "idle") return null;

  const isTouch = state.pointerKind === "touch";
  const area = boxToStage(viewport, unionOf(boxes.map(({ box }) => box)));
  const isOut = area.x2 < 0 || area.y2 < 0 || area.x1 > stageSize.width || area.y1 > stageSize.height;
  if (isOut) return null;
  const panel = { width: Math.min(340, stageSize.width - 16), height: isTouch ? 52 : 44 };
  const options = { stage: stageSize, panel, gap: isTouch ? 44 : 38, above: 32, covered };
  const { left, top } = alongBox(area, options);
  const classIds = new Set(boxes.map((box) => box.classId));
  const name = classIds.size === 1 ? labelOf(first.classId) : t("bar.classes", { count: classIds.size });
  const then = (action: () => void) => {
    action();
    onDone();
  };
  const canConfirm = boxes.some((box) => box.state === "detected");

  return (
    // biome-ignore lint/a11y/useSemanticElements: a tool bar is not a fieldset
    <div
      role="group"
      aria-label={t("bar.label", { count: boxes.length })}
      style={{ left, top, width: panel.width }}
      className="pointer-events-none absolute z-10 flex justify-center"
    >
      <div className="pointer-events-auto flex max-w-full animate-fade-in items-center gap-0.5 rounded-card border border-line bg-raised p-1 shadow-float">
        <button
          type="button"
          aria-haspopup="dialog"
          aria-label={t("bar.rename", { name })}
          onClick={() => state.openPicker()}
          className="flex h-9 min-w-0 items-center gap-2 rounded-small px-2 text-body text-ink hover:bg-sunken pointer-coarse:h-11"
        >
          <span
            aria-hidden
            className="size-3 shrink-0 rounded-[3px]"
            style={{ background: colourOf(first.classId).stroke }}
          />
          <span className="truncate font-medium">{name}</span>
          {boxes.length > 1 ? <span className="tabular text-ink-soft">× {boxes.length}</span> : null}
          <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-soft" />
        </button>
        {canConfirm ? (
          <IconButton
            label={t("confirm")}
            shortcut={shownKey("confirm")}
            onClick={() => then(state.confirmBoxes)}
          >
            <Check aria-hidden />
          </IconButton>
        ) : null}
        <IconButton
          label={t("duplicate")}
          shortcut={shownKey("duplicate")}
          onClick={() => then(state.duplicateBoxes)}
        >
          <Copy aria-hidden />
        </IconButton>
        <IconButton label={t("delete")} shortcut={shownKey("delete")} onClick={() => then(state.deleteBoxes)}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
