"use client";

import { useMutation } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";
import type { ShownReference } from "@/lib/contracts/monitor-page";
import { ErrorText } from "../error-text";

interface TrainingReferenceProps {
  readonly modelId: string;
  readonly reference: ShownReference;
  /** The version that the model learnt from, where it is on this server. */
  readonly version: number | null;
  readonly isPending: boolean;
  readonly onUse: () => void;
}

/** The photos that a model learnt from as what its days are compared with: whether they can be, and what is not compared then. */
export function TrainingReference({ modelId, reference, version, isPending, onUse }: TrainingReferenceProps) {
  const t = useTranslations("monitor.training");
  const format = useFormatter();
  const trpc = useTRPC();
  const measure = useMutation(trpc.monitoring.measureTraining.mutationOptions());
  const { training, isTraining } = reference;
  return (
    <div className="flex flex-col items-start gap-2 pb-2">
      {training ? (
        <>
          <p className="tabular">
            {t("there", {
              photos: training.photos,
              all: training.all,
              when: format.dateTime(new Date(training.madeAt), { dateStyle: "medium" }),
            })}{" "}
            <span className="text-ink-soft">{t("lacks")}</span>
          </p>
          {isTraining ? null : (
            <Button onClick={onUse} waitsFor={isPending && t("use", { modelId })}>
              {t("use", { modelId })}
            </Button>
          )}
        </>
      ) : version === null ? (
        <p className="text-ink-soft">
          {t("notHere", { modelId, command: `npx forage monitor training FOLDER --model ${modelId}` })}
        </p>
      ) : (
        <p>{t("canMeasure", { version })}</p>
      )}
      {version === null ? null : (
        <Button onClick={() => measure.mutate({ modelId })} waitsFor={measure.isPending && t("measure")}>
          {t(training ? "again" : "measure")}
        </Button>
      )}
      {measure.isSuccess ? <p role="status">{t("asked")}</p> : null}
      <ErrorText error={measure.error} />
    </div>
  );
}
