"use client";

import { useMutation } from "@tanstack/react-query";
import { FileArchive, FolderOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, useId, useRef, useState } from "react";
import { JobCard } from "@/components/jobs/job-card";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { ProgressBar } from "@/components/ui/progress-bar";
import { toApiError } from "@/lib/client/api/api-error";
import { sendArchive, type UploadProgress } from "@/lib/client/api/send-archive";
import { useTRPC } from "@/lib/client/api/trpc";
import { useJob, useJobs } from "@/lib/client/jobs/use-job";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import {
  importParamsSchema,
  importResultSchema,
  scanResultSchema,
  type Upload,
} from "@/lib/contracts/dataset-import";
import type { Job } from "@/lib/contracts/jobs";
import { formatNames } from "@/lib/core/datasets/formats/known-formats";
import { FormatChoice, type Reading } from "./import-reading";
import { ImportResultView } from "./import-result";
import { ImportReview } from "./import-review";
import { dropped, filesOfInput, type PlacedFile, sendFolder } from "./import-upload";

const IMPORTS = ["import"];
const SHOWN = 3;

interface Sending {
  readonly name: string;
  readonly progress: UploadProgress | undefined;
  readonly stop: AbortController;
}

/** Brings labelled photos in: send, look, say what the classes are, import. */
export function ImportSection() {
  const t = useTranslations("imports");
  const id = useId();
  const imports = useJobs(IMPORTS, SHOWN);
  const intake = useIntake();
  const { sending, upload, scan, error } = intake;
  const sentence = useErrorSentence();
  const found = scan?.state === "done" ? scanResultSchema.safeParse(scan.result).data : undefined;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <header>
        <h2 id={id} className="font-semibold text-title">
          {t("title")}
        </h2>
        <p className="text-ink-soft">{t("hint", { formats: formatNames() })}</p>
      </header>
      {upload && found ? (
        <ImportReview
          key={scan?.id}
          upload={upload}
          scan={found}
          onRead={intake.readAs}
          onDone={intake.reset}
        />
      ) : sending ? (
        <SendingCard sending={sending} />
      ) : scan && upload ? (
        <JobCard job={scan} title={t("scanOf", { name: upload.name })}>
          {scan.state === "failed" || scan.state === "cancelled" ? (
            <>
              {scan.error?.code === "import/not-recognised" ? (
                <FormatChoice format={undefined} candidates={[]} onRead={intake.readAs} />
              ) : null}
              <Button size="small" className="self-start" onClick={intake.reset}>
                {t("discard")}
              </Button>
            </>
          ) : null}
        </JobCard>
      ) : (
        <DropPlace onZip={intake.sendZip} onFolder={intake.sendFolder} />
      )}
      {error ? (
        <p role="alert" className="text-tomato-ink">
          {sentence(error)}
        </p>
      ) : null}
      {imports && imports.length > 0 ? (
        <div className="flex flex-col gap-3">
          {imports.map((job) => (
            <ImportCard key={job.id} job={job} />
          ))}
        </div>
      ) : null}
    </section>
  );
}

function useIntake() {
  const trpc = useTRPC();
  const scanning = useMutation(trpc.imports.scan.mutationOptions());
  const [sending, setSending] = useState<Sending>();
  const [upload, setUpload] = useState<Upload>();
  const [failure, setFailure] = useState<unknown>();
  const scan = useJob(scanning.data?.id);

  const send = async (
    name: string,
    work: (options: Parameters<typeof sendArchive>[1]) => Promise<Upload>,
  ) => {
    const stop = new AbortController();
    setFailure(undefined);
    setSending({ name, progress: undefined, stop });
    try {
      const onProgress = (progress: UploadProgress) => setSending({ name, progress, stop });
      const sent = await work({ signal: stop.signal, onProgress });
      setUpload(sent);
      await scanning.mutateAsync({ uploadId: sent.uploadId });
    } catch (error) {
      setUpload(undefined);
      if (!stop.signal.aborted) setFailure(error);
    } finally {
      setSending(undefined);
    }
  };
  const readAs = (reading: Reading) => {
    if (!upload) return;
    setFailure(undefined);
    scanning.mutateAsync({ uploadId: upload.uploadId, ...reading }).catch(setFailure);
  };
  return {
    readAs,
    sending,
    upload,
    scan,
    error: failure === undefined ? undefined : toApiError(failure),
    sendZip: (file: File) => void send(file.name, (options) => sendArchive(file, options)),
    sendFolder: (name: string, files: readonly PlacedFile[]) =>
      void send(name, (options) => sendFolder(name, files, options)),
    reset: () => {
      scanning.reset();
      setUpload(undefined);
      setFailure(undefined);
    },
  };
}

