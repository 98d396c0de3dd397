"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import {
  type FoundClass,
  KNOWN_PHOTOS,
  type KnownPhotos,
  type ScanResult,
  setNameSchema,
  type Upload,
} from "@/lib/contracts/dataset-import";
import { withoutArchiveEnding } from "@/lib/core/datasets/formats/archive-name";
import { formatName } from "@/lib/core/datasets/formats/known-formats";
import { ImportClassesDialog } from "./import-classes-dialog";
import { ImportPreview } from "./import-preview";
import { FormatChoice, type Reading, ReadingDoubts, ReadingQuestion } from "./import-reading";
import { ImportProblems } from "./import-result";

export interface ImportReviewProps {
  readonly upload: Upload;
  readonly scan: ScanResult;
  /** Inspects the set again, read in another way. */
  readonly onRead: (reading: Reading) => void;
  /** Started or discarded. */
  readonly onDone: () => void;
}

/** A name that can be kept, from that of a file. */
function nameOf(upload: Upload): string {
  const name = withoutArchiveEnding(upload.name).slice(0, 60).trim();
  return setNameSchema.safeParse(name).success ? name : "imported";
}

/** What is in a set, and what is asked before it is imported. */
export function ImportReview(props: ImportReviewProps) {
  const { upload, scan, onRead, onDone } = props;
  const t = useTranslations("imports");
  if (!scan.question) return <ReadReview {...props} />;
  const { choices, format } = scan;
  return (
    <div className="flex flex-col gap-5 rounded-card border bg-raised p-4">
      <h3 className="font-medium">
        {upload.name}
        {": "}
        {t("foundUnread", { format: formatName(format), photos: scan.photos })}
      </h3>
      <FormatChoice format={format} candidates={scan.candidates} onRead={onRead} />
      <ReadingQuestion
        uploadId={upload.uploadId}
        question={scan.question}
        answers={choices.answers}
        onChoose={(chosen) => onRead({ ...choices, ...chosen, format })}
      />
      <Button tone="quiet" className="self-start" onClick={onDone}>
        {t("discard")}
      </Button>
    </div>
  );
}

