"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";
import { type Move, MoveDialog } from "./move-dialog";

/** Makes a model the champion, after asking for a reason. */
export function PromoteButton({ modelId }: { readonly modelId: string }) {
  const t = useTranslations("models");
  const [move, setMove] = useState<Move | null>(null);
  return (
    <>
      <Button tone="primary" onClick={() => setMove({ kind: "promote", modelId })}>
        {t("promoteModel", { model: modelId })}
      </Button>
      <MoveDialog move={move} onClose={() => setMove(null)} />
    </>
  );
}

/** The same button where only the id is known: for a registered model that is not champion. */
export function PromoteIfPossible({ modelId }: { readonly modelId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.models.registry.queryOptions());
  const entry = data?.find(({ manifest }) => manifest.id === modelId);
  if (!entry || entry.alias === "champion") return null;
  return <PromoteButton modelId={modelId} />;
}
