"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC, useTRPCClient } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { GateStanding } from "@/lib/contracts/promotion-gate";

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

interface MoveWords {
  readonly reason: string;
  /** Promote although the gate has not passed it. */
  readonly anyway: boolean;
}

function useMove({ kind, modelId }: Move, onDone: () => void) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ reason, anyway }: MoveWords) => {
      if (kind === "promote") return client.models.promote.mutate({ modelId, reason, anyway });
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

/** Passed for every move but a promotion; undefined until the gate's verdict is known. */
function useStanding({ kind, modelId }: Move): Pick<GateStanding, "standing" | "championId"> | undefined {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.gate.standing.queryOptions({ modelId }, { enabled: kind === "promote", staleTime: 0 }),
  );
  return kind === "promote" ? data : { standing: "passed", championId: modelId };
}

function MoveForm({ move, onDone }: { readonly move: Move; readonly onDone: () => void }) {
  const t = useTranslations("models");
  const waits = useTranslations("waits");
  const id = useId();
  const sentence = useErrorSentence();
  const [reason, setReason] = useState("");
  const [anyway, setAnyway] = useState(false);
  const mutation = useMove(move, onDone);
  const standing = useStanding(move);
  const isMeant = standing !== undefined && (standing.standing === "passed" || anyway);
  const isReady = reason.trim() !== "" && isMeant && !mutation.isPending;
  const waitsFor = isReady
    ? false
    : waits(mutation.isPending || !standing ? "busy" : isMeant ? "reason" : "promoteAnyway");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) mutation.mutate({ reason: reason.trim(), anyway });
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
      {standing && standing.standing !== "passed" ? (
        <div className="rounded-card border border-l-4 border-l-tomato px-3 py-2">
          <p>{t(`standing.${standing.standing}`, { champion: standing.championId })}</p>
          <label className="mt-1 flex min-h-11 items-center gap-3 font-medium">
            <input
              type="checkbox"
              checked={anyway}
              onChange={(event) => setAnyway(event.target.checked)}
              className="size-4 accent-leaf"
            />
            {t("promoteAnyway")}
          </label>
        </div>
      ) : null}
      {mutation.isError ? (
        <p role="alert" className="text-tomato-ink">
          {sentence(toApiError(mutation.error))}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t("cancel")}</Button>
        <Button tone="primary" type="submit" waitsFor={waitsFor}>
          {t(`do.${move.kind}`)}
        </Button>
      </div>
    </form>
  );
}
