"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useStore } from "zustand";
import type { EditorStore } from "@/lib/client/editor/editor-store";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { boxToStage } from "@/lib/core/editor/viewport";
import { besideBox } from "./anchor";
import { ClassPicker } from "./class-picker";
import type { BoxColour } from "./editor-props";

export interface PickerPanelProps {
  readonly store: EditorStore;
  readonly classes: readonly ModelClass[];
  readonly colourOf: (classId: number) => BoxColour;
  readonly labelOf: (classId: number) => string;
  /** Gives the focus back to the stage. */
  readonly onDone: () => void;
}

const PANEL = { width: 272, height: 340 };
/** On a stage narrower than this the panel lies along its lower edge. */
const NARROW = 560;

/** Classes of the shown boxes, most frequent first. */
function seenClasses(boxes: readonly { readonly classId: number }[]): number[] {
  const counts = new Map<number, number>();
  for (const { classId } of boxes) counts.set(classId, (counts.get(classId) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([classId]) => classId);
}

/** The open class picker, beside the box it names. */
export function PickerPanel({ store, classes, colourOf, labelOf, onDone }: PickerPanelProps) {
  const t = useTranslations("editor.picker");
  const { picker, stageBoxes, viewport, stageSize, recentClassIds, pointerKind } = useStore(store);
  const named = stageBoxes.filter((box) => picker?.ids.includes(box.id));
  const [first] = named;
  const seenIds = useMemo(() => seenClasses(stageBoxes), [stageBoxes]);
  if (!picker || !first) return null;

  const isNarrow = stageSize.width < NARROW;
  const panel = { width: PANEL.width, height: Math.min(PANEL.height, stageSize.height - 16) };
  const place = besideBox(boxToStage(viewport, first.box), { stage: stageSize, panel, gap: 14 });
  const style = isNarrow
    ? { left: 8, right: 8, bottom: 8, maxHeight: Math.min(stageSize.height * 0.62, 380) }
    : { ...place, width: panel.width, maxHeight: panel.height };
  const isDrawn = picker.reason === "drawn";
  const title = isDrawn ? t("titleDrawn") : t("titleRelabel", { count: named.length });

  return (
    <div
      role="dialog"
      aria-label={title}
      key={picker.ids.join(" ")}
      style={style}
      className="absolute z-20 flex animate-fade-in flex-col overflow-hidden rounded-card border border-line bg-raised shadow-float"
    >
      <ClassPicker
        classes={classes}
        recentIds={recentClassIds}
        seenIds={seenIds}
        currentId={first.classId}
        colourOf={colourOf}
        labelOf={labelOf}
        autoFocus={pointerKind !== "touch"}
        closeLabel={isDrawn ? t("takeBack") : t("close")}
        hint={isDrawn ? t("hintDrawn") : t("hintRelabel")}
        onChoose={(classId) => {
          store.getState().chooseClass(classId);
          onDone();
        }}
        onClose={() => {
          store.getState().closePicker(true);
          onDone();
        }}
      />
    </div>
  );
}
