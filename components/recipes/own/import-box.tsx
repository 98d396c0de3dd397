"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { draftFrom, type RecipeDraft } from "@/lib/core/recipes/import/draft";
import { findRecipesInText } from "@/lib/core/recipes/import/find-in-text";

const MAX_FILE_BYTES = 5_000_000;

/** Reads a recipe from pasted markup or a saved page. Nothing leaves the browser. */
export function ImportBox({ onDraft }: { readonly onDraft: (draft: RecipeDraft) => void }) {
  const t = useTranslations("recipes.own");
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const read = (source: string) => {
    const [found] = findRecipesInText(source);
    setProblem(found ? "" : t("importNone"));
    if (found) onDraft(draftFrom(found));
  };
  const open = async (picked: File | undefined) => {
    if (!picked) return;
    if (picked.size > MAX_FILE_BYTES) setProblem(t("importTooLarge"));
    else read(await picked.text());
  };
  return (
    <section aria-label={t("import")} className="flex flex-col gap-2 rounded-card border bg-raised p-4">
      <h2 className="font-semibold">{t("import")}</h2>
      <p className="text-ink-soft">{t("importBody")}</p>
      <textarea
        aria-label={t("importLabel")}
        value={text}
        rows={3}
        onChange={(event) => setText(event.target.value)}
        className="w-full rounded-card border border-line-strong bg-paper px-3 py-2 font-mono text-meta"
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button disabled={text.trim() === ""} onClick={() => read(text)}>
          {t("importRead")}
        </Button>
        <Button tone="quiet" onClick={() => file.current?.click()}>
          <FileUp aria-hidden />
          {t("importFile")}
        </Button>
        <input
          ref={file}
          type="file"
          accept=".html,.htm,.json,.jsonld"
          aria-label={t("importFile")}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => void open(event.target.files?.[0])}
        />
        <span role="status" className="text-tomato-ink">
          {problem}
        </span>
      </div>
    </section>
  );
}
