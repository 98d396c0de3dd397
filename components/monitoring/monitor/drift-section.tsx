"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ChoiceSwitch } from "@/components/ui/choice-switch";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import { PERIODS, type Period } from "@/lib/contracts/monitoring";
import { ErrorText } from "../error-text";
import { type ChosenCell, DriftMatrix } from "./drift-matrix";
import { EvidencePanel } from "./evidence-panel";

const CLASS = "class ";

/** What a feature is called; a class by its name. */
function useColumnName(): (column: string) => string {
  const t = useTranslations("monitor");
  const classes = useClasses();
  return (column) => {
    if (column.startsWith(CLASS)) return classes.nameOf(Number(column.slice(CLASS.length)));
    const key = `column.${column}`;
    return t.has(key as "column.boxes") ? t(key as "column.boxes") : column;
  };
}

/** Photos of what drifts that wait for review. */
function Picks({ nameOf }: { readonly nameOf: (column: string) => string }) {
  const t = useTranslations("monitor");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.monitoring.picks.queryOptions());
  const columns = data?.columns ?? [];
  if (columns.length === 0) return null;
  return (
    <p>
      {t("picks", {
        count: columns.reduce((sum, { photos }) => sum + photos, 0),
        names: columns.map(({ column, photos }) => `${nameOf(column)} ${photos}`).join(", "),
      })}{" "}
      <Link href="/studio/review" className="underline">
        {t("toReview")}
      </Link>
    </p>
  );
}

/** Which features moved away from the reference, period by period. */
export function DriftSection({ modelId }: { readonly modelId: string }) {
  const t = useTranslations("monitor");
  const trpc = useTRPC();
  const nameOf = useColumnName();
  const [period, setPeriod] = useState<Period>("day");
  const [chosen, setChosen] = useState<ChosenCell | null>(null);
  const { data, error } = useQuery(trpc.monitoring.matrix.queryOptions({ modelId, period }));
  const looks = data?.looks ?? [];
  const last = looks.at(-1);
  const compared = looks.filter(({ finding }) => !finding.isReference);
  const found = looks
    .find(({ startsOn }) => startsOn === chosen?.startsOn)
    ?.finding.columns.find(({ column }) => column === chosen?.column);
  return (
    <Section title={t("drift")} hint={t("driftHint")}>
      <ChoiceSwitch
        label={t("period")}
        choices={PERIODS}
        value={period}
        textOf={(one) => t(`periodOf.${one}`)}
        onChange={(next) => {
          setPeriod(next);
          setChosen(null);
        }}
        className="w-48"
      />
      <ErrorText error={error} />
      {data && compared.length === 0 ? <p>{t("nothingCompared", { to: data.reference?.to ?? "" })}</p> : null}
      {last && !last.finding.isReference ? (
        <p className="font-medium">
          {t(`verdict.${last.finding.verdict}`, {
            day: last.startsOn,
            drifted: last.finding.drifted,
            judged: last.finding.judged,
            events: last.finding.events,
          })}
        </p>
      ) : null}
      <Picks nameOf={nameOf} />
      {compared.length > 0 ? (
        <DriftMatrix looks={looks} nameOf={nameOf} chosen={chosen} onChoose={setChosen} />
      ) : null}
      {chosen ? (
        <EvidencePanel
          modelId={modelId}
          period={period}
          cell={chosen}
          name={nameOf(chosen.column)}
          found={found}
        />
      ) : null}
    </Section>
  );
}
