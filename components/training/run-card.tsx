"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { JobCard } from "@/components/jobs/job-card";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { TrainingOutcome, TrainingRun } from "@/lib/contracts/training";
import { WaitLine } from "./estimate-line";

const TONES = { passed: "good", rejected: "attention", inconclusive: "unsure" } as const satisfies Record<
  NonNullable<TrainingOutcome["verdict"]>,
  BadgeTone
>;

/** When a run was requested, in this browser's time zone. */
export function formatMoment(iso: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

export function RunVerdictBadge({ outcome }: { readonly outcome: TrainingOutcome }) {
  const t = useTranslations("training");
  if (!outcome.verdict) return null;
  return <Badge tone={TONES[outcome.verdict]}>{t(`verdict.${outcome.verdict}`)}</Badge>;
}

/** "Version 3, from forage-n/1 · configs gentle, bold" */
export function RunFacts({ run }: { readonly run: TrainingRun }) {
  const t = useTranslations("training");
  const { configs } = run.request;
  return (
    <p className="text-ink-soft">
      {t("runOn", { version: run.version, model: run.baseModelId })}
      {" · "}
      {t("configsOf", { count: configs.length, names: configs.map(({ name }) => name).join(", ") })}
      {run.request.sweep
        ? ` · ${t("sweepOf", { names: Object.keys(run.request.sweep.parameters).join(", ") })}`
        : null}
    </p>
  );
}

/** A run in the list: how far it is and what came of it. */
export function RunCard({ run }: { readonly run: TrainingRun }) {
  const t = useTranslations("training");
  const date = formatMoment(run.createdAt);
  const facts = (
    <>
      <RunFacts run={run} />
      {run.request.note ? <p>{run.request.note}</p> : null}
      <WaitLine run={run} />
      <p className="flex flex-wrap items-center gap-2">
        <RunVerdictBadge outcome={run.outcome} />
        {run.outcome.promoted ? <Badge tone="good">{t("promoted")}</Badge> : null}
        {run.outcome.sets.map(({ set, map50, f1 }) => (
          <span key={set} className="tabular text-ink-soft text-meta">
            {set} mAP50 {(100 * map50).toFixed(1)}
            {f1 === null ? "" : `, ${t("f1Short")} ${(100 * f1).toFixed(1)}`}
          </span>
        ))}
        <Link
          href={`/studio/training/${run.id}`}
          aria-label={t("open", { date })}
          className="ml-auto font-medium text-leaf-strong underline-offset-4 hover:underline"
        >
          {t("details")}
        </Link>
      </p>
    </>
  );
  if (!run.job) return <article className="rounded-card border bg-raised p-4">{facts}</article>;
  return (
    <JobCard job={run.job} level={2} title={t("runTitle", { date })}>
      {facts}
    </JobCard>
  );
}
