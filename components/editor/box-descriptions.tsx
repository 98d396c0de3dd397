"use client";

import { useTranslations } from "next-intl";
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { EditorStore } from "@/lib/client/editor/editor-store";
import { rivalOf } from "@/lib/core/detection/class-scores";
import type { ShownBox } from "@/lib/core/editor/document";
import { inReadingOrder } from "@/lib/core/editor/reading-order";
import type { SayScore } from "./editor-props";

export interface BoxDescriptionsProps {
  readonly store: EditorStore;
  readonly labelOf: (classId: number) => string;
  readonly sayScore: SayScore;
}

/** More boxes than this are counted, not read out one by one. */
const MOST_DESCRIBED = 100;

function useWords({ labelOf, sayScore }: Pick<BoxDescriptionsProps, "labelOf" | "sayScore">) {
  const t = useTranslations("editor.describe");
  const from = (shown: ShownBox) => {
    const word = sayScore(shown);
    if (word === "") return t("detectedPlain");
    return word ? t("detectedSaid", { word }) : t("detected", { score: (shown.score ?? 0).toFixed(2) });
  };
  return (shown: ShownBox) => {
    const { box, classId, state } = shown;
    return t("box", {
      name: labelOf(classId),
      how: state === "detected" ? from(shown) : t(state),
      left: Math.round(box.x1),
      top: Math.round(box.y1),
      width: Math.round(box.x2 - box.x1),
      height: Math.round(box.y2 - box.y1),
    });
  };
}

/** The list changes when the boxes do, not with every move of the pointer. */
const BoxList = memo(function BoxList({ ordered, labelOf, sayScore }: ListProps) {
  const t = useTranslations("editor.describe");
  const inWords = useWords({ labelOf, sayScore });
  return (
    <>
      <p>{t("count", { count: ordered.length })}</p>
      <ol aria-label={t("list")}>
        {ordered.slice(0, MOST_DESCRIBED).map((box) => (
          <li key={box.id} data-score={box.state === "detected" ? box.score?.toFixed(2) : undefined}>
            {inWords(box)}
          </li>
        ))}
      </ol>
    </>
  );
});

interface ListProps {
  readonly ordered: readonly ShownBox[];
  readonly labelOf: (classId: number) => string;
  readonly sayScore: SayScore;
}

/** The boxes in words for screen readers, and what just happened to them. Not visible. */
export function BoxDescriptions({ store, labelOf, sayScore }: BoxDescriptionsProps) {
  const t = useTranslations("editor");
  const { visibleBoxes, photo, selection, notice, tool } = useStore(
    store,
    useShallow(({ visibleBoxes, photo, selection, notice, tool }) => ({
      visibleBoxes,
      photo,
      selection,
      notice,
      tool,
    })),
  );
  const inWords = useWords({ labelOf, sayScore });
  const withOther = (box: ShownBox) => {
    const other = rivalOf(box.score, box.alternatives);
    return other ? t("describe.orElse", { told: inWords(box), name: labelOf(other.classId) }) : inWords(box);
  };
  // words follow the picture, so that a slider's frame is spent on boxes
  const told = useDeferredValue(visibleBoxes);
  const ordered = useMemo(() => inReadingOrder(told, photo.height), [told, photo.height]);
  const [said, setSaid] = useState("");

  const at = selection.length === 1 ? ordered.findIndex((box) => box.id === selection[0]) : -1;
  const selected = ordered[at];
  const chosen = selected
    ? t("describe.selected", { what: withOther(selected), at: at + 1, of: ordered.length })
    : selection.length > 1
      ? t("describe.many", { count: selection.length })
      : "";

  useEffect(() => {
    setSaid(chosen);
  }, [chosen]);
  useEffect(() => {
    if (notice) setSaid(t(`notice.${notice.kind}`, { count: notice.count }));
  }, [notice, t]);
  const announced = useRef(tool);
  useEffect(() => {
    if (announced.current !== tool) setSaid(t("describe.tool", { tool: t(tool) }));
    announced.current = tool;
  }, [tool, t]);

  return (
    <div className="sr-only">
      <output aria-live="polite">{said}</output>
      <BoxList ordered={ordered} labelOf={labelOf} sayScore={sayScore} />
    </div>
  );
}
