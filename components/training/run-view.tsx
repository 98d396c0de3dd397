"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { JobCard } from "@/components/jobs/job-card";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { toApiError } from "@/lib/client/api/api-error";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { TrainingRun } from "@/lib/contracts/training";
import { CurveCharts } from "./curve-charts";
import { EvaluationView } from "./evaluation-view";
import { LogTail } from "./log-tail";
import { formatMoment, RunFacts, RunVerdictBadge } from "./run-card";
import { RunResult } from "./run-result";
import { RunSheet } from "./run-sheet";
import { StepTimeline } from "./step-timeline";
import { TrialTable } from "./trial-table";
import { useRun } from "./use-run";

/** One run: how far it is while it goes, and everything that came of it. */
export function RunView({ runId }: { readonly runId: string }) {
  const t = useTranslations("training");
  const sentence = useErrorSentence();
  const query = useRun(runId);
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-6 px-4 py-6 lg:py-8">
      <Link href="/studio/training" className="self-start text-ink-soft underline-offset-4 hover:underline">
        ← {t("back")}
      </Link>
      {query.isError ? (
        <EmptyState
          title={t("failedTitle")}
          body={sentence(toApiError(query.error))}
          actions={<Button onClick={() => void query.refetch()}>{t("tryAgain")}</Button>}
        />
      ) : query.isPending ? (
        <p role="status">{t("loading")}</p>
      ) : (
        <Run run={query.data} />
      )}
    </div>
  );
}

function Run({ run }: { readonly run: TrainingRun }) {
  const t = useTranslations("training");
  const date = formatMoment(run.createdAt);
  const { outcome, request } = run;
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="font-semibold text-display tracking-[-0.02em]">{t("runTitle", { date })}</h1>
        <RunVerdictBadge outcome={outcome} />
        {outcome.promoted ? <Badge tone="good">{t("promoted")}</Badge> : null}
        <div className="w-full">
          <RunFacts run={run} />
          {request.note ? <p>{request.note}</p> : null}
        </div>
      </header>
      {run.job ? (
        <JobCard job={run.job} level={2} title={t("runTitle", { date })}>
          {outcome.attempts > 1 ? (
            <p className="text-ink-soft text-meta">{t("attempts", { count: outcome.attempts })}</p>
          ) : null}
        </JobCard>
      ) : null}
      <Section title={t("steps")}>
        <StepTimeline steps={run.steps} job={run.job?.state} />
      </Section>
      <Section title={`${t("loss")}, ${t("map50")}`} isTitleHidden>
        <CurveCharts curves={run.curves} />
      </Section>
      <TrialTable run={run} />
      <RunResult run={run} />
      {outcome.sets.length > 0 ? <EvaluationView runId={run.id} /> : null}
      <RunSheet run={run} />
      <Section title={t("log")}>
        <LogTail runId={run.id} />
      </Section>
    </>
  );
}
