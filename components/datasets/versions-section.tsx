"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Layers, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import {
  type DatasetCheck,
  type DatasetVersion,
  type VersionJobResult,
  versionJobResultSchema,
} from "@/lib/contracts/dataset-versions";
import { isOpenJob, type Job } from "@/lib/contracts/jobs";
import { SplitBar } from "./versions-sources";

export interface VersionsSectionProps {
  /** The newest job that checks photos or makes a version. */
  readonly job: Job | undefined;
  readonly renderJob: (job: Job, title: string, children: ReactNode) => ReactNode;
}

/** Data-set versions: make one, see the findings of the quality gate, open earlier ones. */
export function VersionsSection({ job, renderJob }: VersionsSectionProps) {
  const t = useTranslations("versions");
  const trpc = useTRPC();
  const id = useId();
  const versions = useQuery(trpc.versions.list.queryOptions());
  const check = useQuery(trpc.versions.check.queryOptions());
  useRefreshAfter(job);
  const isBusy = job !== undefined && isOpenJob(job);
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h2 id={id} className="font-semibold text-title">
          {t("title")}
        </h2>
        <p className="text-ink-soft">{t("explain")}</p>
      </header>
      <MakeVersion isBusy={isBusy} />
      {job ? renderJob(job, t("jobTitle"), <JobOutcome job={job} />) : null}
      {check.data && check.data.version === null ? <NextVersion check={check.data} /> : null}
      {versions.data?.length === 0 ? (
        <EmptyState icon={<Layers aria-hidden />} title={t("noneTitle")} body={t("noneBody")} />
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {versions.data?.map((version) => (
            <VersionCard key={version.id} version={version} />
          ))}
        </ul>
      )}
      <Failed error={versions.error ?? check.error} />
    </section>
  );
}

/** Fetches what a job changed again when the job has ended. */
function useRefreshAfter(job: Job | undefined): void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const ended = job && !isOpenJob(job) ? job.id + job.endedAt : undefined;
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: trpc.versions.pathKey() });
  }, [ended, queries, trpc]);
}

function Failed({ error }: { readonly error: unknown }) {
  const sentence = useErrorSentence();
  if (!error) return null;
  return (
    <p role="alert" className="text-tomato-ink">
      {sentence(toApiError(error))}
    </p>
  );
}

function MakeVersion({ isBusy }: { readonly isBusy: boolean }) {
  const t = useTranslations("versions");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const noteId = useId();
  const [note, setNote] = useState("");
  const create = useMutation(
    trpc.versions.create.mutationOptions({
      onSuccess: () => {
        setNote("");
        void queries.invalidateQueries({ queryKey: trpc.jobs.list.pathKey() });
      },
    }),
  );
  const isWaiting = isBusy || create.isPending;
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ note, isCheckOnly: false });
      }}
    >
      <label htmlFor={noteId} className="flex min-w-56 flex-1 flex-col gap-1 text-ink-soft text-meta">
        {t("note")}
        <input
          id={noteId}
          value={note}
          maxLength={500}
          placeholder={t("notePlaceholder")}
          onChange={(event) => setNote(event.target.value)}
          className="h-9 rounded-card border border-line-strong bg-raised px-3 text-body text-ink pointer-coarse:h-11"
        />
      </label>
      <Button type="submit" tone="primary" waitsFor={isWaiting && waits("version")}>
        {t("make")}
      </Button>
      <Button
        waitsFor={isWaiting && waits("version")}
        onClick={() => create.mutate({ note: "", isCheckOnly: true })}
      >
        <ShieldCheck aria-hidden />
        {t("checkOnly")}
      </Button>
      <Failed error={create.error} />
    </form>
  );
}

function JobOutcome({ job }: { readonly job: Job }) {
  const t = useTranslations("versions");
  const parsed = versionJobResultSchema.safeParse(job.result);
  if (!parsed.success) return null;
  const result: VersionJobResult = parsed.data;
  const where = result.version ?? "next";
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span>
        {t(`outcome.${result.outcome}`, {
          version: result.version ?? 0,
          photos: result.photos,
          errors: result.errors,
          warnings: result.warnings,
        })}
      </span>
      <Link href={`/studio/data/versions/${where}`} className="font-medium text-leaf-strong underline">
        {result.outcome === "blocked" ? t("toFindings") : t("open")}
      </Link>
    </p>
  );
}

function NextVersion({ check }: { readonly check: DatasetCheck }) {
  const t = useTranslations("versions");
  const { summary } = check;
  return (
    <Link
      href="/studio/data/versions/next"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-card border border-line-strong border-dashed p-4 hover:bg-sunken"
    >
      <span className="font-medium">{t("next")}</span>
      <span className="tabular text-ink-soft">
        {t("counts", { photos: summary.photos, boxes: summary.boxes })}
      </span>
      <GateBadges summary={summary} />
    </Link>
  );
}

/** Errors and warnings that are left. */
export function GateBadges({ summary }: { readonly summary: DatasetCheck["summary"] }) {
  const t = useTranslations("versions");
  return (
    <span className="flex flex-wrap gap-1.5">
      {summary.errors > 0 ? <Badge tone="attention">{t("errors", { count: summary.errors })}</Badge> : null}
      {summary.warnings > 0 ? (
        <Badge tone="unsure">{t("warnings", { count: summary.warnings })}</Badge>
      ) : null}
      {summary.errors + summary.warnings === 0 ? <Badge tone="good">{t("clean")}</Badge> : null}
    </span>
  );
}

function VersionCard({ version }: { readonly version: DatasetVersion }) {
  const t = useTranslations("versions");
  const { number, summary, note, deletedPhotos, createdAt } = version;
  return (
    <li>
      <Link
        href={`/studio/data/versions/${number}`}
        className="flex h-full flex-col gap-2 rounded-card border bg-raised p-4 hover:bg-sunken"
      >
        <span className="flex items-baseline justify-between gap-2">
          <span className="font-semibold text-lead">{t("version", { number })}</span>
          <time dateTime={createdAt} className="tabular text-ink-soft text-meta">
            {createdAt.slice(0, 10)}
          </time>
        </span>
        {note ? <span className="truncate text-ink-soft">{note}</span> : null}
        <SplitBar splits={summary.splits} label={t("splitBar", summary.splits)} />
        <span className="tabular text-ink-soft text-meta">
          {t("counts", { photos: summary.photos, boxes: summary.boxes })}
        </span>
        <span className="flex flex-wrap gap-1.5">
          <GateBadges summary={summary} />
          {deletedPhotos > 0 ? (
            <Badge tone="unsure">{t("deletedSince", { count: deletedPhotos })}</Badge>
          ) : null}
        </span>
      </Link>
    </li>
  );
}
