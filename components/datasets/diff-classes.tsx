"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { classColour } from "@/components/ui/class-colour";
import { classNames } from "@/components/ui/class-names";
import type { ClassRegistryView } from "@/lib/client/datasets/use-registry";
import type { VersionDiff } from "@/lib/contracts/dataset-versions";

type ClassChange = VersionDiff["classes"][number];
const SHOWN = 20;

interface DiffClassesProps {
  readonly classes: readonly ClassChange[];
  readonly before: number;
  readonly after: number;
  readonly registry: ClassRegistryView;
}

/** Class histograms of both versions side by side, most changed first. */
export function DiffClasses({ classes, before, after, registry }: DiffClassesProps) {
  const t = useTranslations("versionDiff");
  const [isWhole, setIsWhole] = useState(false);
  const sorted = classes.toSorted(
    (a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || b.after - a.after,
  );
  const longest = Math.max(1, ...classes.flatMap((one) => [one.before, one.after]));
  const shown = isWhole ? sorted : sorted.slice(0, SHOWN);
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold text-lead">{t("classes")}</h3>
      <div className="grid grid-cols-[1fr_minmax(88px,150px)_1fr] gap-x-3 text-ink-soft text-meta">
        <span className="text-right">{t("version", { number: before })}</span>
        <span />
        <span>{t("version", { number: after })}</span>
      </div>
      <ul className="flex flex-col gap-1">
        {shown.map((one) => (
          <li key={one.id} className="grid grid-cols-[1fr_minmax(88px,150px)_1fr] items-center gap-x-3">
            <Bar one={one} side="before" longest={longest} registry={registry} />
            <span className="truncate text-center" title={one.displayName}>
              {one.displayName}
              {one.nameBefore ? (
                <span className="block truncate text-ink-soft text-meta">
                  {t("was", { name: one.nameBefore })}
                </span>
              ) : null}
            </span>
            <Bar one={one} side="after" longest={longest} registry={registry} />
          </li>
        ))}
      </ul>
      {sorted.length > SHOWN ? (
        <Button size="small" tone="quiet" className="self-start" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t("fewer") : t("allClasses", { count: sorted.length })}
        </Button>
      ) : null}
    </section>
  );
}

interface BarProps {
  readonly one: ClassChange;
  readonly side: "before" | "after";
  readonly longest: number;
  readonly registry: ClassRegistryView;
}

function Bar({ one, side, longest, registry }: BarProps) {
  const { light, dark } = classColour(one.id, registry.kindOf(one.id));
  const difference = one.after - one.before;
  return (
    <span className={classNames("flex items-center gap-2", side === "before" && "flex-row-reverse")}>
      <span
        aria-hidden
        className="h-4 rounded-small bg-(--bar) dark:bg-(--bar-dark)"
        style={{
          width: `${(75 * one[side]) / longest}%`,
          ["--bar" as string]: light,
          ["--bar-dark" as string]: dark,
        }}
      />
      <span className="tabular text-meta">
        {one[side]}
        {side === "after" && difference !== 0 ? (
          <span className="ml-1 text-ink-soft">
            ({difference > 0 ? "+" : "−"}
            {Math.abs(difference)})
          </span>
        ) : null}
      </span>
    </span>
  );
}
