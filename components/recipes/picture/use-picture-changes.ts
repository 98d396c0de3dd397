"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useToast } from "@/components/ui/toast";
import { fetchApi, toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { addedPictureSchema } from "@/lib/contracts/recipe-pictures";

/** Puts a photo on a recipe and takes it off; each shows a message with *Undo*. */
export function usePictureChanges(slug: string) {
  const t = useTranslations("recipes.picture");
  const sentence = useErrorSentence();
  const toast = useToast();
  const refresh = useRefresh();
  const trpc = useTRPC();
  const show = useMutation(trpc.recipes.showPicture.mutationOptions({ onSuccess: refresh }));
  const undo = (pictureId: number | null) => ({
    label: t("undo"),
    onAct: () => show.mutate({ slug, pictureId }),
  });
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const type = file.type.startsWith("image/") ? file.type : "application/octet-stream";
      const answer = await fetchApi(`/api/v1/recipes/${slug}/picture`, {
        method: "POST",
        body: file,
        headers: { "content-type": type },
      });
      return addedPictureSchema.parse(await answer.json());
    },
    onSuccess: async ({ before }) => {
      await refresh();
      toast({ title: t(before === null ? "added" : "replaced"), action: undo(before) });
    },
  });
  const remove = () =>
    show.mutate(
      { slug, pictureId: null },
      {
        onSuccess: ({ before }) => {
          if (before !== null) toast({ title: t("removed"), action: undo(before) });
        },
      },
    );
  const error = upload.error ?? show.error;
  return {
    add: (file: File) => upload.mutate(file),
    remove,
    isBusy: upload.isPending || show.isPending,
    problem: error ? sentence(toApiError(error)) : "",
  };
}

/** Asks the server to fetch a recipe's picture once more. */
export function useFetchAgain() {
  const trpc = useTRPC();
  const refresh = useRefresh();
  return useMutation(trpc.recipes.fetchPictureAgain.mutationOptions({ onSuccess: refresh }));
}

/** Reads everything that shows a recipe's picture again. */
function useRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  const trpc = useTRPC();
  return () => queries.invalidateQueries(trpc.recipes.pathFilter());
}