function ReadReview({ upload, scan, onRead, onDone }: ImportReviewProps) {
  const t = useTranslations("imports");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const nameId = useId();
  const [name, setName] = useState(() => nameOf(upload));
  const [isShared, setIsShared] = useState(false);
  const [knownPhotos, setKnownPhotos] = useState<KnownPhotos>("add");
  const [isAsking, setIsAsking] = useState(false);
  const start = useMutation(trpc.imports.start.mutationOptions({ onSuccess: onDone }));
  const classes = useClassesOf(scan);
  const unknown = classes.filter(({ classId }) => classId === undefined).length;
  const isNamed = setNameSchema.safeParse(name).success;
  const doubtful = new Set(scan.doubts.map(({ id }) => id));
  const answered = Object.keys(scan.choices.answers ?? {}).some((id) => !doubtful.has(id));
  return (
    <div className="flex flex-col gap-5 rounded-card border bg-raised p-4">
      <div className="flex flex-col gap-1">
        <h3 className="font-medium">
          {upload.name}
          {": "}
          {t("found", { format: formatName(scan.format), photos: scan.photos, boxes: scan.boxes })}
        </h3>
        <p className="tabular text-meta text-ink-soft">{t("splits", scan.splits)}</p>
        {scan.crowds > 0 ? <p className="text-ink-soft">{t("crowds", { count: scan.crowds })}</p> : null}
        {scan.polygons > 0 ? (
          <p className="text-ink-soft">{t("polygons", { count: scan.polygons })}</p>
        ) : null}
        {scan.unlabelled > 0 ? (
          <p className="text-ink-soft">{t("unlabelled", { count: scan.unlabelled })}</p>
        ) : null}
      </div>
      <FormatChoice format={scan.format} candidates={scan.candidates} onRead={onRead} />
      {scan.choices.rows ? (
        <p className="flex flex-wrap items-center gap-2">
          {t(`ask.chosen.${scan.choices.rows}`)}
          <Button
            size="small"
            tone="quiet"
            onClick={() => onRead({ ...scan.choices, rows: undefined, format: scan.format })}
          >
            {t("ask.again")}
          </Button>
        </p>
      ) : null}
      {answered ? (
        <p className="flex flex-wrap items-center gap-2">
          {t("ask.answered")}
          <Button
            size="small"
            tone="quiet"
            onClick={() => onRead({ ...scan.choices, answers: undefined, format: scan.format })}
          >
            {t("ask.again")}
          </Button>
        </p>
      ) : null}
      <ReadingDoubts
        doubts={scan.doubts}
        onChoose={(answers) =>
          onRead({
            ...scan.choices,
            answers: { ...scan.choices.answers, ...answers },
            format: scan.format,
          })
        }
      />
      <ImportPreview uploadId={upload.uploadId} photos={scan.preview} classes={classes} />
      <ImportProblems problems={scan.problems} count={scan.problemCount} />
      <div className="flex flex-wrap items-center gap-3">
        <Badge tone={unknown > 0 ? "attention" : "good"}>
          {unknown > 0
            ? t("classesUnknown", { count: unknown })
            : t("classesKnown", { count: classes.length })}
        </Badge>
        <Button size="small" tone={unknown > 0 ? "primary" : "plain"} onClick={() => setIsAsking(true)}>
          {unknown > 0 ? t("sayClasses") : t("seeClasses")}
        </Button>
      </div>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (unknown > 0) setIsAsking(true);
          else if (isNamed && isShared)
            start.mutate({
              uploadId: upload.uploadId,
              format: scan.format,
              ...scan.choices,
              name: name.trim(),
              knownPhotos,
              isShared: true,
            });
        }}
      >
        <div className="flex max-w-sm flex-col gap-1">
          <label htmlFor={nameId} className="font-medium">
            {t("name")}
          </label>
          <input
            id={nameId}
            value={name}
            maxLength={60}
            aria-invalid={!isNamed}
            aria-describedby={`${nameId}-hint`}
            onChange={({ target }) => setName(target.value)}
            className="h-9 rounded-card border border-line-strong bg-paper px-3 pointer-coarse:h-11"
          />
          <p
            id={`${nameId}-hint`}
            className={isNamed ? "text-meta text-ink-soft" : "text-meta text-tomato-ink"}
          >
            {isNamed ? t("nameHint") : t("nameInvalid")}
          </p>
        </div>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium">{t("knownPhotos")}</legend>
          {KNOWN_PHOTOS.map((way) => (
            <label key={way} className="flex items-start gap-2">
              <input
                type="radio"
                name={`${nameId}-known`}
                checked={knownPhotos === way}
                onChange={() => setKnownPhotos(way)}
                className="mt-0.5 size-4 accent-leaf"
              />
              <span>{t(`known.${way}`)}</span>
            </label>
          ))}
        </fieldset>
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            required
            checked={isShared}
            onChange={({ target }) => setIsShared(target.checked)}
            className="mt-0.5 size-4 accent-leaf"
          />
          <span>{t("consent")}</span>
        </label>
        <div className="flex flex-wrap gap-2">
          <Button
            type="submit"
            tone="primary"
            waitsFor={isNamed ? start.isPending && waits("busy") : waits("setName")}
          >
            {t("start", { count: scan.photos })}
          </Button>
          <Button tone="quiet" onClick={onDone}>
            {t("discard")}
          </Button>
        </div>
        {start.error ? (
          <p role="alert" className="text-tomato-ink">
            {sentence(toApiError(start.error))}
          </p>
        ) : null}
      </form>
      <ImportClassesDialog open={isAsking} onOpenChange={setIsAsking} classes={classes} />
    </div>
  );
}

/** The set's class names with what they mean now: choices made since it was looked into count. */
function useClassesOf(scan: ScanResult): readonly FoundClass[] {
  const trpc = useTRPC();
  const names = scan.classes.map(({ foreignName }) => foreignName);
  const known = useQuery(trpc.imports.knownClasses.queryOptions({ names }, { enabled: names.length > 0 }));
  const byName = new Map(known.data?.map((one) => [one.foreignName, one]));
  return scan.classes.map((one) => ({ ...one, ...byName.get(one.foreignName) }));
}
