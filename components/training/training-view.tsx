"use client";

import { useQuery } from "@tanstack/react-query";
import { Dumbbell } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { RetrainingCard } from "./retraining/retraining-card";
import { RunCard } from "./run-card";
import { StartForm } from "./start-form";
import { useRuns } from "./use-run";

/** Every run, newest first, and the form that starts one. */
export function TrainingView() {
  const t = useTranslations("training");
  const experiments = useTranslations("experiments");
  const trpc = useTRPC();
  const runs = useRuns();
  const versions = useQuery(trpc.training.versions.queryOptions());
  const environment = useQuery(trpc.training.environment.queryOptions());
  const [isFormOpen, setIsFormOpen] = useState(false);
  const canStart = (versions.data?.length ?? 0) > 0 && Boolean(environment.data?.python);
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-6 px-4 py-6 lg:py-8">
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-2">
        <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
        <p role="status" className="tabular text-ink-soft">
          {runs.data ? t("count", { count: runs.data.length }) : null}
        </p>
        {canStart && !isFormOpen ? (
          <Button tone="primary" className="ml-auto" onClick={() => setIsFormOpen(true)}>
            {t("new")}
          </Button>
        ) : null}
        <div className="w-full">
          <p className="max-w-[70ch] text-ink-soft">{t("intro")}</p>
        </div>
        {runs.data && runs.data.length > 0 ? (
          <Link
            href="/studio/training/experiments"
            className="font-medium text-leaf-strong underline-offset-4 hover:underline"
          >
            {experiments("link")}
          </Link>
        ) : null}
      </header>
      {environment.data && !environment.data.python ? <Missing /> : null}
      {versions.data?.length === 0 ? <NoVersion /> : null}
      {isFormOpen && versions.data && environment.data ? (
        <StartForm
          versions={versions.data}
          environment={environment.data}
          onClose={() => setIsFormOpen(false)}
        />
      ) : null}
      {environment.data ? <RetrainingCard environment={environment.data} /> : null}
      <RunList runs={runs} isQuiet={isFormOpen || !canStart} />
    </div>
  );
}

function RunList({
  runs,
  isQuiet,
}: {
  readonly runs: ReturnType<typeof useRuns>;
  readonly isQuiet: boolean;
}) {
  const t = useTranslations("training");
  const sentence = useErrorSentence();
  if (runs.isError) {
    return (
      <EmptyState
        title={t("failedTitle")}
        body={sentence(toApiError(runs.error))}
        actions={<Button onClick={() => void runs.refetch()}>{t("tryAgain")}</Button>}
      />
    );
  }
  if (runs.isPending) return <p role="status">{t("loading")}</p>;
  if (runs.data.length === 0) {
    if (isQuiet) return null;
    return <EmptyState icon={<Dumbbell aria-hidden />} title={t("emptyTitle")} body={t("emptyBody")} />;
  }
  return (
    <ul className="flex flex-col gap-3">
      {runs.data.map((run) => (
        <li key={run.id}>
          <RunCard run={run} />
        </li>
      ))}
    </ul>
  );
}

/** The Python environment is an extra; this says how to add it. */
function Missing() {
  const t = useTranslations("training");
  return (
    <section className="rounded-card border bg-raised p-4">
      <h2 className="font-semibold text-lead">{t("missingTitle")}</h2>
      <p className="mt-1 text-ink-soft">{t("missingBody")}</p>
      <pre className="mt-2 overflow-x-auto rounded-card bg-sunken px-3 py-2 font-mono">
        {t("missingCommand")}
      </pre>
    </section>
  );
}

function NoVersion() {
  const t = useTranslations("training");
  return (
    <EmptyState
      title={t("noVersionTitle")}
      body={t("noVersionBody")}
      actions={
        <Button asChild tone="primary">
          <Link href="/studio/data">{t("noVersionAction")}</Link>
        </Button>
      }
    />
  );
}
