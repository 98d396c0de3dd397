"use client";

import { Check, Pencil, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, useEffect, useRef } from "react";
import { ClassChips } from "@/components/ui/class-chips";
import { classNames } from "@/components/ui/class-names";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useClasses, useEditor } from "@/lib/client/workspace/workspace-context";
import { OFFERED_NAMES, rivalOf } from "@/lib/core/detection/class-scores";
import type { StageBox } from "@/lib/core/editor/document";
import { formatScore } from "./format";
import { NamedBefore } from "./named-before";
import { ScoreBar } from "./score-bar";
import { Swatch } from "./swatch";
import { useSayScore } from "./use-say-score";

interface BoxRowProps {
  readonly box: StageBox;
  readonly name: string;
  readonly photo: PhotoItem;
}

const HOW = { detected: "detected", confirmed: "confirmed", edited: "edited", drawn: "yours" } as const;

/** One box. Pointing at it points at the box on the photo, choosing it selects it there, and the other way round. */
export const BoxRow = memo(function BoxRow({ box, name, photo }: BoxRowProps) {
  const t = useTranslations("found");
  const { editor } = photo;
  const isSelected = useEditor(photo, (state) => state.selection.includes(box.id));
  const isHovered = useEditor(photo, (state) => state.hovered === box.id);
  const ref = useRef<HTMLButtonElement>(null);
  const how = t(HOW[box.state]);
  const word = useSayScore()(box);
  // a page that speaks in words has none for a name that a person decided
  const hasScore = box.score !== undefined && box.state !== "drawn" && word !== "";
  const scored = () =>
    word
      ? t("boxNameSaid", { name, how, word })
      : t("boxNameScored", { name, how, score: formatScore(box.score ?? 0) });
  const label = hasScore ? scored() : t("boxName", { name, how });

  useEffect(() => {
    if (isSelected && ref.current !== document.activeElement)
      ref.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);

  const point = (id: string | null) => editor.getState().hover(id);
  return (
    <li>
      <button
        ref={ref}
        type="button"
        aria-label={label}
        aria-pressed={isSelected}
        onPointerEnter={() => point(box.id)}
        onPointerLeave={() => point(null)}
        onFocus={() => point(box.id)}
        onBlur={() => point(null)}
        onClick={(event) => {
          const mode = event.shiftKey || event.ctrlKey || event.metaKey ? "toggle" : "replace";
          editor.getState().select([box.id], mode);
          editor.getState().reveal(box.id);
        }}
        className={classNames(
          "flex h-8 w-full items-center justify-between gap-2 pr-4 pl-[49px] outline-offset-[-2px] pointer-coarse:h-11",
          isSelected ? "bg-leaf-wash" : isHovered ? "bg-sunken" : null,
        )}
      >
        {hasScore ? <ScoreBar score={box.score ?? 0} said={word ?? formatScore(box.score ?? 0)} /> : null}
        <Origin box={box} how={how} />
      </button>
      <NamedBefore box={box} name={name} photo={photo} className="pr-4 pl-[49px]" />
      {isSelected || rivalOf(box.score, box.alternatives) ? (
        <Alternatives box={box} name={name} photo={photo} />
      ) : null}
    </li>
  );
});

/**
 * What else the object may be: one box, one count, and the other names one press away. Shown where two names are close,
 * and on the box that is selected.
 */
function Alternatives({ box, name, photo }: BoxRowProps) {
  const t = useTranslations("found");
  const classes = useClasses();
  if (box.alternatives.length === 0) return null;
  const chips = box.alternatives.slice(0, OFFERED_NAMES).map(({ classId, score }) => ({
    id: classId,
    name: classes.nameOf(classId),
    score: classes.hasWords ? "" : formatScore(score),
    label: classes.hasWords
      ? t("alternativeUnscored", { name: classes.nameOf(classId), instead: name })
      : t("alternative", { name: classes.nameOf(classId), score: formatScore(score), instead: name }),
    swatch: <Swatch classId={classId} kind={classes.kindOf(classId)} />,
  }));
  return (
    <div className="flex items-center gap-2 pr-4 pb-1.5 pl-[49px]">
      <span aria-hidden className="shrink-0 text-ink-soft text-meta">
        {t("or")}
      </span>
      <ClassChips
        label={t("alternatives", { name })}
        chips={chips}
        onChoose={(classId) => {
          const editor = photo.editor.getState();
          editor.select([box.id]);
          editor.relabelBoxes(classId, [box.id]);
        }}
      />
    </div>
  );
}

function Origin({ box, how }: { readonly box: StageBox; readonly how: string }) {
  if (box.state === "detected") return <span aria-hidden />;
  const Icon = box.state === "confirmed" ? Check : box.state === "edited" ? Pencil : UserRound;
  return (
    <span className="flex items-center gap-1.5 text-ink-soft text-meta">
      <Icon aria-hidden className="size-3.5" />
      {how}
    </span>
  );
}
