"use client";

import { Download, FileUp } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type DragEvent, useRef, useState } from "react";
import { JobCard } from "@/components/jobs/job-card";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { ProgressBar } from "@/components/ui/progress-bar";
import { toApiError } from "@/lib/client/api/api-error";
import { useJobs } from "@/lib/client/jobs/use-job";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { type Sending, sendCollection } from "@/lib/client/recipes/send-collection";
import type { Job } from "@/lib/contracts/jobs";
import { recipeImportParamsSchema, recipeImportResultSchema } from "@/lib/contracts/recipe-import";
import { PageHeading } from "../page-heading";

/** Takes over collections from other apps, shows how far each is, and hands one's own recipes out again. */
export function CollectionImport() {
  const t = useTranslations("recipes.collection");
  const jobs = useJobs(["recipe-import"]);
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 py-6">
      <PageHeading
        back={{ href: "/recipes?own=mine", text: t("browse") }}
        title={t("title")}
        intro={t("intro")}
      />
      <SendFile />
      <section aria-label={t("title")} className="flex flex-col gap-3">
        {jobs?.length === 0 ? <p className="text-ink-soft">{t("none")}</p> : null}
        {jobs?.map((job) => (
          <ImportCard key={job.id} job={job} />
        ))}
      </section>
      <section
        id="export"
        aria-label={t("export")}
        className="flex flex-col items-start gap-2 rounded-card border bg-raised p-4"
      >
        <h2 className="text-title font-semibold">{t("export")}</h2>
        <p className="text-ink-soft">{t("exportBody")}</p>
        <Exports />
      </section>
    </div>
  );
}

const EXPORTS = ["json-ld", "mealie", "tandoor", "markdown", "cookbook"] as const;

function Exports() {
  const t = useTranslations("recipes.collection.exportFormats");
  return (
    <ul className="flex w-full flex-col gap-2">
      {EXPORTS.map((format) => (
        <li key={format} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Button asChild>
            <a href={`/api/v1/recipes/export?format=${format}`} download>
              <Download aria-hidden />
              {t(format)}
            </a>
          </Button>
          <span className="min-w-0 text-meta text-ink-soft">{t(`${format}-hint`)}</span>
        </li>
      ))}
    </ul>
  );
}

function SendFile() {
  const t = useTranslations("recipes.collection");
  const sentence = useErrorSentence();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<{ readonly name: string; readonly share: number } | null>(null);
  const [current, setCurrent] = useState<Sending | null>(null);
  const [isOver, setIsOver] = useState(false);
  const [problem, setProblem] = useState("");
  const send = async (file: File | undefined) => {
    if (!file || sending) return;
    setProblem("");
    setSending({ name: file.name, share: 0 });
    const next = sendCollection(file, (share) => setSending({ name: file.name, share }));
    setCurrent(next);
    try {
      await next.job;
    } catch (error) {
      const isCancelled = error instanceof DOMException && error.name === "AbortError";
      if (!isCancelled) setProblem(sentence(toApiError(error)));
    }
    setSending(null);
    setCurrent(null);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setIsOver(false);
    void send(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for the keyboard
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={classNames(
        "flex flex-col items-center gap-3 rounded-card border border-line-strong border-dashed p-8",
        isOver && "border-leaf bg-leaf-wash",
      )}
    >
      {sending ? (
        <>
          <p className="max-w-full truncate font-medium">{t("sending", { name: sending.name })}</p>
          <ProgressBar
            label={t("sending", { name: sending.name })}
            value={sending.share}
            className="w-full max-w-sm"
          />
          <Button size="small" onClick={() => current?.cancel()}>
            {t("cancelSending")}
          </Button>
        </>
      ) : (
        <>
          <Button tone="primary" size="large" onClick={() => input.current?.click()}>
            <FileUp aria-hidden />
            {t("choose")}
          </Button>
          <p className="text-ink-soft pointer-coarse:hidden">{t("drop")}</p>
        </>
      )}
      <input
        ref={input}
        type="file"
        accept=".zip,.json,.jsonld,.paprikarecipes,.paprikarecipe,.csv,.tsv,.html,.htm,.md,.markdown,.txt"
        aria-label={t("choose")}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          void send(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <p role="alert" className="text-tomato-ink empty:hidden">
        {problem}
      </p>
    </div>
  );
}

function ImportCard({ job }: { readonly job: Job }) {
  const t = useTranslations("recipes.collection");
  const params = recipeImportParamsSchema.safeParse(job.params);
  const result = recipeImportResultSchema.safeParse(job.result);
  const tallies = result.success ? result.data : undefined;
  return (
    <JobCard job={job} title={t("job", { name: params.success ? params.data.name : "" })}>
      {tallies ? (
        <ul className="flex flex-col gap-1">
          <li>
            <Link href="/recipes?own=mine" className="font-medium underline">
              {t("done", { added: tallies.added })}
            </Link>
          </li>
          {tallies.known > 0 ? (
            <li className="text-ink-soft">{t("known", { count: tallies.known })}</li>
          ) : null}
          {tallies.toCheck > 0 ? (
            <li className="text-saffron-ink">
              <Link href="/recipes/doubts" className="underline">
                {t("toCheck", { count: tallies.toCheck })}
              </Link>
            </li>
          ) : null}
          {tallies.pictures > 0 ? (
            <li className="text-ink-soft">{t("pictures", { count: tallies.pictures })}</li>
          ) : null}
          {tallies.picturesFailed > 0 ? (
            <li className="text-saffron-ink">
              {t("picturesFailed", {
                count: tallies.picturesFailed,
                places: tallies.pictureFailures.join(", "),
              })}
            </li>
          ) : null}
          {tallies.failed > 0 ? (
            <li className="text-tomato-ink">
              {t("failed", { count: tallies.failed, places: tallies.failures.join(", ") })}
            </li>
          ) : null}
        </ul>
      ) : null}
    </JobCard>
  );
}
