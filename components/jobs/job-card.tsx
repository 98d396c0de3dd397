"use client";

import { RotateCw, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { spokenDuration } from "@/lib/client/jobs/duration";
import { useJobActions } from "@/lib/client/jobs/use-job";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { canResume, isOpenJob, type Job, type JobState } from "@/lib/contracts/jobs";

const TONES: Readonly<Record<JobState, BadgeTone>> = {
  queued: "plain",
  running: "plain",
  cancelling: "unsure",
  cancelled: "unsure",
  failed: "attention",
  done: "good",
};

export interface JobCardProps {
  readonly job: Job;
  /** What is done, in a few words: "Import of pantry.zip". */
  readonly title: string;
  /** Facts, result, links: under the progress. */
  readonly children?: ReactNode;
  /** Of its title, below the heading it stands under; 3 by default. */
  readonly level?: 2 | 3;
}

/** A piece of long work: how far it is, how long it takes, why it stopped; cancel and resume. */
export function JobCard({ job, title, level = 3, children }: JobCardProps) {
  const t = useTranslations("jobs");
  const waits = useTranslations("waits");
  const id = useId();
  const Heading = `h${level}` as const;
  const { cancel, resume, isBusy, error } = useJobActions();
  const sentence = useErrorSentence();
  const isOpen = isOpenJob(job);
  const failure = job.state === "failed" ? job.error : undefined;
  return (
    <article aria-labelledby={id} className="flex flex-col gap-2 rounded-card border bg-raised p-4">
      <header className="flex flex-wrap items-center gap-2">
        <Heading id={id} className="min-w-0 flex-1 truncate font-medium">
          {title}
        </Heading>
        <Badge tone={TONES[job.state]}>{t(`state.${job.state}`)}</Badge>
        {isOpen ? (
          <Button
            size="small"
            tone="quiet"
            waitsFor={(isBusy || job.state === "cancelling") && waits("stopping")}
            onClick={() => cancel(job.id)}
            aria-label={t("cancelNamed", { title })}
          >
            <X aria-hidden />
            {t("cancel")}
          </Button>
        ) : null}
        {canResume(job) ? (
          <Button
            size="small"
            waitsFor={isBusy && waits("busy")}
            onClick={() => resume(job.id)}
            aria-label={t("resumeNamed", { title })}
          >
            <RotateCw aria-hidden />
            {t("resume")}
          </Button>
        ) : null}
      </header>
      {isOpen ? <ProgressBar label={title} value={shareDone(job)} /> : null}
      <ProgressText job={job} />
      {failure ? <p className="text-tomato-ink">{sentence(failure)}</p> : null}
      {error ? (
        <p role="alert" className="text-tomato-ink">
          {sentence(error)}
        </p>
      ) : null}
      {children}
    </article>
  );
}

function shareDone({ state, progress }: Job): number | undefined {
  if (state === "queued" && !progress) return 0;
  if (!progress?.total) return undefined;
  return Math.min(1, progress.done / progress.total);
}

/** A share needs no more words; other work is counted in its unit. */
function counted(
  { done, total, unit }: NonNullable<Job["progress"]>,
  t: ReturnType<typeof useTranslations<"jobs">>,
) {
  if (unit === "%") return t("percent", { done });
  return total === null ? t("counted", { done, unit }) : t("countedOf", { done, total, unit });
}

function ProgressText({ job }: { readonly job: Job }) {
  const t = useTranslations("jobs");
  const { progress, state, secondsLeft } = job;
  const left = secondsLeft === null ? undefined : spokenDuration(secondsLeft);
  const parts = [
    progress && progress.unit !== "" ? counted(progress, t) : undefined,
    state === "running" && left ? t(`left.${left.unit}`, { value: left.value }) : undefined,
    state === "queued" ? t("waits") : undefined,
    isOpenJob(job) ? progress?.note : undefined,
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return <p className="tabular text-meta text-ink-soft">{parts.join(" · ")}</p>;
}
