"use client";

import { Download, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { fetchApi } from "@/lib/client/api/api-error";
import type { Shareable } from "./shareable";

/** As a file, and with the phone's share sheet where there is one. Nothing but the chosen app gets it. */
export function ShareFile({ what }: { readonly what: Shareable }) {
  const t = useTranslations("recipes.shared");
  const waits = useTranslations("waits");
  const [hasSheet, setHasSheet] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState("");
  // known in the browser alone
  useEffect(() => setHasSheet(typeof navigator.share === "function"), []);
  const attempt = async (act: (file: File) => Promise<void>) => {
    setIsBusy(true);
    setProblem("");
    try {
      await act(await fileOf(what));
    } catch (error) {
      // closing the share sheet is a choice, not a failure
      if (!(error instanceof DOMException && error.name === "AbortError")) setProblem(t("failed"));
    }
    setIsBusy(false);
  };
  return (
    <section aria-label={t("file")} className="flex flex-col items-start gap-2">
      {hasSheet ? (
        <Button tone="primary" waitsFor={isBusy && waits("busy")} onClick={() => void attempt(send)}>
          <Send aria-hidden />
          {t("sheet")}
        </Button>
      ) : null}
      <Button waitsFor={isBusy && waits("busy")} onClick={() => void attempt(save)}>
        <Download aria-hidden />
        {t("file")}
      </Button>
      <p className="text-meta text-ink-soft">{t(`fileBody.${what.kind}`)}</p>
      <p role="alert" className="text-tomato-ink empty:hidden">
        {problem}
      </p>
    </section>
  );
}

async function fileOf(what: Shareable): Promise<File> {
  if (what.kind === "list") return new File([what.text], "shopping-list.txt", { type: "text/plain" });
  const [address, name] =
    what.kind === "week"
      ? [`/api/v1/week/${what.day}/file`, `forage-week-${what.day}`]
      : [`/api/v1/recipes/${what.slug}/file`, what.slug];
  const answer = await fetchApi(address);
  return new File([await answer.blob()], `${name}.html`, { type: "text/html" });
}

async function send(file: File): Promise<void> {
  const data = { title: file.name, files: [file] };
  // some sheets take texts alone
  if (navigator.canShare?.(data)) await navigator.share(data);
  else await navigator.share({ title: file.name, text: plainOf(await file.text()) });
}

/** The words of a page, for a sheet that takes no files. */
function plainOf(text: string): string {
  if (!text.startsWith("<!doctype")) return text;
  const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
  for (const part of main?.querySelectorAll("li, h1, h2, h3, p") ?? []) part.append("\n");
  return (main?.textContent ?? "").replace(/\n{3,}/g, "\n\n").trim();
}

async function save(file: File): Promise<void> {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(url);
}
