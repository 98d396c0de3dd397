"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { type AskedQuestion, type ScanResult, setFormatSchema } from "@/lib/contracts/dataset-import";
import { ImportPreview } from "./import-preview";

/** How a set is to be looked into again. */
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
                  ? t(`format.${one}`)
                  : t("formatWith", { format: t(`format.${one}`), count: photos })}
              </option>
            );
          })}
        </select>
      </div>
      {format && others.length > 0 ? (
        <p className="text-saffron-ink">
          {t("otherLabels", {
            formats: others.map((one) => t(`format.${one.format}`)).join(", "),
            format: t(`format.${format}`),
          })}
        </p>
      ) : null}
    </div>
  );
}

interface ReadingQuestionProps {
  readonly uploadId: string;
  readonly question: AskedQuestion;
  readonly onChoose: (choices: ScanResult["choices"]) => void;
}

/** A set that can be read in two ways: both are shown, and a person says which is right. */
export function ReadingQuestion({ uploadId, question, onChoose }: ReadingQuestionProps) {
  const t = useTranslations("imports");
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 rounded-card border bg-saffron-wash p-4">
      <header className="flex flex-col gap-1">
        <h4 id={id} className="font-medium text-saffron-ink">
          {question.about === "rows" ? t("ask.rows") : t("ask.classFile")}
        </h4>
        <p>
          {question.about === "rows"
            ? t("ask.rowsWhy", { rows: question.rows, length: question.length })
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
