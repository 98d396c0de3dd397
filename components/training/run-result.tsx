"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import type { SetFigures, TrainingOutcome, TrainingRun } from "@/lib/contracts/training";

const points = (value: number) => (100 * value).toFixed(1);
const small = (value: number) => value.toExponential(1);

/** What came out: which config was kept and why, the candidate, its figures, where it went. */
export function RunResult({ run }: { readonly run: TrainingRun }) {
  const t = useTranslations("training");
  const { outcome, modelId } = run;
  if (outcome.results.length === 0) return null;
  return (
    <Section title={t("result")}>
      <Chosen outcome={outcome} />
      {outcome.sets.length > 0 ? <Figures outcome={outcome} /> : null}
      {outcome.candidate ? <Candidate candidate={outcome.candidate} /> : null}
      {modelId ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button asChild>
            <Link href={`/studio/models/${modelId}`}>{t("seeModel")}</Link>
          </Button>
          <span className="tabular text-ink-soft">{t("model", { id: modelId })}</span>
        </div>
      ) : null}
    </Section>
  );
}

function Chosen({ outcome }: { readonly outcome: TrainingOutcome }) {
  const t = useTranslations("training");
  const best = Math.max(...outcome.results.flatMap(({ tried }) => tried.map(({ map50 }) => map50)), 0.0001);
  const kept = outcome.results.find(({ config }) => config === outcome.chosen);
  return (
    <div className="flex flex-col gap-2">
      {kept ? (
        <p>
          {t("chosen", { config: kept.config })} ·{" "}
          {t("chosenShare", { share: kept.share, rest: 1 - kept.share })}
        </p>
      ) : null}
      <h3 className="font-medium text-ink-soft text-meta">{t("tried")}</h3>
      <ul className="flex flex-col gap-1">
        {outcome.results.flatMap(({ config, share, tried }) =>
          tried.map((one) => (
            <li
              key={`${config} ${one.share}`}
              className="grid grid-cols-[minmax(0,11rem)_1fr_3rem] items-center gap-3"
            >
              <span className="truncate">
                {config} {Math.round(one.share * 100)} %
              </span>
              <span className="h-2 overflow-hidden rounded-full bg-sunken">
                <span
                  className={`block h-full rounded-full ${config === outcome.chosen && one.share === share ? "bg-leaf" : "bg-line-strong"}`}
                  style={{ width: `${(100 * one.map50) / best}%` }}
                />
              </span>
              <span className="tabular text-right">{points(one.map50)}</span>
            </li>
          )),
        )}
      </ul>
    </div>
  );
}

function Figures({ outcome }: { readonly outcome: TrainingOutcome }) {
  const t = useTranslations("training");
  const row = (figures: SetFigures, name: string) => (
    <tr key={name} className="border-t">
      <th scope="row" className="py-1.5 pr-4 text-left font-medium">
        {name}
      </th>
      <td className="py-1.5 pr-4 text-ink-soft">
        {t("photosBoxes", { photos: figures.photos, boxes: figures.boxes })}
      </td>
      <td className="py-1.5 pr-4 text-right">{points(figures.map50)}</td>
      <td className="py-1.5 pr-4 text-right">{points(figures.map50_95)}</td>
      <td className="py-1.5 text-right">{figures.f1 === null ? "–" : points(figures.f1)}</td>
    </tr>
  );
  return (
    <div className="overflow-x-auto">
      <table className="tabular w-full max-w-2xl">
        <thead className="text-ink-soft text-meta">
          <tr>
            <th className="pr-4 text-left font-normal">{t("set")}</th>
            <th>
              <span className="sr-only">{t("boxes")}</span>
            </th>
            <th className="pr-4 text-right font-normal">mAP50</th>
            <th className="pr-4 text-right font-normal">mAP50-95</th>
            <th className="text-right font-normal">{t("f1Short")}</th>
          </tr>
        </thead>
        <tbody>
          {outcome.sets.map((figures) => row(figures, figures.set))}
          {outcome.validation ? row(outcome.validation, t("validationSet")) : null}
        </tbody>
      </table>
    </div>
  );
}

function Candidate({ candidate }: { readonly candidate: NonNullable<TrainingOutcome["candidate"]> }) {
  const t = useTranslations("training");
  const onnx = Object.values(candidate.parity.onnx);
  const tfjs = Object.values(candidate.parity.tfjs);
  return (
    <p className="text-ink-soft">
      {t("candidate", { id: candidate.id })},{" "}
      {t("size", { megabytes: Number((candidate.bytes / 1e6).toFixed(1)) })}.{" "}
      {t("parity", {
        box: small(Math.max(...onnx.map(({ box_px }) => box_px))),
        score: small(Math.max(...onnx.map(({ score }) => score))),
        tfjsBox: small(Math.max(...tfjs.map(({ boxPx }) => boxPx))),
      })}
    </p>
  );
}
