"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useToast } from "@/components/ui/toast";
import { useTRPC } from "@/lib/client/api/trpc";

/** Puts a meal into the person's history, says so, and offers where to take it back. */
export function useCooked() {
  const t = useTranslations("recipes.kitchen");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const show = useToast();
  return useMutation(
    trpc.recipes.cook.addCooked.mutationOptions({
      onSuccess: async () => {
        show({ title: t("cookedNoted") });
        await queries.invalidateQueries();
        router.refresh();
      },
      onError: (error) => show({ title: error.message }),
    }),
  );
}
