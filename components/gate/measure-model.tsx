"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useId, useState } from "react";
import { JobCard } from "@/components/jobs/job-card";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useJobs } from "@/lib/client/jobs/use-job";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { DatasetVersion } from "@/lib/contracts/dataset-versions";
import type { Job } from "@/lib/contracts/jobs";
import { gateJobParamsSchema, gateJobResultSchema } from "@/lib/contracts/promotion-gate";
import { PromotionVerdictBadge } from "./verdict-badge";

const KINDS = ["gate"];

/** The button that measures a model against the champion, and the choice of what to measure on. */
export function MeasureModel({ modelId }: { readonly modelId: string }) {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const [isOpen, setIsOpen] = useState(false);
  const versions = useQuery(trpc.versions.list.queryOptions());
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t("measure")}</Button>
      <Dialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t("measureTitle", { model: modelId })}
        description={t("measureHint")}
        closeLabel={t("close")}
      >
        {versions.data ? (
          <MeasureForm modelId={modelId} versions={versions.data} onDone={() => setIsOpen(false)} />
        ) : (
          <p role="status">{t("loading")}</p>
        )}
      </Dialog>
    </>
  );
}

interface MeasureFormProps {
  readonly modelId: string;
  /** Newest first. */
  readonly versions: readonly DatasetVersion[];
  readonly onDone: () => void;
}

function MeasureForm({ modelId, versions, onDone }: MeasureFormProps) {
  const t = useTranslations("models");
  const waits = useTranslations("waits");
  const id = useId();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const sentence = useErrorSentence();
  const [version, setVersion] = useState(versions[0]?.number);
  const start = useMutation(
    trpc.gate.start.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.jobs.list.pathFilter());
        onDone();
      },
    }),
  );
  if (version === undefined) {
    return (
      <div className="mt-4 flex flex-col items-start gap-3">
        <p>{t("measureNoVersion")}</p>
        <Button asChild tone="primary">
          <Link href="/studio/data">{t("makeVersion")}</Link>
        </Button>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate({ candidateId: modelId, version });
  };
  return (
    <form onSubmit={submit} className="mt-4 flex flex-col gap-3">
      <label htmlFor={id} className="font-medium">
        {t("measureOn")}
      </label>
      <select
        id={id}
        value={version}
        onChange={(event) => setVersion(Number(event.target.value))}
        className="h-9 w-full rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11"
      >
        {versions.map(({ number, note, summary }) => (
          <option key={number} value={number}>
            {t("measureVersion", { number, photos: summary.splits.test, sets: setsOf(summary) })}
            {note ? ` · ${note}` : ""}
          </option>
        ))}
      </select>
      {start.isError ? (
        <p role="alert" className="text-tomato-ink">
          {sentence(toApiError(start.error))}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t("cancel")}</Button>
        <Button tone="primary" type="submit" waitsFor={start.isPending && waits("busy")}>
          {t("measureStart")}
        </Button>
      </div>
    </form>
  );
}

const setsOf = ({ sources }: DatasetVersion["summary"]) =>
  sources.filter(({ photos }) => photos.test > 0).length;

/** The newest measuring of a model: how far it is, or what came of it. */
export function MeasureJob({ modelId }: { readonly modelId: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const jobs = useJobs(KINDS);
  const job = jobs?.find(({ params }) => gateJobParamsSchema.safeParse(params).data?.candidateId === modelId);
  const state = job?.state;
  useEffect(() => {
    if (state === "done") void queries.invalidateQueries(trpc.gate.verdicts.pathFilter());
  }, [state, queries, trpc]);
  return job ? <MeasureCard job={job} /> : null;
}

function MeasureCard({ job }: { readonly job: Job }) {
  const t = useTranslations("models");
  const version = gateJobParamsSchema.safeParse(job.params).data?.version ?? 0;
  const result = gateJobResultSchema.safeParse(job.result).data;
  return (
    <JobCard job={job} title={t("measuring", { version })}>
      {result ? (
        <p className="flex flex-wrap items-center gap-3">
          <PromotionVerdictBadge verdict={result.verdict} />
          <Link href={`/studio/models/verdicts/${result.verdictId}`} className="underline underline-offset-4">
            {t("readVerdict")}
          </Link>
          {result.promoted ? <span className="text-ink-soft">{t("promotedByItself")}</span> : null}
        </p>
      ) : null}
    </JobCard>
  );
}
