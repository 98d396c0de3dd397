"use client";

import { useMutation } from "@tanstack/react-query";
import { Download, FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { decodeBytes } from "@/lib/client/recipes/decode-bytes";
import { draftFrom, type RecipeDraft } from "@/lib/core/recipes/import/draft";
import { findRecipesInText } from "@/lib/core/recipes/import/find-in-text";

const MAX_FILE_BYTES = 5_000_000;

/** Reads a recipe from an address, from pasted markup or from a saved page. Only an address leaves the browser. */
export function ImportBox({ onDraft }: { readonly onDraft: (draft: RecipeDraft) => void }) {
  const t = useTranslations("recipes.own");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const file = useRef<HTMLInputElement>(null);
  const [address, setAddress] = useState("");
  const [text, setText] = useState("");
  const [said, setSaid] = useState<{ readonly text: string; readonly isProblem: boolean } | null>(null);
  const problem = (words: string) => setSaid({ text: words, isProblem: true });
  const take = (draft: RecipeDraft) => {
    onDraft(draft);
    setSaid({ text: t("importDone", { title: draft.title }), isProblem: false });
  };
  const fetching = useMutation(
    trpc.recipes.fetchPage.mutationOptions({
      onSuccess: (found) => take(draftFrom(found)),
      onError: (error) => problem(sentence(toApiError(error))),
    }),
  );
  const read = (source: string) => {
    const [found] = findRecipesInText(source);
    if (found) take(draftFrom(found));
    else problem(t("importNone"));
  };
  const open = async (picked: File | undefined) => {
    if (!picked) return;
    if (picked.size > MAX_FILE_BYTES) problem(t("importTooLarge"));
    else read(decodeBytes(new Uint8Array(await picked.arrayBuffer())));
  };
  return (
    <section aria-label={t("import")} className="flex flex-col gap-3 rounded-card border bg-raised p-4">
      <h2 className="font-semibold">{t("import")}</h2>
      <form
        className="flex flex-wrap gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          setSaid(null);
          if (address.trim() !== "") fetching.mutate({ url: address.trim() });
        }}
      >
        <input
          type="url"
          inputMode="url"
          aria-label={t("importAddress")}
          placeholder={t("importAddress")}
          value={address}
          maxLength={2000}
          onChange={(event) => setAddress(event.target.value)}
          className="h-9 min-w-0 flex-1 basis-56 rounded-card border border-line-strong bg-paper px-3 pointer-coarse:h-11 pointer-coarse:text-lead"
        />
        <Button
          type="submit"
          waitsFor={address.trim() === "" ? waits("address") : fetching.isPending && waits("busy")}
        >
          <Download aria-hidden />
          {fetching.isPending ? t("importFetching") : t("importFetch")}
        </Button>
        <Button tone="quiet" onClick={() => file.current?.click()}>
          <FileUp aria-hidden />
          {t("importFile")}
        </Button>
        <input
          ref={file}
          type="file"
          accept=".html,.htm,.xhtml,.json,.jsonld,.md,.markdown,.txt"
          aria-label={t("importFile")}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => void open(event.target.files?.[0])}
        />
      </form>
      <details>
        <summary className="cursor-pointer text-ink-soft">{t("importPaste")}</summary>
        <div className="mt-2 flex flex-col gap-2">
          <p className="text-ink-soft">{t("importBody")}</p>
          <textarea
            aria-label={t("importLabel")}
            value={text}
            rows={3}
            onChange={(event) => setText(event.target.value)}
            className="w-full rounded-card border border-line-strong bg-paper px-3 py-2 font-mono text-meta"
          />
          <Button
            className="self-start"
            waitsFor={text.trim() === "" && waits("text")}
            onClick={() => read(text)}
          >
            {t("importRead")}
          </Button>
        </div>
      </details>
      <p role="status" className={said?.isProblem ? "text-tomato-ink" : "text-leaf-strong"}>
        {said?.text ?? ""}
      </p>
    </section>
  );
}
