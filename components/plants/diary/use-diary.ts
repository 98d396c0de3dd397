"use client";

import { hashKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import type { ApiInputs } from "@/lib/client/api/trpc";
import { useTRPC, useTRPCClient } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";

interface Change {
  readonly act: () => Promise<unknown>;
  /** Id of a plant that the change takes away. */
  readonly gone?: string | undefined;
}

/** Changes to plants and looks: each shows what it did, and what was deleted can be brought back at once. */
export function useDiary() {
  const t = useTranslations("plants.diary");
  const { plants } = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const show = useToast();
  const sentence = useErrorSentence();
  const change = useMutation({
    mutationFn: ({ act }: Change) => act(),
    onSettled: (_done, error, { gone }) => {
      // the page of a deleted plant stays for a moment, and would request the plant once more
      const goneKey = gone && !error ? hashKey(trpc.plants.get.queryKey({ plantId: gone })) : undefined;
      return queries.invalidateQueries({
        queryKey: trpc.plants.pathKey(),
        predicate: ({ queryHash }) => queryHash !== goneKey,
      });
    },
    onError: (error) => show({ tone: "attention", title: sentence(toApiError(error)) }),
  });
  const run = (act: Change["act"], title?: string, undo?: Change["act"], gone?: string) =>
    change.mutateAsync({ act, gone }).then(
      () => {
        if (!title) return true;
        const action = undo && {
          label: t("undo"),
          onAct: () => void change.mutateAsync({ act: undo }).catch(() => {}),
        };
        show({ title, durationMs: 10_000, ...(action ? { action } : {}) });
        return true;
      },
      () => false, // said by onError
    );
  return {
    isBusy: change.isPending,
    update: (input: ApiInputs["plants"]["update"], title?: string) =>
      run(() => plants.update.mutate(input), title),
    noteLook: (lookId: string, note: string) =>
      run(() => plants.noteLook.mutate({ lookId, note }), t("noteKept")),
    remove: (plantId: string, name: string) =>
      run(
        () => plants.remove.mutate({ plantId }),
        t("plantDeleted", { name }),
        () => plants.bringBack.mutate({ plantId }),
        plantId,
      ),
    removeLook: (lookId: string) =>
      run(
        () => plants.removeLook.mutate({ lookId }),
        t("lookDeleted"),
        () => plants.bringBackLook.mutate({ lookId }),
      ),
    bringBack: (plantId: string) => run(() => plants.bringBack.mutate({ plantId }), t("broughtBack")),
    bringBackLook: (lookId: string) => run(() => plants.bringBackLook.mutate({ lookId }), t("broughtBack")),
    erase: (plantId: string) => run(() => plants.erase.mutate({ plantId }), t("erased")),
    eraseLook: (lookId: string) => run(() => plants.eraseLook.mutate({ lookId }), t("erased")),
  };
}
