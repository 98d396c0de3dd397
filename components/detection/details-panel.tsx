"use client";

import { RefreshCw } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useEditor, useWorkspace } from "@/lib/client/workspace/workspace-context";
import { formatMegabytes, formatModelId, formatMs } from "./format";

/** The facts: the photo, what ran on it, and how long each stage took. */
export function DetailsPanel({ photo }: { readonly photo: PhotoItem }) {
  const t = useTranslations("details");
  const backends = useTranslations("backend");
  const waits = useTranslations("waits");
  const { jobs } = useWorkspace();
  const ms = useDuration();
  const shown = useEditor(photo, (editor) => editor.stageBoxes.length);
  const edits = useEditor(photo, (editor) => editor.labels.length);
  const { run, size, blob } = photo;
  const isKilobytes = blob.size < 1e6;
  return (
    <div className="flex flex-col gap-5 px-4 py-4">
      <Facts title={t("photo")}>
        <Fact name={t("name")}>{photo.name}</Fact>
        <Fact name={t("size")}>{t("sizeValue", { width: size.width, height: size.height })}</Fact>
        <Fact name={t("bytes")}>
          {isKilobytes
            ? t("kb", { value: Math.ceil(blob.size / 1e3) })
            : t("mb", { value: formatMegabytes(blob.size) })}
        </Fact>
        <Fact name={t("where")}>{t(photo.libraryId ? "whereServer" : "whereDevice")}</Fact>
      </Facts>
      {run ? (
        <Facts title={t("detection")}>
          <Fact name={t("model")}>{formatModelId(run.modelId)}</Fact>
          <Fact name={t("backend")}>{backends(run.backend)}</Fact>
          <Fact name={t("candidates")}>{run.candidates.count.toLocaleString("en")}</Fact>
          <Fact name={t("shown")}>{shown}</Fact>
          <Fact name={t("edits")}>{edits}</Fact>
        </Facts>
      ) : null}
      {run?.timings ? (
        <Facts title={t("timings")}>
          {run.timings.queueMs === undefined ? null : (
            <Fact name={t("queue")}>{ms(run.timings.queueMs)}</Fact>
          )}
          <Fact name={t("decode")}>{ms(run.timings.decodeMs)}</Fact>
          <Fact name={t("preprocess")}>{ms(run.timings.preprocessMs)}</Fact>
          <Fact name={t("inference")}>{ms(run.timings.inferenceMs)}</Fact>
          <Fact name={t("postprocess")}>{ms(run.timings.postprocessMs)}</Fact>
          <Fact name={t("total")} isStrong>
            {ms(run.timings.totalMs)}
          </Fact>
        </Facts>
      ) : null}
      <Link href="/bench" className="self-start underline pointer-coarse:inline-block pointer-coarse:py-3">
        {t("bench")}
      </Link>
      <Button
        size="small"
        className="self-start"
        waitsFor={(photo.state === "queued" || photo.state === "detecting") && waits("looking")}
        onClick={() => jobs.again(photo.id)}
      >
        <RefreshCw aria-hidden />
        {t("again")}
      </Button>
    </div>
  );
}

/** A time as people read it: ms, and seconds from ten on. */
export function useDuration(): (ms: number) => string {
  const t = useTranslations("details");
  return (ms) =>
    ms >= 10_000 ? t("s", { value: (ms / 1000).toFixed(1) }) : t("ms", { value: formatMs(ms) });
}

export function Facts({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 text-ink-soft text-meta">{title}</h3>
      <dl className="divide-y">{children}</dl>
    </section>
  );
}

interface FactProps {
  readonly name: string;
  readonly isStrong?: boolean;
  readonly children: ReactNode;
}

export function Fact({ name, isStrong, children }: FactProps) {
  return (
    <div
      className={
        isStrong ? "flex justify-between gap-4 py-1.5 font-medium" : "flex justify-between gap-4 py-1.5"
      }
    >
      <dt className={isStrong ? undefined : "text-ink-soft"}>{name}</dt>
      <dd className="tabular min-w-0 truncate text-right">{children}</dd>
    </div>
  );
}
