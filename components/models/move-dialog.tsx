"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toApiError } from "@/lib/client/api-error";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { useTRPC, useTRPCClient } from "@/lib/client/trpc";

/** What is to be done with which model. */
export interface Move {
  readonly kind: "promote" | "rollback" | "archive" | "candidate";
  readonly modelId: string;
}

interface MoveDialogProps {
  readonly move: Move | null;
  readonly onClose: () => void;
}

/** Asks for the reason of a move, and makes it. */
export function MoveDialog({ move, onClose }: MoveDialogProps) {
  const t = useTranslations("models");
  return (
    <Dialog
      open={move !== null}
      onOpenChange={(open) => open || onClose()}
      title={move ? t(`ask.${move.kind}`, { model: move.modelId }) : ""}
      description={move ? t(`askHint.${move.kind}`) : undefined}
      closeLabel={t("close")}
    >
      {move ? <MoveForm key={`${move.kind} ${move.modelId}`} move={move} onDone={onClose} /> : null}
    </Dialog>
  );
}

function useMove({ kind, modelId }: Move, onDone: () => void) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (reason: string) => {
      if (kind === "promote") return client.models.promote.mutate({ modelId, reason });
      if (kind === "rollback") return client.models.rollback.mutate({ reason });
      const alias = kind === "archive" ? "archived" : "candidate";
      return client.models.setAlias.mutate({ modelId, alias, reason });
    },
    onSuccess: async () => {
      await queries.invalidateQueries(trpc.models.pathFilter());
      onDone();
    },
  });
}

function MoveForm({ move, onDone }: { readonly move: Move; readonly onDone: () => void }) {
  const t = useTranslations("models");
  const waits = useTranslations("waits");
  const id = useId();
  const sentence = useErrorSentence();
  const [reason, setReason] = useState("");
  const mutation = useMove(move, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim()) mutation.mutate(reason.trim());
  };
  return (
    <form onSubmit={submit} className="mt-4 flex flex-col gap-3">
      <label htmlFor={id} className="font-medium">
        {t("reason")}
      </label>
      <textarea
        id={id}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        maxLength={500}
        rows={2}
        required
        className="rounded-card border border-line-strong bg-paper px-3 py-2"
      />
      {mutation.isError ? (
        <p role="alert" className="text-tomato-ink">
          {sentence(toApiError(mutation.error))}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t("cancel")}</Button>
        <Button
          tone="primary"
          type="submit"
          waitsFor={reason.trim() ? mutation.isPending && waits("busy") : waits("reason")}
        >
          {t(`do.${move.kind}`)}
        </Button>
      </div>
    </form>
  );
}
