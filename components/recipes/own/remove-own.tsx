"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";

/** Removes a person's own recipe, after a second press. */
export function RemoveOwn({ slug }: { readonly slug: string }) {
  const t = useTranslations("recipes.own");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const [isSure, setIsSure] = useState(false);
  const remove = useMutation(
    trpc.recipes.removeOwn.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries();
        router.push("/recipes");
      },
    }),
  );
  return (
    <>
      <Button
        size="large"
        tone={isSure ? "danger" : "quiet"}
        waitsFor={remove.isPending && waits("busy")}
        onClick={() => (isSure ? remove.mutate({ slug }) : setIsSure(true))}
        onBlur={() => setIsSure(false)}
      >
        <Trash2 aria-hidden />
        {isSure ? t("removeSure") : t("remove")}
      </Button>
      {remove.isError ? (
        <span role="alert" className="text-tomato-ink">
          {remove.error.message}
        </span>
      ) : null}
    </>
  );
}
