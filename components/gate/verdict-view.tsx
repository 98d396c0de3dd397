"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { GatePhotos } from "@/components/gate/gate-photos";
import { inPoints, moment } from "@/components/ui/figures";
import { Section } from "@/components/ui/section";
import type { ApiOutputs } from "@/lib/client/api/trpc";
import { modelHref } from "@/lib/client/models/model-href";
import type {
  PromotionGateClass,
  PromotionGateReport,
  PromotionGateSet,
} from "@/lib/contracts/promotion-gate";
import { BudgetBars } from "./budget-bars";
import { IntervalChart, type IntervalRow } from "./interval-chart";
import { PromotionVerdictBadge } from "./verdict-badge";

type Verdict = ApiOutputs["gate"]["verdict"];

const SHOWN_CLASSES = 20;

interface VerdictViewProps {
  readonly verdict: Verdict;
  /** The button that promotes the candidate: a person has the last word, whatever the verdict. */
  readonly promote: ReactNode;
}

/** A verdict a person can read: what decided it, the intervals, the budgets, and photos of both kinds. */
export function VerdictView({ verdict, promote }: VerdictViewProps) {
  const t = useTranslations("models");
  const { report, createdAt, photoIds } = verdict;
  return (
    <>
      <header className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="font-semibold text-display tracking-[-0.02em]">
            <Link href={modelHref(report.candidateId)} className="underline-offset-4 hover:underline">
              {report.candidateId}
            </Link>{" "}
            <span className="font-normal text-ink-soft">{t("against", { model: report.championId })}</span>
          </h1>
          <PromotionVerdictBadge verdict={report.verdict} />
          <span className="ml-auto">{promote}</span>
        </div>
        <p className="text-ink-soft text-meta">
          {moment(createdAt)} · {t("resamples", { count: report.resamples })}
        </p>
        <ul className="list-disc pl-5">
          {report.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </header>
      <Section title={t("setsTitle")} hint={t("setsHint")}>
        <IntervalChart rows={report.sets.map((set) => setRow(set, t))} limit={report.rules.worstSet} />
      </Section>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Section title={t("classesTitle")} hint={t("classesHint")}>
          <Classes report={report} />
        </Section>
        <Section title={t("budgets")}>
          <BudgetBars budgets={report.budgets} />
        </Section>
      </div>
      <Section title={t("worsePhotos")} hint={t("photosHint")}>
        <GatePhotos photos={report.photos.worse} photoIds={photoIds} />
      </Section>
      <Section title={t("betterPhotos")} hint={t("photosHint")}>
        <GatePhotos photos={report.photos.better} photoIds={photoIds} />
      </Section>
    </>
  );
}

type Translate = ReturnType<typeof useTranslations<"models">>;

const SET_TONES = { passed: "good", failed: "bad", unclear: "unsure", "not-judged": "plain" } as const;

function setRow(set: PromotionGateSet, t: Translate): IntervalRow {
  const { name, photos, candidateMap50, championMap50, low, high, difference, state } = set;
  const { candidateF1, championF1 } = set;
  const map50 = t("maps", { candidate: inPoints(candidateMap50), champion: inPoints(championMap50) });
  const maps =
    candidateF1 === null || championF1 === null
      ? map50
      : `${map50} · ${t("f1s", { candidate: inPoints(candidateF1), champion: inPoints(championF1) })}`;
  const note = state === "not-judged" ? t("spotCheck", { photos }) : t("photoCount", { count: photos });
  return { key: name, label: name, note: `${maps} · ${note}`, low, high, difference, tone: SET_TONES[state] };
}

function classRow(one: PromotionGateClass, t: Translate): IntervalRow {
  const { set, classId, displayName, boxes, low, high, difference, state } = one;
  const tone = state === "worse" ? "bad" : low > 0 ? "good" : "plain";
  const note = `${set} · ${t("boxCount", { count: boxes })}`;
  return { key: `${set} ${classId}`, label: displayName, note, low, high, difference, tone };
}

/** The judged classes, worst first; the rest by name only. */
function Classes({ report }: { readonly report: PromotionGateReport }) {
  const t = useTranslations("models");
  const judged = report.classes
    .filter(({ state }) => state !== "not-judged")
    .toSorted((a, b) => a.high - b.high);
  const left = report.classes.filter(({ state }) => state === "not-judged");
  const shown = judged.slice(0, SHOWN_CLASSES);
  return (
    <>
      {shown.length > 0 ? (
        <IntervalChart rows={shown.map((one) => classRow(one, t))} limit={report.rules.worstClass} />
      ) : (
        <p className="text-ink-soft">{t("noJudgedClass")}</p>
      )}
      {judged.length > shown.length ? (
        <details>
          <summary className="cursor-pointer">
            {t("moreClasses", { count: judged.length - shown.length })}
          </summary>
          <div className="mt-2">
            <IntervalChart
              rows={judged.slice(SHOWN_CLASSES).map((one) => classRow(one, t))}
              limit={report.rules.worstClass}
            />
          </div>
        </details>
      ) : null}
      {left.length > 0 ? (
        <details>
          <summary className="cursor-pointer">
            {t("notJudged", {
              count: left.length,
              boxes: report.rules.minBoxesOfClass,
              photos: report.rules.minPhotosOfClass,
            })}
          </summary>
          <p className="mt-2 text-ink-soft text-meta">
            {left.map(({ displayName, set, boxes }) => `${displayName} (${set}, ${boxes})`).join("; ")}
          </p>
        </details>
      ) : null}
    </>
  );
}
