"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { classColour } from "@/components/ui/class-colour";
import { inPoints } from "@/components/ui/figures";
import type { ModelManifest } from "@/lib/contracts/model-manifest";

/** AP50 of each class on one test set, weakest first. */
export function ClassBars({ manifest }: { readonly manifest: ModelManifest }) {
  const t = useTranslations("models");
  const sets = Object.keys(manifest.metrics);
  const [set, setSet] = useState(sets[0] ?? "");
  const byName = new Map(manifest.classes.map((one) => [one.name, one]));
  const rows = Object.entries(manifest.metrics[set]?.ap50ByClass ?? {}).toSorted(([, a], [, b]) => a - b);
  if (sets.length === 0) return <p className="text-ink-soft">{t("notMeasured")}</p>;
  return (
    <>
      <label className="flex items-center gap-2">
        <span>{t("testSet")}</span>
        <select
          value={set}
          onChange={(event) => setSet(event.target.value)}
          className="h-9 rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11"
        >
          {sets.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {rows.map(([name, ap50]) => {
          const known = byName.get(name);
          return (
            <li key={name} className="grid grid-cols-[minmax(0,9rem)_1fr_3rem] items-center gap-2 text-meta">
              <span className="truncate" title={known?.displayName ?? name}>
                {known?.displayName ?? name}
              </span>
              <span className="h-2 overflow-hidden rounded-full bg-sunken" aria-hidden>
                <span
                  className="block h-full rounded-full"
                  style={{
                    width: `${100 * ap50}%`,
                    background: classColour(known?.id ?? 0, known?.kind ?? "ingredient").light,
                  }}
                />
              </span>
              <span className="tabular text-right">{inPoints(ap50)}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
