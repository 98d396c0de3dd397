"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { type AskedQuestion, type ScanResult, setFormatSchema } from "@/lib/contracts/dataset-import";
import { formatName } from "@/lib/core/datasets/formats/known-formats";
import { ImportPreview } from "./import-preview";

/** How to inspect a set again. */
export type Reading = ScanResult["choices"] & { readonly format?: ScanResult["format"] };

interface FormatChoiceProps {
  /** What it was read as; undefined when it was not recognised. */
  readonly format: ScanResult["format"] | undefined;
  readonly candidates: ScanResult["candidates"];
  readonly onRead: (reading: Reading) => void;
}

/** What a set was recognised as, to be changed by the person who knows better. */
export function FormatChoice({ format, candidates, onRead }: FormatChoiceProps) {
  const t = useTranslations("imports");
  const id = useId();
  const others = candidates.filter((one) => one.format !== format);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="font-medium">
          {t("readAs")}
        </label>
        <select
          id={id}
          value={format ?? ""}
          onChange={({ target }) => {
            const chosen = setFormatSchema.safeParse(target.value);
            if (chosen.success) onRead({ format: chosen.data });
          }}
          className="h-9 rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11"
        >
          {format ? null : <option value="">{t("chooseFormat")}</option>}
          {setFormatSchema.options.map((one) => {
            const photos = candidates.find((candidate) => candidate.format === one)?.photos;
            return (
              <option key={one} value={one}>
                {photos === undefined
                  ? formatName(one)
                  : t("formatWith", { format: formatName(one), count: photos })}
              </option>
            );
          })}
        </select>
      </div>
      {format && others.length > 0 ? (
        <p className="text-saffron-ink">
          {t("otherLabels", {
            formats: others.map((one) => formatName(one.format)).join(", "),
            format: formatName(format),
          })}
        </p>
      ) : null}
    </div>
  );
}

interface ReadingQuestionProps {
  readonly uploadId: string;
  readonly question: AskedQuestion;
  /** What was answered before. */
  readonly answers: ScanResult["choices"]["answers"];
  readonly onChoose: (choices: ScanResult["choices"]) => void;
}

/** A set that can be read in two ways: both are shown, and a person says which is right. */
export function ReadingQuestion({ uploadId, question, answers, onChoose }: ReadingQuestionProps) {
  const t = useTranslations("imports");
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 rounded-card border bg-saffron-wash p-4">
      <header className="flex flex-col gap-1">
        <h4 id={id} className="font-medium text-saffron-ink">
          {question.about === "rows"
            ? t("ask.rows")
            : question.about === "answer"
              ? t("ask.open")
              : t("ask.classFile")}
        </h4>
        <p>
          {question.about === "rows"
            ? t("ask.rowsWhy", { rows: question.rows, length: question.length })
            : question.about === "answer"
              ? question.why
              : t("ask.classFileWhy")}
        </p>
        {question.about === "rows" ? (
          <p className="break-words">
            {t("ask.place", { file: question.file, line: question.line })}{" "}
            <code className="font-mono text-meta">{question.text}</code>
          </p>
        ) : null}
      </header>
      <ul className="grid gap-4 md:grid-cols-2">
        {question.about === "rows"
          ? question.readings.map(({ rows, preview }) => (
              <li key={rows} className="flex flex-col gap-2 rounded-card border bg-paper p-3">
                <p>{t(`ask.${rows}`)}</p>
                <ImportPreview uploadId={uploadId} photos={preview} classes={[]} isNarrow />
                <Button className="self-start" onClick={() => onChoose({ rows })}>
                  {t(`ask.take.${rows}`)}
                </Button>
              </li>
            ))
          : question.about === "answer"
            ? question.options.map(({ value, words }) => (
                <li key={value} className="flex flex-col gap-2 rounded-card border bg-paper p-3">
                  <p id={`${id}-${value}`} className="break-words">
                    {words}
                  </p>
                  <Button
                    className="mt-auto self-start"
                    aria-describedby={`${id}-${value}`}
                    onClick={() => onChoose({ answers: { ...answers, [question.id]: value } })}
                  >
                    {t("ask.takeOption")}
                  </Button>
                </li>
              ))
            : question.files.map(({ path, names }) => (
                <li key={path} className="flex flex-col gap-2 rounded-card border bg-paper p-3">
                  <p className="break-words font-mono text-meta">{path}</p>
                  <ol start={0} className="max-h-48 list-decimal overflow-y-auto pl-6">
                    {names.slice(0, 50).map((name, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the index is the class
                      <li key={index}>{name}</li>
                    ))}
                  </ol>
                  <Button className="self-start" onClick={() => onChoose({ classFile: path })}>
                    {t("ask.take.classFile")}
                  </Button>
                </li>
              ))}
      </ul>
    </section>
  );
}

interface ReadingDoubtsProps {
  readonly doubts: ScanResult["doubts"];
  readonly onChoose: (answers: Readonly<Record<string, string>>) => void;
}

/** What was read in the usual way though the set does not say so: each with the ways to choose. */
export function ReadingDoubts({ doubts, onChoose }: ReadingDoubtsProps) {
  const t = useTranslations("imports");
  const id = useId();
  if (doubts.length === 0) return null;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 rounded-card border bg-saffron-wash p-4">
      <h4 id={id} className="font-medium text-saffron-ink">
        {t("ask.doubts")}
      </h4>
      {doubts.map(({ id: point, why, options, taken }) => (
        <div key={point} className="flex flex-col gap-2">
          <p>{why}</p>
          <ul aria-label={why} className="grid gap-4 md:grid-cols-2">
            {options.map(({ value, words }) => (
              <li key={value} className="flex flex-col gap-2 rounded-card border bg-paper p-3">
                <p id={`${id}-${point}-${value}`} className="break-words">
                  {words}
                </p>
                {value === taken ? (
                  <p className="mt-auto font-medium text-saffron-ink">{t("ask.taken")}</p>
                ) : (
                  <Button
                    className="mt-auto self-start"
                    aria-describedby={`${id}-${point}-${value}`}
                    onClick={() => onChoose({ [point]: value })}
                  >
                    {t("ask.takeOption")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
