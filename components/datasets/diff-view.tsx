"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { waiting } from "@/components/ui/reason-tooltip";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useClassRegistry } from "@/lib/client/datasets/use-registry";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { DatasetVersion, PhotoChange, VersionDiff } from "@/lib/contracts/dataset-versions";
import { DiffClasses } from "./diff-classes";
import { DiffLegend, DiffPhoto } from "./diff-photo";
import { MoreButton } from "./more-button";

const CHANGES = ["changed", "added", "removed", "split"] as const;

export interface DiffViewProps {
  readonly versions: readonly DatasetVersion[];
  readonly before: number;
  readonly after: number;
  readonly onBefore: (number: number) => void;
}

/** What changed from one version to another: counts, histograms side by side, and every change on its photo. */
export function DiffView({ versions, before, after, onBefore }: DiffViewProps) {
  const t = useTranslations("versionDiff");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const registry = useClassRegistry();
  const id = useId();
  const [change, setChange] = useState<PhotoChange | undefined>(undefined);
  const query = useInfiniteQuery(
    trpc.versions.diff.infiniteQueryOptions(
      { before, after, ...(change === undefined ? {} : { change }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  const first = query.data?.pages[0];
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-5">
      <label htmlFor={id} className="flex flex-wrap items-center gap-2">
        {t("against")}
        <select
          id={id}
          value={before}
          onChange={(event) => onBefore(Number(event.target.value))}
          className="h-9 rounded-card border border-line-strong bg-raised px-2 pointer-coarse:h-11"
        >
          {versions
            .filter(({ number }) => number !== after)
            .map(({ number }) => (
              <option key={number} value={number}>
                {t("version", { number })}
              </option>
            ))}
        </select>
      </label>
      {query.isError ? <p role="alert">{sentence(toApiError(query.error))}</p> : null}
      {query.isPending ? <p role="status">{t("loading")}</p> : null}
      {first ? (
        <>
          <Tallies diff={first} chosen={change} onChoose={setChange} />
          <DiffClasses classes={first.classes} before={before} after={after} registry={registry} />
          <section className="flex flex-col gap-3">
            <h3 className="font-semibold text-lead">{t("photos")}</h3>
            <DiffLegend />
            {items.length === 0 ? <EmptyState title={t("nothing")} /> : null}
            <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
              {items.map((item) => (
                <DiffPhoto key={item.sha256} item={item} registry={registry} />
              ))}
            </ul>
            <MoreButton query={query} label={t("more")} />
          </section>
        </>
      ) : null}
    </div>
  );
}

interface TalliesProps {
  readonly diff: VersionDiff;
  readonly chosen: PhotoChange | undefined;
  readonly onChoose: (change: PhotoChange | undefined) => void;
}

function Tallies({ diff, chosen, onChoose }: TalliesProps) {
  const t = useTranslations("versionDiff");
  const waits = useTranslations("waits");
  const { photos, boxes } = diff;
  return (
    <div className="flex flex-col gap-2">
      <fieldset aria-label={t("filter")} className="flex flex-wrap gap-2">
        {CHANGES.map((change) => (
          <button
            key={change}
            type="button"
            aria-pressed={chosen === change}
            {...waiting(photos[change] === 0 && waits("noneChanged"))}
            title={photos[change] === 0 ? waits("noneChanged") : undefined}
            onClick={() => photos[change] > 0 && onChoose(chosen === change ? undefined : change)}
            className={classNames(
              "flex min-w-28 flex-col rounded-card border px-3 py-2 text-left aria-disabled:cursor-not-allowed aria-disabled:opacity-60",
              chosen === change ? "border-leaf bg-leaf-wash" : "bg-raised not-aria-disabled:hover:bg-sunken",
            )}
          >
            <span className="tabular font-semibold text-title">{photos[change]}</span>
            <span className="text-ink-soft text-meta">{t(`photoChange.${change}`)}</span>
          </button>
        ))}
        <p className="flex min-w-28 flex-col rounded-card px-3 py-2">
          <span className="tabular font-semibold text-title">{photos.same}</span>
          <span className="text-ink-soft text-meta">{t("photoChange.same")}</span>
        </p>
      </fieldset>
      <p className="flex flex-wrap gap-1.5">
        {(["added", "removed", "relabelled", "moved"] as const).map((kind) => (
          <Badge key={kind} tone="plain">
            {t(`boxChange.${kind}`, { count: boxes[kind] })}
          </Badge>
        ))}
      </p>
    </div>
  );
}
