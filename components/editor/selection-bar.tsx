"use client";

import { Check, ChevronDown, Copy, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useStore } from "zustand";
import { ClassChips } from "@/components/ui/class-chips";
import { IconButton } from "@/components/ui/icon-button";
import type { EditorStore } from "@/lib/client/editor/editor-store";
import { KEY_TABLE, shownKey } from "@/lib/client/keys/key-table";
import { OFFERED_NAMES } from "@/lib/core/detection/class-scores";
import { boxToStage } from "@/lib/core/editor/viewport";
import type { Box } from "@/lib/core/geometry/box";
import { alongBox, type Covered } from "./anchor";
import type { BoxColour, SayScore } from "./editor-props";

export interface SelectionBarProps {
  readonly store: EditorStore;
  readonly colourOf: (classId: number) => BoxColour;
  readonly labelOf: (classId: number) => string;
  readonly sayScore: SayScore;
  /** Gives the focus back to the stage: the pressed button may be gone. */
  readonly onDone: () => void;
  readonly covered: Covered;
}

/** Windows this narrow get the targets of a finger. */
const NARROW = 640;

function unionOf(boxes: readonly Box<"source">[]): Box<"source"> {
  return {
    x1: Math.min(...boxes.map((box) => box.x1)),
    y1: Math.min(...boxes.map((box) => box.y1)),
    x2: Math.max(...boxes.map((box) => box.x2)),
    y2: Math.max(...boxes.map((box) => box.y2)),
  };
}

/** What can be done with the selected boxes, along their edge; gone while something moves. */
export function SelectionBar({ store, colourOf, labelOf, sayScore, onDone, covered }: SelectionBarProps) {
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
  const alternatives = boxes.length === 1 ? first.alternatives.slice(0, OFFERED_NAMES) : [];
  const isCoarse = isTouch || stageSize.width < NARROW;
  const chipRow = alternatives.length === 0 ? 0 : isCoarse ? 52 : 36;
  const panel = { width: Math.min(340, stageSize.width - 16), height: (isCoarse ? 52 : 44) + chipRow };
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
      <div className="pointer-events-auto max-w-full animate-fade-in rounded-card border border-line bg-raised p-1 shadow-float">
        <div className="flex items-center gap-0.5">
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
          <IconButton
            label={t("delete")}
            shortcut={shownKey("delete")}
            onClick={() => then(state.deleteBoxes)}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
        {alternatives.length > 0 ? (
          <div className="flex items-center gap-2 px-2 pt-1">
            <span aria-hidden className="text-ink-soft text-meta">
              {t(first.state === "unknown" ? "bar.perhaps" : "bar.or")}
            </span>
            <ClassChips
              label={t("bar.alternatives", { name })}
              chips={alternatives.map(({ classId, score }, index) => ({
                id: classId,
                name: labelOf(classId),
                score: sayScore({ classId, score }) ?? score.toFixed(2),
                shortcut: KEY_TABLE.otherName.shown[index],
                label:
                  sayScore({ classId, score }) !== undefined
                    ? t("bar.alternativeUnscored", { name: labelOf(classId), instead: name })
                    : t("bar.alternative", {
                        name: labelOf(classId),
                        score: score.toFixed(2),
                        instead: name,
                      }),
                swatch: (
                  <span
                    aria-hidden
                    className="size-2.5 shrink-0 rounded-[3px]"
                    style={{ background: colourOf(classId).stroke }}
                  />
                ),
              }))}
              onChoose={(classId) => then(() => state.relabelBoxes(classId, [first.id]))}
            />
          </div>
        ) : null}
      </div>
    </div>
  );
}
