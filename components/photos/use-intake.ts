"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useToast } from "@/components/ui/toast";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { NamedBlob } from "@/lib/client/stores/workspace";
import { useWorkspace } from "@/lib/client/stores/workspace-context";

/** Takes files onto the strip; what cannot be taken gets its sentence, the others go on. */
export function useIntake(): (files: readonly NamedBlob[]) => Promise<void> {
  const workspace = useWorkspace();
  const show = useToast();
  const t = useTranslations("intake");
  const sentence = useErrorSentence();
  return useCallback(
    async (files) => {
      const rejected = await workspace.addPhotos(files);
      if (rejected.length === 0) return;
      show({
        tone: "attention",
        title: t("rejectedTitle", { count: rejected.length }),
        body: rejected
          .slice(0, 3)
          .map((one) => sentence(one, one.name))
          .join("\n"),
      });
    },
    [workspace, show, t, sentence],
  );
}

export function namedFiles(files: Iterable<File>): NamedBlob[] {
  return [...files].map((file) => ({ blob: file, name: file.name }));
}
