"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";
import type { Overview } from "@/lib/contracts/monitor-page";
import { ErrorText } from "../error-text";
import { TrainingReference } from "./training-reference";

interface ReferenceFormProps {
  readonly modelId: string;
  readonly reference: NonNullable<Overview["reference"]>;
  readonly trainingVersion: number | null;
}

const referenceKey = ({ isChosen, isMoved }: NonNullable<Overview["reference"]>) => {
  if (isChosen) return "referenceChosen";
  return isMoved ? "referenceMoved" : "referenceFirst";
};

/** The days that others are compared with, and choosing other ones. */
export function ReferenceForm({ modelId, reference, trainingVersion }: ReferenceFormProps) {
  const t = useTranslations("monitor");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [from, setFrom] = useState(reference.from);
  const [to, setTo] = useState(reference.to);
  const refresh = useMutation(trpc.monitoring.refresh.mutationOptions());
  const set = useMutation(
    trpc.monitoring.setReference.mutationOptions({
      onSuccess: () => {
        refresh.mutate();
        return queries.invalidateQueries({ queryKey: trpc.monitoring.pathKey() });
      },
    }),
  );
  const field = (label: string, value: string, onText: (text: string) => void) => (
    <label className="flex flex-col gap-1">
      <span className="text-ink-soft text-meta">{label}</span>
      <input
        type="date"
        required
        value={value}
        onChange={(event) => onText(event.target.value)}
        className="h-9 rounded-card border border-line-strong bg-raised px-2 pointer-coarse:h-11"
      />
    </label>
  );
  return (
    <details>
      <summary className="flex min-h-11 cursor-pointer items-center">
        {reference.isTraining && reference.training
          ? t("training.is", {
              modelId,
              photos: reference.training.photos,
              all: reference.training.all,
              version: reference.training.version === null ? "none" : String(reference.training.version),
            })
          : t(referenceKey(reference), { from: reference.from, to: reference.to })}
      </summary>
      <form
        className="flex flex-wrap items-end gap-3 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate({ modelId, reference: { from, to } });
        }}
      >
        {field(t("from"), from, setFrom)}
        {field(t("to"), to, setTo)}
        <Button type="submit" waitsFor={(from > to && t("fromAfterTo")) || (set.isPending && t("loading"))}>
          {t("compareWith")}
        </Button>
        {reference.isChosen || reference.isTraining ? (
          <Button
            onClick={() => set.mutate({ modelId, reference: null })}
            waitsFor={set.isPending && t("loading")}
          >
            {t("firstWeeks")}
          </Button>
        ) : null}
      </form>
      <TrainingReference
        modelId={modelId}
        reference={reference}
        version={trainingVersion}
        isPending={set.isPending}
        onUse={() => set.mutate({ modelId, reference: { isTraining: true } })}
      />
      <ErrorText error={set.error ?? refresh.error} />
    </details>
  );
}
