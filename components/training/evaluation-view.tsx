"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { Section } from "@/components/ui/section";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { EvaluationReport, SetEvaluation } from "@/lib/contracts/training";
import { ClassTable } from "./class-table";
import { ConfusionMatrix } from "./confusion-matrix";
import type { NameOf } from "./name-of";
import { OperatingCharts } from "./operating-charts";
import { WorstPhotos } from "./worst-photos";

/** Charts of each frozen test set, one set at a time. */
export function EvaluationView({ runId }: { readonly runId: string }) {
  const t = useTranslations("training");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const query = useQuery(
    trpc.training.report.queryOptions({ runId }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  return (
    <Section title={t("evaluation")}>
      <p className="text-ink-soft">{t("evaluationHint")}</p>
      {query.error ? <p role="alert">{sentence(toApiError(query.error))}</p> : null}
      {query.data ? <Sets runId={runId} report={query.data} /> : null}
    </Section>
  );
}

function Sets({ runId, report }: { readonly runId: string; readonly report: EvaluationReport }) {
  const t = useTranslations("training");
  const all: readonly SetEvaluation[] = report.validation ? [...report.sets, report.validation] : report.sets;
  const [chosen, setChosen] = useState(0);
  const set = all[chosen];
  const nameOf = useMemo((): NameOf => {
    const names = new Map(report.classes.map(({ id, displayName }) => [id, displayName]));
    return (id) => names.get(id) ?? String(id);
  }, [report]);
  if (!set) return null;
  return (
    <>
      <fieldset aria-label={t("set")} className="flex flex-wrap gap-1">
        {all.map((one, i) => (
          <button
            key={one === report.validation ? "validation" : one.set}
            type="button"
            aria-pressed={i === chosen}
            onClick={() => setChosen(i)}
            className={classNames(
              "h-8 rounded-card px-3 pointer-coarse:h-11",
              i === chosen
                ? "bg-leaf-wash font-medium text-leaf-strong"
                : "text-ink-soft hover:bg-sunken hover:text-ink",
            )}
          >
            {one === report.validation ? t("validationSet") : one.set}
          </button>
        ))}
      </fieldset>
      <p className="tabular text-ink-soft">
        {t("photosBoxes", { photos: set.photos, boxes: set.boxes })} · mAP50 {(100 * set.map50).toFixed(1)} ·
        mAP50-95 {(100 * set.map50_95).toFixed(1)} ·{" "}
        {t("f1From", {
          f1: (100 * (set.curve.f1[Math.round(report.thresholds.common * 100)] ?? 0)).toFixed(1),
          confidence: report.thresholds.common,
        })}
      </p>
      <OperatingCharts key={set.set} set={set} nameOf={nameOf} />
      <ConfusionMatrix confusion={set.confusion} nameOf={nameOf} />
      <WorstPhotos
        runId={runId}
        photos={set.worst}
        isValidation={set === report.validation}
        nameOf={nameOf}
      />
      <ClassTable set={set} thresholds={report.thresholds} nameOf={nameOf} />
    </>
  );
}
