"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { SearchCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { FilterButton } from "@/components/datasets/filter-button";
import { Button } from "@/components/ui/button";
import { ChoiceSwitch } from "@/components/ui/choice-switch";
import { EmptyState } from "@/components/ui/empty-state";
import { moment } from "@/components/ui/figures";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import {
  type DataErrorsOverview,
  DOUBT_KINDS,
  DOUBT_STATES,
  type DoubtKind,
  type DoubtState,
  dataErrorsResultSchema,
} from "@/lib/contracts/data-errors";
import { isOpenJob, type Job } from "@/lib/contracts/jobs";
import { DoubtDesk, type RenderEditor } from "./doubt-desk";
import { ErrorFigures } from "./error-figures";

export interface ErrorsViewProps {
  readonly number: number;
  /** The newest job that looks for errors in this version. */
  readonly job: Job | undefined;
  readonly renderJob: (job: Job, title: string, children: ReactNode) => ReactNode;
  readonly renderEditor: RenderEditor;
}

/** What may be wrong in a version: look for it, go through it worst first, mend it. */
export function ErrorsView({ number, job, renderJob, renderEditor }: ErrorsViewProps) {
  const t = useTranslations("dataErrors");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const overview = useQuery(trpc.dataErrors.overview.queryOptions({ number }));
  const me = useQuery(trpc.people.me.queryOptions());
  useRefreshAfter(job);
  const may = (permission: string) => me.data?.permissions.some((one) => one === permission) ?? false;
  const mayMend = may("review:write") && may("datasets:write");
  const isBusy = job !== undefined && isOpenJob(job);
  return (
    <>
      <header className="flex flex-col gap-2">
        <Link
          href={`/studio/data/versions/${number}`}
          className="self-start text-ink-soft text-meta hover:underline"
        >
          {t("back", { number })}
        </Link>
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
          {overview.data ? (
            <FindButton
              number={number}
              isBusy={isBusy}
              mayFind={may("datasets:write")}
              label={t("findAgain")}
            />
          ) : null}
        </div>
        <p className="max-w-[70ch] text-ink-soft">{t("explain")}</p>
      </header>
      {job && (isBusy || job.state !== "done")
        ? renderJob(job, t("jobTitle", { number }), <Outcome job={job} />)
        : null}
      {overview.isError ? <p role="alert">{sentence(toApiError(overview.error))}</p> : null}
      {overview.isPending ? <p role="status">{t("loading")}</p> : null}
      {overview.data === null && !isBusy ? (
        <EmptyState
          icon={<SearchCheck aria-hidden />}
          title={t("neverTitle")}
          body={t("neverBody")}
          actions={
            <FindButton number={number} isBusy={isBusy} mayFind={may("datasets:write")} label={t("find")} />
          }
        />
      ) : null}
      {overview.data ? (
        <Found overview={overview.data} mayMend={mayMend} renderEditor={renderEditor} />
      ) : null}
    </>
  );
}

function Outcome({ job }: { readonly job: Job }) {
  const t = useTranslations("dataErrors");
  const result = dataErrorsResultSchema.safeParse(job.result);
  return result.success ? <p>{t("jobDone", result.data)}</p> : null;
}

/** Fetches what a job found when it has ended. */
function useRefreshAfter(job: Job | undefined): void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const ended = job && !isOpenJob(job) ? job.id + job.endedAt : undefined;
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: trpc.dataErrors.pathKey() });
  }, [ended, queries, trpc]);
}

interface FindButtonProps {
  readonly number: number;
  readonly isBusy: boolean;
  readonly mayFind: boolean;
  readonly label: string;
}

function FindButton({ number, isBusy, mayFind, label }: FindButtonProps) {
  const t = useTranslations("dataErrors");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const sentence = useErrorSentence();
  const find = useMutation(
    trpc.dataErrors.find.mutationOptions({
      onSuccess: () => void queries.invalidateQueries({ queryKey: trpc.jobs.list.pathKey() }),
    }),
  );
  return (
    <span className="flex flex-col items-center gap-1">
      <Button
        waitsFor={(!mayFind && t("mayNot")) || ((isBusy || find.isPending) && waits("busy"))}
        onClick={() => find.mutate({ number })}
      >
        <SearchCheck aria-hidden />
        {label}
      </Button>
      {find.error ? (
        <span role="alert" className="text-tomato-ink">
          {sentence(toApiError(find.error))}
        </span>
      ) : null}
    </span>
  );
}

