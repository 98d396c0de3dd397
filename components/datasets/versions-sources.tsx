"use client";

import { useTranslations } from "next-intl";
import type { VersionSummary } from "@/lib/contracts/dataset-versions";
import { SPLITS } from "@/lib/core/datasets/split";

const FILL = { train: "bg-leaf", val: "bg-saffron", test: "bg-focus" } as const;

/** Photos by split, as one bar. */
export function SplitBar({
  splits,
  label,
}: {
  readonly splits: VersionSummary["splits"];
  readonly label: string;
}) {
  const all = Math.max(1, splits.train + splits.val + splits.test);
  return (
    <span role="img" aria-label={label} className="flex h-3 gap-px overflow-hidden rounded-small bg-sunken">
      {SPLITS.map((split) => (
        <span
          key={split}
          className={`h-full ${FILL[split]}`}
          style={{ width: `${(100 * splits[split]) / all}%` }}
        />
      ))}
    </span>
  );
}

/** Where the photos came from, each source with its splits; the test part is that source's frozen set. */
export function VersionsSources({ sources }: { readonly sources: VersionSummary["sources"] }) {
  const t = useTranslations("versions");
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap gap-x-4 text-ink-soft text-meta">
        {SPLITS.map((split) => (
          <span key={split} className="inline-flex items-center gap-1.5">
            <span aria-hidden className={`size-2.5 rounded-small ${FILL[split]}`} />
            {t(`split.${split}`)}
          </span>
        ))}
      </p>
      <ul className="flex flex-col gap-2">
        {sources.map(({ source, photos, heldOut }) => (
          <li key={source} className="flex flex-col gap-1">
            <span className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-medium">{source}</span>
              <span className="tabular text-ink-soft text-meta">
                {t("sourceCounts", photos)}
                {heldOut > 0 ? ` · ${t("heldOut", { count: heldOut })}` : null}
              </span>
            </span>
            <SplitBar splits={photos} label={t("sourceBar", { source, ...photos })} />
          </li>
        ))}
      </ul>
    </div>
  );
}
