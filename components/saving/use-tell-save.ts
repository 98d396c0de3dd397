"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useToast } from "@/components/ui/toast";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { PressOutcome } from "@/lib/client/stores/workspace";
import { useTRPC } from "@/lib/client/trpc";

/** Says how a save went; a failure says that nothing was lost. @returns a function; `name` of a photo that is not in front */
export function useTellSave(): (outcome: PressOutcome, name?: string) => void {
  const t = useTranslations("save");
  const show = useToast();
  const sentence = useErrorSentence();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  return useCallback(
    (outcome, name) => {
      if (outcome.kind === "saved") {
        for (const queryKey of [trpc.library.pathKey(), trpc.corrections.pathKey()])
          void queries.invalidateQueries({ queryKey });
        const { fromTheirs } = outcome;
        const title = name === undefined ? t("done") : t("doneNamed", { name });
        return show({
          title: fromTheirs > 0 ? t("merged", { count: fromTheirs }) : title,
          action: { label: t("openLibrary"), onAct: () => router.push("/library") },
        });
      }
      if (outcome.kind === "waiting") return show({ title: t("waitsTitle") });
      if (outcome.kind === "conflict" && name !== undefined) {
        return show({ tone: "attention", title: t("conflictNamed", { name }), body: t("conflictBody") });
      }
      if (outcome.kind !== "failed") return;
      const { code, facts } = outcome;
      show({
        tone: "attention",
        title: name === undefined ? t("failedTitle") : t("failedNamed", { name }),
        body: code === "request/not-found" ? t("deletedBody") : sentence({ code, facts }),
      });
    },
    [t, show, sentence, trpc, queries, router],
  );
}
