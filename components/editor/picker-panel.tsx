"use client";

import { useTranslations } from "next-intl";
import { type CSSProperties, type ReactNode, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { useDismiss } from "@/components/ui/use-dismiss";
import type { EditorState } from "@/lib/client/editor/editor-state";
import type { EditorStore } from "@/lib/client/editor/editor-store";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import type { ClassScore } from "@/lib/core/detection/types";
import { boxToStage } from "@/lib/core/editor/viewport";
import { besideBox } from "./anchor";
import { ClassPicker } from "./class-picker";
import type { BoxColour, SayScore } from "./editor-props";

export interface PickerPanelProps {
  readonly store: EditorStore;
  readonly classes: readonly ModelClass[];
  readonly colourOf: (classId: number) => BoxColour;
  readonly labelOf: (classId: number) => string;
  readonly sayScore: SayScore;
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

function guessesOf(store: EditorStore, id: string, _seen: EditorState["candidates"]): readonly ClassScore[] {
  return store.getState().guessClasses(id);
}

/** The open class picker, beside the box it names. */
export function PickerPanel(props: PickerPanelProps) {
  const { store, classes, colourOf, labelOf, sayScore, onDone } = props;
  const t = useTranslations("editor.picker");
  const { picker, stageBoxes, visibleBoxes, candidates, ...view } = useStore(store);
  const { viewport, stageSize, recentClassIds, pointerKind } = view;
  const named = visibleBoxes.filter((box) => picker?.ids.includes(box.id));
  const [first] = named;
  const seenIds = useMemo(() => seenClasses(stageBoxes), [stageBoxes]);
  const firstId = first?.id;
  const suggested = useMemo(
    // a run that comes in while the picker is open has more to say
    () => (firstId === undefined ? [] : guessesOf(store, firstId, candidates)),
    [store, firstId, candidates],
  );
  if (!picker || !first) return null;

  const isNarrow = stageSize.width < NARROW;
  const panel = { width: PANEL.width, height: Math.min(PANEL.height, stageSize.height - 16) };
  const place = besideBox(boxToStage(viewport, first.box), { stage: stageSize, panel, gap: 14 });
  const style = isNarrow
    ? { left: 8, right: 8, bottom: 8, maxHeight: Math.min(stageSize.height * 0.62, 380) }
    : { ...place, width: panel.width, maxHeight: panel.height };
  const isDrawn = picker.reason === "drawn";
  const { state } = first;
  const isUnnamed = state === "unnamed" || state === "unknown";
  const titles = { unnamed: t("titleDrawn"), unknown: t("titleUnknown") };
  const title = isUnnamed ? titles[state] : t("titleRelabel", { count: named.length });
  const leave = (discard: boolean) => {
    store.getState().closePicker(discard);
    onDone();
  };

  return (
    <Panel
      key={picker.ids.join(" ")}
      label={title}
      style={style}
      onEscape={() => leave(true)}
      onOutside={() => store.getState().closePicker()}
    >
      <ClassPicker
        classes={classes}
        suggested={suggested}
        recentIds={recentClassIds}
        seenIds={seenIds}
        currentId={isUnnamed ? undefined : first.classId}
        colourOf={colourOf}
        labelOf={labelOf}
        sayScore={sayScore}
        autoFocus={pointerKind !== "touch"}
        closeLabel={isDrawn ? t("takeBack") : t("close")}
        hint={isDrawn ? t("hintDrawn") : isUnnamed ? t("hintUnnamed") : t("hintRelabel")}
        onChoose={(classId) => {
          store.getState().chooseClass(classId);
          onDone();
        }}
        onClose={() => leave(true)}
      />
    </Panel>
  );
}

interface PanelProps {
  readonly label: string;
  readonly style: CSSProperties;
  readonly onEscape: () => void;
  readonly onOutside: () => void;
  readonly children: ReactNode;
}

/** A dialog that Escape and everything outside it close, no matter where the focus is. */
function Panel({ label, style, onEscape, onOutside, children }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  useDismiss({ panel, onEscape, onOutside });
  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={label}
      style={style}
      className="absolute z-20 flex animate-fade-in flex-col overflow-hidden rounded-card border border-line bg-raised shadow-float"
    >
      {children}
    </div>
  );
}
