"use client";

import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useClassRegistry } from "@/lib/client/datasets/use-registry";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { FindingsPage, ShownFinding, VersionOrNext } from "@/lib/contracts/dataset-versions";
import { FilterButton } from "./filter-button";
import { findingTitle } from "./finding-title";
import { FindingCard } from "./findings-card";
import { ReasonDialog } from "./findings-reason";
import { MoreButton } from "./more-button";

type Code = FindingsPage["codes"][number]["code"];

/** What the quality gate found on a version, or on what would be the next one, by kind, each on its photo. */
export function FindingsList({ of }: { readonly of: VersionOrNext }) {
  const t = useTranslations("findings");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const registry = useClassRegistry();
  const [code, setCode] = useState<Code | undefined>(undefined);
  const query = useInfiniteQuery(
    trpc.versions.findings.infiniteQueryOptions(
      { of, ...(code === undefined ? {} : { code }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  const decide = useDecisions();
  const codes = query.data?.pages[0]?.codes ?? [];
  const findings = query.data?.pages.flatMap((page) => page.findings) ?? [];
  if (query.isError) return <p role="alert">{sentence(toApiError(query.error))}</p>;
  if (query.isPending) return <p role="status">{t("loading")}</p>;
  if (codes.length === 0) {
    return <EmptyState icon={<ShieldCheck aria-hidden />} title={t("noneTitle")} body={t("noneBody")} />;
  }
  return (
    <div className="grid gap-5 lg:grid-cols-[240px_minmax(0,1fr)]">
      <CodeFilter codes={codes} chosen={code} onChoose={setCode} />
      <div className="flex flex-col gap-4">
        {decide.problem ? (
          <p role="alert" className="text-tomato-ink">
            {decide.problem}
          </p>
        ) : null}
        <ul aria-label={t("title")} className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
          {findings.map((finding) => (
            <FindingCard
              key={`${finding.key.code} ${finding.key.photo} ${finding.key.subject}`}
              finding={finding}
              registry={registry}
              onWaive={decide.startWaive}
              onExclude={decide.startExclude}
              onTakeBack={decide.takeBack}
            />
          ))}
        </ul>
        <MoreButton query={query} label={t("more")} />
      </div>
      {decide.dialog}
    </div>
  );
}

interface CodeFilterProps {
  readonly codes: FindingsPage["codes"];
  readonly chosen: Code | undefined;
  readonly onChoose: (code: Code | undefined) => void;
}

function CodeFilter({ codes, chosen, onChoose }: CodeFilterProps) {
  const t = useTranslations("findings");
  const longest = Math.max(1, ...codes.map(({ count }) => count));
  return (
    <nav aria-label={t("kinds")} className="flex flex-col gap-1">
      <FilterButton isChosen={chosen === undefined} onClick={() => onChoose(undefined)}>
        {t("all")}
      </FilterButton>
      {codes.map(({ code, severity, count, open }) => (
        <FilterButton key={code} isChosen={chosen === code} onClick={() => onChoose(code)}>
          <span className="flex w-full items-baseline justify-between gap-2">
            <span className="whitespace-normal text-left">{findingTitle(t, `code.${code}`, code)}</span>
            <span className="tabular text-ink-soft text-meta">
              {open === count ? count : t("openOf", { open, count })}
            </span>
          </span>
          <span aria-hidden className="h-1 w-full overflow-hidden rounded-full bg-line">
            <span
              className={classNames("block h-full", severity === "error" ? "bg-tomato" : "bg-saffron")}
              style={{ width: `${(100 * count) / longest}%` }}
            />
          </span>
        </FilterButton>
      ))}
    </nav>
  );
}

type Asked =
  | { readonly what: "waive"; readonly finding: ShownFinding }
  | { readonly what: "exclude"; readonly finding: ShownFinding; readonly sha256: string };

/** Waive and exclude, each after its reason, and taking either back. */
function useDecisions() {
  const t = useTranslations("findings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const sentence = useErrorSentence();
  const [asked, setAsked] = useState<Asked | null>(null);
  const done = () => {
    setAsked(null);
    void queries.invalidateQueries({ queryKey: trpc.versions.pathKey() });
  };
  const waive = useMutation(trpc.versions.waive.mutationOptions({ onSuccess: done }));
  const exclude = useMutation(trpc.versions.exclude.mutationOptions({ onSuccess: done }));
  const takeBack = useMutation(trpc.versions.takeBack.mutationOptions({ onSuccess: done }));
  const error = waive.error ?? exclude.error;
  const dialog = asked ? (
    <ReasonDialog
      open
      title={t(`${asked.what}Title`)}
      description={t(`${asked.what}Body`)}
      action={t(asked.what)}
      isBusy={waive.isPending || exclude.isPending}
      problem={error ? sentence(toApiError(error)) : undefined}
      onClose={() => setAsked(null)}
      onReason={(reason) => {
        if (asked.what === "waive") waive.mutate({ key: asked.finding.key, reason });
        else exclude.mutate({ sha256: asked.sha256, code: asked.finding.code, reason });
      }}
    />
  ) : null;
  const ask = (next: Asked) => {
    // an error of the last one is not shown for this one
    for (const one of [waive, exclude, takeBack]) one.reset();
    setAsked(next);
  };
  return {
    dialog,
    problem: takeBack.error ? sentence(toApiError(takeBack.error)) : undefined,
    startWaive: (finding: ShownFinding) => ask({ what: "waive", finding }),
    startExclude: (finding: ShownFinding, sha256: string) => ask({ what: "exclude", finding, sha256 }),
    takeBack: (decisionId: string) => takeBack.mutate({ decisionId }),
  };
}
