"use client";

import { ChevronRight, Eye, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { Slider } from "@/components/ui/slider";
import type { ClassGroup } from "@/lib/client/detection/class-groups";
import { isAsSaved, type PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useClasses, useFilter } from "@/lib/client/workspace/workspace-context";
import { BoxRow } from "./box-row";
import { formatScore } from "./format";
import { Swatch } from "./swatch";

interface ClassRowProps {
  readonly group: ClassGroup;
  readonly photo: PhotoItem;
}

/** A class: its colour, name and count, an eye, a threshold of its own, and its boxes below. */
export const FoundClassRow = memo(function ClassRow({ group, photo }: ClassRowProps) {
  const t = useTranslations("found");
  const classes = useClasses();
  const toggle = useFilter((state) => state.toggleClass);
  const [isOpen, setIsOpen] = useState(group.boxes.length <= 12);
  const listId = useId();
  const { classId, name, boxes } = group;
  return (
    <li>
      <div className="group flex h-10 items-center gap-1 pr-2 pl-2 pointer-coarse:h-12">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-label={t("expand", { name })}
          onClick={() => setIsOpen(!isOpen)}
          className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-small px-1 text-left outline-offset-[-2px]"
        >
          <ChevronRight
            aria-hidden
            className={classNames(
              "size-3.5 shrink-0 text-ink-soft transition-transform duration-100",
              isOpen && "rotate-90",
            )}
          />
          <Swatch classId={classId} kind={classes.kindOf(classId)} />
          <span className="truncate font-medium">{name}</span>
          <span className="tabular text-ink-soft text-meta">{boxes.length}</span>
        </button>
        {isAsSaved(photo) ? null : <ClassThreshold classId={classId} name={name} />}
        <IconButton label={t("hide", { name })} size="small" side="left" onClick={() => toggle(classId)}>
          <Eye aria-hidden />
        </IconButton>
      </div>
      {isOpen ? (
        <ul id={listId}>
          {boxes.map((box) => (
            <BoxRow key={box.id} box={box} name={name} photo={photo} />
          ))}
        </ul>
      ) : null}
    </li>
  );
});

function ClassThreshold({ classId, name }: { readonly classId: number; readonly name: string }) {
  const t = useTranslations("found");
  const waits = useTranslations("waits");
  const own = useFilter(({ filter }) => filter.confidenceByClass[classId]);
  const general = useFilter(({ filter }) => filter.confidence);
  const set = useFilter((state) => state.setClassConfidence);
  const value = own ?? general;
  return (
    <Popover
      label={t("threshold", { name })}
      className="w-64"
      trigger={
        own === undefined ? (
          <button
            type="button"
            aria-label={t("threshold", { name })}
            className="inline-flex size-7 items-center justify-center rounded-small text-ink-soft hover:bg-sunken hover:text-ink pointer-coarse:size-11"
          >
            <SlidersHorizontal aria-hidden className="size-4" />
          </button>
        ) : (
          <button
            type="button"
            aria-label={`${t("threshold", { name })}, ${formatScore(own)}`}
            className="tabular inline-flex h-6 items-center rounded-small bg-leaf-wash px-1.5 font-medium text-leaf-strong text-meta"
          >
            {t("thresholdShort", { value: formatScore(own) })}
          </button>
        )
      }
    >
      <div className="flex items-baseline justify-between gap-2">
        <span className="font-medium">{t("thresholdTitle", { name })}</span>
        <span className="tabular">{formatScore(value)}</span>
      </div>
      <Slider
        label={t("threshold", { name })}
        value={value}
        min={0.01}
        max={0.99}
        step={0.01}
        valueText={formatScore(value)}
        onChange={(next) => set(classId, next)}
        className="mt-2"
      />
      <Button
        size="small"
        tone="quiet"
        waitsFor={own === undefined && waits("noThreshold")}
        onClick={() => set(classId, null)}
        className="mt-2 -ml-2"
      >
        {t("thresholdReset")}
      </Button>
    </Popover>
  );
}
