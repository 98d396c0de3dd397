"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { toPhotoError } from "@/lib/client/photos/detection-queue";
import type { NamedBlob } from "@/lib/client/workspace/workspace";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";

interface UrlDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onFiles: (files: readonly NamedBlob[]) => void;
}

/** A photo by its web address, fetched through the server, which refuses private networks. */
export function UrlDialog({ open, onOpenChange, onFiles }: UrlDialogProps) {
  const t = useTranslations("intake");
  const close = useTranslations("shell")("close");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("urlTitle")}
      description={t("urlBody")}
      closeLabel={close}
    >
      <UrlForm
        onPhoto={(photo) => {
          onOpenChange(false);
          onFiles([photo]);
        }}
      />
    </Dialog>
  );
}

function UrlForm({ onPhoto }: { readonly onPhoto: (photo: NamedBlob) => void }) {
  const t = useTranslations("intake");
  const waits = useTranslations("waits");
  const sentence = useErrorSentence();
  const { api } = useWorkspace();
  const id = useId();
  const [url, setUrl] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const address = url.trim();
    if (!/^https?:\/\/[^\s/]+/i.test(address)) return setProblem(sentence({ code: "url/invalid" }));
    setIsBusy(true);
    setProblem(null);
    try {
      onPhoto({ blob: await api.fetchPhoto(address), name: nameOf(address) });
    } catch (error) {
      setProblem(sentence(toPhotoError(error)));
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <form onSubmit={submit} noValidate className="mt-4 flex flex-col gap-2">
      <label htmlFor={id} className="font-medium">
        {t("urlLabel")}
      </label>
      <input
        id={id}
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        placeholder={t("urlPlaceholder")}
        value={url}
        onChange={(event) => setUrl(event.target.value)}
        aria-invalid={problem !== null}
        aria-describedby={problem ? `${id}-problem` : undefined}
        className="h-10 rounded-card border border-line-strong bg-paper px-3 text-lead placeholder:text-ink-soft"
      />
      {problem ? (
        <p id={`${id}-problem`} role="alert" className="text-tomato-ink">
          {problem}
        </p>
      ) : null}
      <Button
        type="submit"
        tone="primary"
        waitsFor={url.trim() === "" ? waits("address") : isBusy && waits("busy")}
        className="mt-2 self-end"
      >
        {isBusy ? t("urlBusy") : t("urlGet")}
      </Button>
    </form>
  );
}

/** The file's own name where the address has one. */
function nameOf(address: string): string {
  const { pathname, hostname } = new URL(address);
  return decodeURIComponent(pathname.split("/").pop() || hostname);
}
