"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";

/** After a change of sharing: fetches the library, the review queue and the counts again. */
export function useSharingChanged(): () => void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: trpc.library.pathKey() });
    void queries.invalidateQueries({ queryKey: trpc.review.pathKey() });
  };
}

/** Shares one photo or makes it private, and says so. */
export function useShare() {
  const t = useTranslations("sharing");
  const trpc = useTRPC();
  const show = useToast();
  const sentence = useErrorSentence();
  const changed = useSharingChanged();
  return useMutation(
    trpc.library.share.mutationOptions({
      onSuccess: (_, { isShared }) => {
        show({ title: t(isShared ? "nowShared" : "nowPrivate") });
        changed();
      },
      onError: (error) => show({ tone: "attention", title: sentence(toApiError(error)) }),
    }),
  );
}