function SendingCard({ sending }: { readonly sending: Sending }) {
  const t = useTranslations("imports");
  const { name, progress, stop } = sending;
  const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
  return (
    <div className="flex flex-col gap-2 rounded-card border bg-raised p-4">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate font-medium">{t("uploading", { name })}</p>
        <Button size="small" tone="quiet" onClick={() => stop.abort(new Error("stopped"))}>
          {t("cancelUpload")}
        </Button>
      </div>
      <ProgressBar label={t("uploading", { name })} value={progress && progress.done / progress.total} />
      {progress ? (
        <p className="tabular text-meta text-ink-soft">
          {progress.unit === "bytes"
            ? t("uploadedBytes", { done: megabytes(progress.done), total: megabytes(progress.total) })
            : t("uploadedFiles", { done: progress.done, total: progress.total })}
        </p>
      ) : null}
    </div>
  );
}

interface DropPlaceProps {
  readonly onZip: (file: File) => void;
  readonly onFolder: (name: string, files: readonly PlacedFile[]) => void;
}

function DropPlace({ onZip, onFolder }: DropPlaceProps) {
  const t = useTranslations("imports");
  const zip = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [isNoSet, setIsNoSet] = useState(false);
  const takeFolder = (name: string, files: readonly PlacedFile[]) => {
    setIsNoSet(files.length === 0);
    if (files.length > 0) onFolder(name, files);
  };
  const onDrop = async (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const found = await dropped(event.dataTransfer);
    if (found && "zip" in found) onZip(found.zip);
    else takeFolder(found?.name ?? "", found?.files ?? []);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its buttons beside it
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => void onDrop(event)}
      className={classNames(
        "flex flex-col items-center gap-3 rounded-card border border-dashed px-4 py-8 text-center",
        isOver ? "border-leaf bg-leaf-wash" : "border-line-strong bg-sunken",
      )}
    >
      <p className="text-ink-soft">{t("drop")}</p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button onClick={() => zip.current?.click()}>
          <FileArchive aria-hidden />
          {t("chooseZip")}
        </Button>
        <Button onClick={() => folder.current?.click()}>
          <FolderOpen aria-hidden />
          {t("chooseFolder")}
        </Button>
      </div>
      {isNoSet ? (
        <p role="alert" className="text-tomato-ink">
          {t("noSet")}
        </p>
      ) : null}
      <input
        ref={zip}
        type="file"
        accept=".zip,.tar,.tgz,.gz,application/zip,application/x-tar,application/gzip"
        hidden
        aria-label={t("chooseZip")}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) onZip(file);
          currentTarget.value = "";
        }}
      />
      <input
        ref={folder}
        type="file"
        hidden
        // not in React's types
        {...{ webkitdirectory: "" }}
        aria-label={t("chooseFolder")}
        onChange={({ currentTarget }) => {
          const list = currentTarget.files;
          if (!list || list.length === 0) return;
          const { name, files } = filesOfInput(list);
          onFolder(name, files);
          currentTarget.value = "";
        }}
      />
    </div>
  );
}

function ImportCard({ job }: { readonly job: Job }) {
  const t = useTranslations("imports");
  const label = importParamsSchema.safeParse(job.params).data?.label ?? "";
  const result = importResultSchema.safeParse(job.result).data;
  return (
    <JobCard job={job} title={t("importOf", { name: label })}>
      {result ? <ImportResultView result={result} /> : null}
    </JobCard>
  );
}