interface FoundProps {
  readonly overview: DataErrorsOverview;
  readonly mayMend: boolean;
  readonly renderEditor: RenderEditor;
}

function Found({ overview, mayMend, renderEditor }: FoundProps) {
  const t = useTranslations("dataErrors");
  const [kind, setKind] = useState<DoubtKind | undefined>(undefined);
  const [state, setState] = useState<DoubtState>("open");
  return (
    <>
      <Judges overview={overview} />
      <div className="grid gap-6 lg:grid-cols-[250px_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <ChoiceSwitch
            label={t("states")}
            choices={DOUBT_STATES}
            value={state}
            textOf={(one) => t(`state.${one}`)}
            onChange={setState}
          />
          <KindFilter overview={overview} chosen={kind} onChoose={setKind} />
        </div>
        <DoubtDesk
          number={overview.number}
          filter={{ kind, state }}
          mayMend={mayMend}
          renderEditor={renderEditor}
        />
      </div>
      <ErrorFigures overview={overview} />
    </>
  );
}

function Judges({ overview }: { readonly overview: DataErrorsOverview }) {
  const t = useTranslations("dataErrors");
  const { judges, unjudgedNames, failed } = overview.summary;
  const sum = (pick: (photos: (typeof judges)[number]["photos"]) => number) =>
    judges.reduce((total, { photos }) => total + pick(photos), 0);
  const all = sum((photos) => photos.unseen + photos["chosen-by"] + photos.unknown + photos.seen);
  const doubtful = sum((photos) => photos.unknown + photos.seen);
  return (
    <div className="flex max-w-[80ch] flex-col gap-1 text-meta">
      <p className="text-ink-soft">{t("looked", { when: moment(overview.createdAt) })}</p>
      {judges.map(({ modelId, photos }) => (
        <p key={modelId}>
          {t("judged", {
            model: modelId,
            count: photos.unseen + photos["chosen-by"] + photos.unknown + photos.seen,
            unseen: photos.unseen + photos["chosen-by"],
            unknown: photos.unknown,
            seen: photos.seen,
          })}
        </p>
      ))}
      {doubtful > 0 ? (
        <p className="rounded-card border border-saffron bg-raised px-3 py-2">
          {t("seenWarning", { share: doubtful / Math.max(1, all) })}
        </p>
      ) : null}
      {unjudgedNames > 0 ? <p>{t("unjudged", { count: unjudgedNames })}</p> : null}
      {failed > 0 ? <p>{t("noLook", { count: failed })}</p> : null}
    </div>
  );
}

interface KindFilterProps {
  readonly overview: DataErrorsOverview;
  readonly chosen: DoubtKind | undefined;
  readonly onChoose: (kind: DoubtKind | undefined) => void;
}

function KindFilter({ overview, chosen, onChoose }: KindFilterProps) {
  const t = useTranslations("dataErrors");
  const { summary, states } = overview;
  const kinds = DOUBT_KINDS.filter((kind) => summary.found[kind] > 0);
  const longest = Math.max(1, ...kinds.map((kind) => summary.found[kind]));
  return (
    <nav aria-label={t("kinds")} className="flex gap-1 overflow-x-auto lg:flex-col">
      <FilterButton
        className="shrink-0 justify-center whitespace-nowrap"
        isChosen={chosen === undefined}
        onClick={() => onChoose(undefined)}
      >
        {t("allKinds")}
      </FilterButton>
      {kinds.map((kind) => (
        <FilterButton
          className="shrink-0 justify-center whitespace-nowrap"
          key={kind}
          isChosen={chosen === kind}
          onClick={() => onChoose(kind)}
        >
          <span className="flex w-full items-baseline justify-between gap-2">
            <span className="text-left lg:whitespace-normal">{t(`kind.${kind}`)}</span>
            <span className="tabular text-ink-soft text-meta">
              {t("openOf", { open: states[kind].open, count: summary.found[kind] })}
            </span>
          </span>
          <span aria-hidden className="h-1 w-full overflow-hidden rounded-full bg-line">
            <span
              className="block h-full bg-tomato"
              style={{ width: `${(100 * summary.found[kind]) / longest}%` }}
            />
          </span>
        </FilterButton>
      ))}
    </nav>
  );
}
