"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import type { Overview } from "@/lib/contracts/monitor-page";

const SHOWN = 12;
const BAR_HEIGHT = 36;

interface ClassMultiplesProps {
  readonly days: readonly string[];
  readonly overview: Overview;
}

/** Each class as a row of small bars, one a day: in which part of that day's photos it was found. */
export function ClassMultiples({ days, overview }: ClassMultiplesProps) {
  const t = useTranslations("monitor");
  const classes = useClasses();
  const [areAll, setAreAll] = useState(false);
  const events = new Map(overview.days.map((one) => [one.day, one.events]));
  const totals = new Map<number, number>();
  for (const { classId, events: count } of overview.classes)
    totals.set(classId, (totals.get(classId) ?? 0) + count);
  const ids = [...totals].toSorted(([, a], [, b]) => b - a).map(([classId]) => classId);
  const shown = areAll ? ids : ids.slice(0, SHOWN);
  return (
    <>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {shown.map((classId) => {
          const own = new Map(
            overview.classes.filter((one) => one.classId === classId).map((one) => [one.day, one.events]),
          );
          const shares = days.map((day) => {
            const all = events.get(day) ?? 0;
            return all === 0 ? null : (own.get(day) ?? 0) / all;
          });
          const most = Math.max(0.0001, ...shares.map((share) => share ?? 0));
          const lastDay = days.findLast((day) => own.has(day)) ?? "";
          return (
            <li key={classId} className="min-w-0 rounded-card border bg-paper p-2">
              <p className="truncate font-medium">{classes.nameOf(classId)}</p>
              <svg
                viewBox={`0 0 ${days.length * 4} ${BAR_HEIGHT}`}
                preserveAspectRatio="none"
                role="img"
                aria-label={t("classBars", {
                  name: classes.nameOf(classId),
                  count: totals.get(classId) ?? 0,
                  most: Math.round(most * 100),
                  day: lastDay,
                })}
                className="h-9 w-full"
              >
                {shares.map((share, at) =>
                  share ? (
                    <rect
                      key={days[at]}
                      x={at * 4}
                      width={3}
                      y={BAR_HEIGHT - (share / most) * BAR_HEIGHT}
                      height={(share / most) * BAR_HEIGHT}
                      className="fill-leaf"
                    />
                  ) : null,
                )}
              </svg>
              <p className="tabular text-ink-soft text-meta">
                {t("classSum", { count: totals.get(classId) ?? 0, day: lastDay.slice(5) })}
              </p>
            </li>
          );
        })}
      </ul>
      {ids.length > SHOWN && !areAll ? (
        <Button className="self-start" onClick={() => setAreAll(true)}>
          {t("allClasses", { count: ids.length })}
        </Button>
      ) : null}
    </>
  );
}
