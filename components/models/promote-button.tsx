"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { type Move, MoveDialog } from "./move-dialog";

/** Makes a model the champion, after its reason was asked for. */
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
