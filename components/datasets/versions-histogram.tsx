"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { classColour } from "@/components/ui/class-colour";
import type { ClassBoxCount } from "@/lib/contracts/dataset-versions";
import { SPLITS } from "@/lib/core/datasets/split";

const SHOWN = 20;
const OPACITY = { train: 1, val: 0.6, test: 0.3 } as const;

const total = ({ boxes }: ClassBoxCount) => boxes.train + boxes.val + boxes.test;

/** Boxes of each class, most first, the splits side by side in one bar. */
export function VersionsHistogram({ classes }: { readonly classes: readonly ClassBoxCount[] }) {
  const t = useTranslations("versions");
  const [isWhole, setIsWhole] = useState(false);
  const sorted = classes.toSorted((a, b) => total(b) - total(a));
  const longest = Math.max(1, ...sorted.map(total));
  const shown = isWhole ? sorted : sorted.slice(0, SHOWN);
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap gap-x-4 text-ink-soft text-meta">
        {SPLITS.map((split) => (
          <span key={split} className="inline-flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-small bg-ink" style={{ opacity: OPACITY[split] }} />
            {t(`split.${split}`)}
          </span>
        ))}
      </p>
      <ul className="flex flex-col gap-1">
        {shown.map((one) => (
          <li key={one.id} className="grid grid-cols-[minmax(96px,160px)_1fr_auto] items-center gap-2">
            <span className="truncate" title={one.displayName}>
              {one.displayName}
            </span>
            <ClassBar one={one} longest={longest} />
            <span className="tabular w-14 text-right text-ink-soft text-meta">{total(one)}</span>
          </li>
        ))}
      </ul>
      {sorted.length > SHOWN ? (
        <Button size="small" tone="quiet" className="self-start" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t("fewerClasses") : t("allClasses", { count: sorted.length })}
        </Button>
      ) : null}
    </div>
  );
}

function ClassBar({ one, longest }: { readonly one: ClassBoxCount; readonly longest: number }) {
  const t = useTranslations("versions");
  const { light, dark } = classColour(one.id, one.kind);
  return (
    <span
      role="img"
      aria-label={t("barLabel", { name: one.displayName, ...one.boxes })}
      className="flex h-4 overflow-hidden rounded-small bg-sunken"
    >
      {SPLITS.map((split) => (
        <span
          key={split}
          className="h-full bg-(--bar) dark:bg-(--bar-dark)"
          style={{
            width: `${(100 * one.boxes[split]) / longest}%`,
            opacity: OPACITY[split],
            ["--bar" as string]: light,
            ["--bar-dark" as string]: dark,
          }}
        />
      ))}
    </span>
  );
}
