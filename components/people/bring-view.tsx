"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { FileArchive } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { JobCard } from "@/components/jobs/job-card";
import { Button } from "@/components/ui/button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Section } from "@/components/ui/section";
import { sendArchive, type UploadProgress } from "@/lib/client/api/send-archive";
import { useTRPC } from "@/lib/client/api/trpc";
import { useJobs } from "@/lib/client/jobs/use-job";
import { isOpenJob, type Job } from "@/lib/contracts/jobs";
import { bringParamsSchema, broughtSchema, takeoutLookSchema } from "@/lib/contracts/takeout";
import { BroughtTable } from "./brought-table";
import { ErrorLine } from "./error-line";

const KINDS = ["takeout-look", "takeout-bring"];

interface Sending {
  readonly name: string;
  readonly progress: UploadProgress | undefined;
  readonly stop: AbortController;
}

/** Takes an archive of another Forage in: send, look, agree, bring in. A reload finds it where it was. */
export function BringView() {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.people.me.queryOptions());
  const job = useJobs(KINDS, 1)?.[0];
  const { sending, error, send } = useSending();
  const isBusy = sending !== undefined || (job !== undefined && isOpenJob(job));
  if (!data) return null;
  const { name, role } = data.team;
  return (
    <Section title={t("bring")} isTitleHidden>
      <p>{t("bringHint", { team: name })}</p>
      <p className="text-ink-soft">{t("bringNot")}</p>
      {sending ? <SendingCard sending={sending} /> : null}
      {job && !sending ? (
        job.kind === "takeout-look" ? (
          <LookCard job={job} />
        ) : (
          <BringCard job={job} />
        )
      ) : null}
      <ErrorLine error={error} />
      <ArchiveButton
        label={job ? t("bringOther") : t("bringChoose")}
        waitsFor={role !== "admin" ? t("bringOnlyAdmin") : isBusy && t("busy")}
        onFile={send}
      />
    </Section>
  );
}

function useSending() {
  const trpc = useTRPC();
  const look = useMutation(trpc.takeout.look.mutationOptions());
  const [sending, setSending] = useState<Sending>();
  const [error, setError] = useState<unknown>();
  const send = async (file: File) => {
    const stop = new AbortController();
    const { name } = file;
    setError(undefined);
    setSending({ name, progress: undefined, stop });
    try {
      const onProgress = (progress: UploadProgress) => setSending({ name, progress, stop });
      const { uploadId } = await sendArchive(file, { signal: stop.signal, onProgress });
      await look.mutateAsync({ uploadId });
    } catch (failure) {
      if (!stop.signal.aborted) setError(failure);
    } finally {
      setSending(undefined);
    }
  };
  return { sending, error, send: (file: File) => void send(file) };
}

interface ArchiveButtonProps {
  readonly label: string;
  readonly waitsFor: string | false;
  readonly onFile: (file: File) => void;
}

function ArchiveButton({ label, waitsFor, onFile }: ArchiveButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button className="self-start" waitsFor={waitsFor} onClick={() => input.current?.click()}>
        <FileArchive aria-hidden />
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".zip,application/zip"
        aria-label={label}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) onFile(file);
          currentTarget.value = "";
        }}
      />
    </>
  );
}

function SendingCard({ sending: { name, progress, stop } }: { readonly sending: Sending }) {
  const t = useTranslations("people");
  const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
  return (
    <div className="flex flex-col gap-2 rounded-card border bg-raised p-4">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate font-medium">{t("bringSending", { name })}</p>
        <Button size="small" tone="quiet" onClick={() => stop.abort(new Error("stopped"))}>
          {t("bringStop")}
        </Button>
      </div>
      <ProgressBar label={t("bringSending", { name })} value={progress && progress.done / progress.total} />
      {progress ? (
        <p className="tabular text-meta text-ink-soft">
          {t("bringSent", { done: megabytes(progress.done), total: megabytes(progress.total) })}
        </p>
      ) : null}
    </div>
  );
}

const labelOf = (job: Job) => bringParamsSchema.safeParse(job.params).data?.label ?? "";

function LookCard({ job }: { readonly job: Job }) {
  const t = useTranslations("people");
  const format = useFormatter();
  const trpc = useTRPC();
  const bring = useMutation(trpc.takeout.bring.mutationOptions());
  const uploadId = bringParamsSchema.safeParse(job.params).data?.uploadId;
  const look = takeoutLookSchema.safeParse(job.result).data;
  const name = labelOf(job);
  const isNothing = look?.counts.every(({ added }) => added === 0);
  return (
    <JobCard job={job} level={2} title={look ? t("bringLooked", { name }) : t("bringLook", { name })}>
      {look && uploadId ? (
        <div className="flex flex-col gap-3">
          <p>
            {t("bringFrom", {
              team: look.team,
              day: format.dateTime(new Date(look.writtenAt), { dateStyle: "long" }),
            })}
          </p>
          <BroughtTable brought={look} isPlan />
          {isNothing ? (
            <p>{t("bringNothing")}</p>
          ) : (
            <>
              <p className="text-meta text-ink-soft">{t("broughtWhole")}</p>
              <Button
                tone="primary"
                className="self-start"
                waitsFor={bring.isPending && t("busy")}
                onClick={() => bring.mutate({ uploadId })}
              >
                {t("bringNow")}
              </Button>
            </>
          )}
          <ErrorLine error={bring.error} />
        </div>
      ) : null}
    </JobCard>
  );
}

function BringCard({ job }: { readonly job: Job }) {
  const t = useTranslations("people");
  const brought = broughtSchema.safeParse(job.result).data;
  const name = labelOf(job);
  return (
    <JobCard job={job} level={2} title={brought ? t("brought", { name }) : t("bringing", { name })}>
      {brought ? <BroughtTable brought={brought} isPlan={false} /> : null}
    </JobCard>
  );
}
