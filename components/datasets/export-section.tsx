"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useId, useState } from "react";
import { JobCard } from "@/components/jobs/job-card";
import { Button } from "@/components/ui/button";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useJobs } from "@/lib/client/jobs/use-job";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import {
  type ExportChoice,
  exportFormatSchema,
  exportParamsSchema,
  exportResultSchema,
} from "@/lib/contracts/dataset-import";
import type { Job } from "@/lib/contracts/jobs";
import { EXPORTS, type ExportFormat, exportAbout } from "@/lib/core/datasets/formats/known-formats";

const IMPORTS = ["import"];
const EXPORT_JOBS = ["export"];
const SHOWN = 3;
const EXPORTED_SPLITS = ["train", "val", "test", "none"] as const;
type ExportedSplit = (typeof EXPORTED_SPLITS)[number];
const OWN_SOURCE = "corrections";

/** Takes labelled photos out, as a zip archive in a format of choice. */
export function ExportSection() {
  const t = useTranslations("exports");
  const id = useId();
  const trpc = useTRPC();
  const choices = useQuery(trpc.exports.choices.queryOptions());
  const { refetch } = choices;
  const newest = useJobs(IMPORTS, 1)?.[0];
  const imported = newest?.state === "done" ? newest.id : undefined;
  // what an import beside it brought in is there to export at once
  useEffect(() => {
    if (imported !== undefined) void refetch();
  }, [imported, refetch]);
  const jobs = useJobs(EXPORT_JOBS, SHOWN);
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <header>
        <h2 id={id} className="font-semibold text-title">
          {t("title")}
        </h2>
        <p className="text-ink-soft">{t("hint")}</p>
      </header>
      {choices.data ? (
        choices.data.length > 0 ? (
          <ExportForm choices={choices.data} />
        ) : (
          <p className="rounded-card bg-sunken px-4 py-6 text-center text-ink-soft">{t("nothing")}</p>
        )
      ) : null}
      {jobs?.map((job) => (
        <ExportCard key={job.id} job={job} />
      ))}
    </section>
  );
}

/** A set without a value. */
function without<T>(set: ReadonlySet<T>, value: T, isIn: boolean): ReadonlySet<T> {
  const next = new Set(set);
  if (isIn) next.delete(value);
  else next.add(value);
  return next;
}

function ExportForm({ choices }: { readonly choices: readonly ExportChoice[] }) {
  const t = useTranslations("exports");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const formatId = useId();
  const [format, setFormat] = useState<ExportFormat>("yolo");
  const [leftSources, setLeftSources] = useState<ReadonlySet<string>>(new Set());
  const [leftSplits, setLeftSplits] = useState<ReadonlySet<ExportedSplit>>(new Set());
  const { note } = exportAbout(format);
  const start = useMutation(trpc.exports.start.mutationOptions());
  const sources = choices.filter(({ source }) => !leftSources.has(source));
  const splits = EXPORTED_SPLITS.filter((split) => !leftSplits.has(split));
  const count = sources.reduce(
    (sum, one) => sum + splits.reduce((all, split) => all + one.splits[split], 0),
    0,
  );
  // a photo of two sets is in both counts, but is written once
  const isAtMost = sources.length > 1 && sources.some(({ several }) => several > 0);
  return (
    <form
      className="flex flex-col gap-4 rounded-card border bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({ format, sources: sources.map(({ source }) => source), splits });
      }}
    >
      <div className="flex flex-wrap gap-x-10 gap-y-4">
        <div className="flex flex-col gap-1">
          <label htmlFor={formatId} className="font-medium">
            {t("format")}
          </label>
          <select
            id={formatId}
            value={format}
            onChange={({ target }) => setFormat(exportFormatSchema.parse(target.value))}
            className="h-9 rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11"
          >
            {EXPORTS.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          {note ? <p className="max-w-prose text-meta text-ink-soft">{note}</p> : null}
        </div>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium">{t("sources")}</legend>
          {choices.map(({ source, splits: counts }) => (
            <Choice
              key={source}
              label={source === OWN_SOURCE ? t("own") : source}
              count={EXPORTED_SPLITS.reduce((sum, split) => sum + counts[split], 0)}
              isChosen={!leftSources.has(source)}
              onChange={(isChosen) => setLeftSources(without(leftSources, source, isChosen))}
            />
          ))}
        </fieldset>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium">{t("splits")}</legend>
          {EXPORTED_SPLITS.map((split) => (
            <Choice
              key={split}
              label={t(`split.${split}`)}
              count={sources.reduce((sum, one) => sum + one.splits[split], 0)}
              isChosen={!leftSplits.has(split)}
              onChange={(isChosen) => setLeftSplits(without(leftSplits, split, isChosen))}
            />
          ))}
        </fieldset>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          tone="primary"
          waitsFor={count === 0 ? waits("photos") : start.isPending && waits("busy")}
        >
          {t("start")}
        </Button>
        <p role="status" className="tabular text-ink-soft">
          {t(isAtMost ? "countAtMost" : "count", { count })}
        </p>
        {start.error ? (
          <p role="alert" className="text-tomato-ink">
            {sentence(toApiError(start.error))}
          </p>
        ) : null}
      </div>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly count: number;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
}

function Choice({ label, count, isChosen, onChange }: ChoiceProps) {
  return (
    <label className="flex items-center gap-2 pointer-coarse:min-h-11">
      <input
        type="checkbox"
        checked={isChosen}
        onChange={({ target }) => onChange(target.checked)}
        className="size-4 accent-leaf"
      />
      <span>{label}</span>
      <span className="tabular text-meta text-ink-soft">{count}</span>
    </label>
  );
}

function ExportCard({ job }: { readonly job: Job }) {
  const t = useTranslations("exports");
  const format = exportParamsSchema.safeParse(job.params).data?.format ?? "yolo";
  const result = exportResultSchema.safeParse(job.result).data;
  return (
    <JobCard job={job} title={t("of", { format: exportAbout(format).name })}>
      {result ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button asChild size="small">
            <a href={`/api/v1/exports/${job.id}`} download={result.fileName}>
              <Download aria-hidden />
              {t("download", { megabytes: Math.max(1, Math.round(result.bytes / 2 ** 20)) })}
            </a>
          </Button>
          <p className="text-ink-soft">{t("done", { photos: result.photos, boxes: result.boxes })}</p>
          {result.missing.length > 0 ? <p>{t("missing", { count: result.missing.length })}</p> : null}
        </div>
      ) : null}
    </JobCard>
  );
}
