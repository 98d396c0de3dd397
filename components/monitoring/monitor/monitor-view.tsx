"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { ChartNoAxesCombined } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { useClassNames } from "@/lib/client/workspace/use-class-names";
import type { Overview } from "@/lib/contracts/monitor-page";
import { RaisedAlerts } from "../alerts/raised-alerts";
import { ErrorText } from "../error-text";
import { ClassMultiples } from "./class-multiples";
import { DriftSection } from "./drift-section";
import { FairnessSection } from "./fairness-section";
import { ReferenceForm } from "./reference-form";
import { ReportsSection } from "./reports-section";
import { ShadowSection } from "./shadow-section";
import { SlicesSection } from "./slices-section";
import { Trends } from "./trends";

/** Whether the model still sees what it saw: trends, drift, classes and slices of one model. */
export function MonitorView() {
  const t = useTranslations("monitor");
  const trpc = useTRPC();
  useClassNames();
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, error } = useQuery(trpc.monitoring.overview.queryOptions({ modelId: chosen }));
  if (error) return <ErrorText error={error} />;
  if (!data) return <p role="status">{t("loading")}</p>;
  if (data.modelId === null || data.from === null || data.to === null)
    return (
      <EmptyState
        icon={<ChartNoAxesCombined aria-hidden />}
        title={t("emptyTitle")}
        body={t("emptyBody")}
        actions={
          <>
            <Button asChild tone="primary">
              <Link href="/account/figures">{t("emptyAction")}</Link>
            </Button>
            <Refresh overview={data} />
          </>
        }
      />
    );
  const days = daysBetween(data.from, data.to);
  return (
    <div className="flex flex-col gap-5">
      <RaisedAlerts />
      <div className="flex flex-wrap items-end gap-3">
        <label className="flex flex-col gap-1">
          <span className="text-ink-soft text-meta">{t("model")}</span>
          <select
            value={data.modelId}
            onChange={(event) => setChosen(event.target.value)}
            className="h-9 rounded-card border border-line-strong bg-raised px-2 pointer-coarse:h-11"
          >
            {data.models.map(({ modelId, events }) => (
              <option key={modelId} value={modelId}>
                {t("modelEvents", { modelId, count: events })}
              </option>
            ))}
          </select>
        </label>
        <Refresh overview={data} />
      </div>
      {data.reference ? (
        <ReferenceForm
          key={data.modelId}
          modelId={data.modelId}
          reference={data.reference}
          trainingVersion={data.trainingVersion}
        />
      ) : null}
      <Trends days={days} overview={data} />
      <DriftSection modelId={data.modelId} />
      <SlicesSection modelId={data.modelId} />
      <FairnessSection modelId={data.modelId} />
      <ShadowSection modelId={data.modelId} />
      <ReportsSection modelId={data.modelId} />
      <Section title={t("classes")} hint={t("classesHint")}>
        <ClassMultiples days={days} overview={data} />
      </Section>
    </div>
  );
}

const DAY_MS = 86_400_000;

function daysBetween(from: string, to: string): readonly string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.parse(from) + at * DAY_MS).toISOString().slice(0, 10),
  );
}

/** When the figures were added up, and a button that does it now. */
function Refresh({ overview: { summedAt, waiting } }: { readonly overview: Overview }) {
  const t = useTranslations("monitor");
  const format = useFormatter();
  const trpc = useTRPC();
  const refresh = useMutation(trpc.monitoring.refresh.mutationOptions());
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button onClick={() => refresh.mutate()} waitsFor={refresh.isPending && t("loading")}>
        {t("refresh")}
      </Button>
      <p role="status" className="text-ink-soft text-meta">
        {summedAt
          ? t("asOf", {
              when: format.dateTime(new Date(summedAt), { dateStyle: "medium", timeStyle: "short" }),
            })
          : ""}{" "}
        {waiting > 0 ? t("waiting", { count: waiting }) : ""}
      </p>
      <ErrorText error={refresh.error} />
    </div>
  );
}
