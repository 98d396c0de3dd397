"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Check, CloudOff, Save } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { ariaKey, shownKey } from "@/lib/client/keys/key-table";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { hasUnsavedEdits, type PhotoItem, photoById } from "@/lib/client/stores/photo-queue-store";
import { useEditor, useWorkspace } from "@/lib/client/stores/workspace-context";
import { useTRPC } from "@/lib/client/trpc";

interface SaveButtonProps {
  readonly photo: PhotoItem;
  readonly size?: "small" | "medium";
  readonly className?: string;
}

/** Saves, and says before the press where the photo goes. */
export function SaveButton({ photo, size = "medium", className }: SaveButtonProps) {
  const t = useTranslations("save");
  const waits = useTranslations("waits");
  const save = useSave();
  const hintId = useId();
  const isDirty = useEditor(photo, (editor) => editor.isDirty);
  const isUnsaved = hasUnsavedEdits(photo, isDirty);
  const isSaved = photo.libraryId !== null && !isUnsaved && photo.save === "idle";
  const isBusy = photo.save === "saving";
  return (
    <>
      <Button
        tone={isSaved ? "plain" : "primary"}
        size={size}
        waitsFor={isBusy ? waits("saving") : isSaved && waits("saved")}
        aria-describedby={hintId}
        aria-keyshortcuts={ariaKey(shownKey("save"))}
        onClick={() => void save(photo.id)}
        className={className}
      >
        {isSaved ? (
          <Check aria-hidden />
        ) : photo.save === "failed" ? (
          <CloudOff aria-hidden />
        ) : (
          <Save aria-hidden />
        )}
        {isBusy ? t("saving") : isSaved ? t("saved") : photo.libraryId ? t("again") : t("save")}
      </Button>
      <span id={hintId} className="sr-only">
        {t("hint")}
      </span>
    </>
  );
}

/** Saves a photo and says how it went; a failure says that nothing was lost. */
export function useSave(): (id: string) => Promise<void> {
  const t = useTranslations("save");
  const show = useToast();
  const sentence = useErrorSentence();
  const { save, queue } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  return async (id) => {
    if (await save(id)) {
      void queries.invalidateQueries({ queryKey: trpc.library.pathKey() });
      const unnamed = photoById(queue.getState(), id)?.editor.getState().unnamed.length ?? 0;
      return show({
        title: t("done"),
        ...(unnamed > 0 ? { body: t("doneUnnamed", { count: unnamed }) } : {}),
        action: { label: t("openLibrary"), onAct: () => router.push("/library") },
      });
    }
    const problem = photoById(queue.getState(), id)?.saveError;
    if (!problem) return;
    show({
      tone: "attention",
      title: t("failedTitle"),
      body: sentence(problem),
    });
  };
}
