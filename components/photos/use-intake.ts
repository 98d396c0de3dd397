"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useToast } from "@/components/ui/toast";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { NamedBlob, RejectedPhoto } from "@/lib/client/workspace/workspace";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";

/** Takes files onto the strip; what cannot be taken gets its sentence, the others go on. */
export function useIntake(): (files: readonly NamedBlob[]) => Promise<void> {
  const workspace = useWorkspace();
  const show = useToast();
  const t = useTranslations("intake");
  const sentence = useErrorSentence();
  return useCallback(
    async (files) => {
      const all = await workspace.addPhotos(files);
      const isRepeat = ({ code }: RejectedPhoto) => code === "photo/same-again";
      const repeated = all.filter(isRepeat);
      const rejected = all.filter((one) => !isRepeat(one));
      const [first] = repeated;
      if (first) {
        const others = repeated.filter(({ name, facts }) => name !== facts.known);
        show({
          title: t("repeatedTitle", { count: repeated.length, name: first.name }),
          body:
            others.length === 0
              ? t("repeatedBody")
              : others
                  .slice(0, 3)
                  .map(({ name, facts }) => t("repeatedAs", { name, known: String(facts.known) }))
                  .join("\n"),
        });
      }
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

export function nameFiles(files: Iterable<File>): NamedBlob[] {
  return [...files].map((file) => ({ blob: file, name: file.name }));
}
