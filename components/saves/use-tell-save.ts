"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useToast } from "@/components/ui/toast";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { PressOutcome } from "@/lib/client/workspace/workspace";

interface AboutSave {
  /** The name of a photo that is not in front. */
  readonly name?: string;
  /** Boxes on it without a name: they are in no save. */
  readonly unnamed?: number;
}

/** Says how a save went; a failure says that nothing was lost. */
export function useTellSave(): (outcome: PressOutcome, about?: AboutSave) => void {
  const t = useTranslations("save");
  const show = useToast();
  const sentence = useErrorSentence();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  return useCallback(
    (outcome, { name, unnamed = 0 } = {}) => {
      if (outcome.kind === "saved") {
        for (const queryKey of [trpc.library.pathKey(), trpc.corrections.pathKey()])
          void queries.invalidateQueries({ queryKey });
        const { fromTheirs } = outcome;
        const title = name === undefined ? t("done") : t("doneNamed", { name });
        return show({
          title: fromTheirs > 0 ? t("merged", { count: fromTheirs }) : title,
          ...(unnamed > 0 ? { body: t("doneUnnamed", { count: unnamed }) } : {}),
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
