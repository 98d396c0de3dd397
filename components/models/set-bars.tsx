"use client";

import { useTranslations } from "next-intl";
import { inPoints } from "@/components/ui/figures";
import type { ModelManifest } from "@/lib/contracts/model-manifest";

/** mAP50 on each test set, as bars, and F1 where it was measured; sets of few photos are marked as spot checks. */
export function SetBars({ metrics }: { readonly metrics: ModelManifest["metrics"] }) {
  const t = useTranslations("models");
  const sets = Object.entries(metrics).toSorted(([, a], [, b]) => b.photos - a.photos);
  if (sets.length === 0) return <p className="text-ink-soft text-meta">{t("notMeasured")}</p>;
  return (
    <ul className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
      {sets.map(([name, { map50, f1, photos }]) => (
        <li key={name} className="grid grid-cols-[minmax(0,9rem)_1fr_auto] items-center gap-2 text-meta">
          <span className="truncate" title={name}>
            {name}
            <span className="text-ink-soft"> · {photos < 30 ? t("spotCheck", { photos }) : photos}</span>
          </span>
          <span className="h-2 overflow-hidden rounded-full bg-sunken" aria-hidden>
            <span className="block h-full rounded-full bg-leaf" style={{ width: `${100 * map50}%` }} />
          </span>
          <span className="tabular min-w-12 text-right">
            {inPoints(map50)}
            {f1 ? <span className="text-ink-soft"> · {t("f1", { f1: inPoints(f1.value) })}</span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
