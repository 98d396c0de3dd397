"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import type { DetectionSums, SliceGroup, SlicesAnswer } from "@/lib/contracts/monitor-page";
import { LEAST_SHOWN } from "@/lib/contracts/monitoring";
import { ErrorText } from "../error-text";
import { AccuracyLines } from "./accuracy-lines";
import { SlicePhotos } from "./slice-photos";

/** As few judged boxes as say nothing: `FEWEST_IN_SLICE`. */
const FEW = 30;

/** By device, browser, backend, hour and light: how often boxes were wrong, nothing was found, and how long it took. */
export function SlicesSection({ modelId }: { readonly modelId: string }) {
  const t = useTranslations("monitor");
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.monitoring.slices.queryOptions({ modelId }));
  return (
    <Section title={t("slices")} hint={t("slicesHint", { least: data?.least ?? LEAST_SHOWN })}>
      <ErrorText error={error} />
      {data ? <AccuracyLines accuracy={data.accuracy} /> : null}
      {data ? <Worst modelId={modelId} worst={data.worst} /> : null}
      <div className="grid gap-5 lg:grid-cols-2">
        {data?.groups.map((group) => (
          <Group key={group.dimension} group={group} />
        ))}
      </div>
    </Section>
  );
}

function useValueText() {
  const t = useTranslations("monitor");
  return (dimension: string, value: string) => {
    if (dimension === "hour") return t("hourOf", { hour: value.padStart(2, "0") });
    if (dimension === "light") return t(`light.${value}` as "light.0");
    const key = `value.${value}`;
    return t.has(key as "value.phone") ? t(key as "value.phone") : value;
  };
}

interface WorstProps {
  readonly modelId: string;
  readonly worst: SlicesAnswer["worst"];
}

function Worst({ modelId, worst }: WorstProps) {
  const t = useTranslations("monitor");
  const format = useFormatter();
  const valueText = useValueText();
  const percent = (value: number) => format.number(value, { style: "percent", maximumFractionDigits: 1 });
  if (worst.length === 0) return <p className="text-ink-soft">{t("noWorst")}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {worst.map(({ share, where, bad, all, others, p }) => (
        <li key={share} className="rounded-card bg-tomato-wash p-3">
          <p className="font-medium">
            {t("worstIs", {
              share: t(`share.${share}`),
              slice: Object.entries(where)
                .map(([dimension, value = ""]) => valueText(dimension, value))
                .join(", "),
            })}
          </p>
          <p className="tabular text-meta">
            {t("worstBy", {
              bad,
              all,
              share: percent(bad / all),
              others: percent(others),
              p: p < 0.001 ? "< 0.001" : String(Number(p.toPrecision(2))),
            })}
          </p>
          <SlicePhotos modelId={modelId} share={share} where={where} />
        </li>
      ))}
    </ul>
  );
}

function Group({ group }: { readonly group: SliceGroup }) {
  const t = useTranslations("monitor");
  const valueText = useValueText();
  const most = Math.max(1, ...group.slices.map(({ events }) => events));
  return (
    <section aria-label={t(`by.${group.dimension}`)} className="min-w-0">
      <h3 className="font-medium">{t(`by.${group.dimension}`)}</h3>
      <ul className="flex flex-col divide-y">
        {group.slices.map((slice) => (
          <li key={slice.value} className="grid gap-x-3 gap-y-1 py-2 text-meta sm:grid-cols-[7rem_1fr]">
            <span className="font-medium">{valueText(group.dimension, slice.value)}</span>
            <span className="min-w-0">
              <span
                role="img"
                aria-label={t("eventsIn", { count: slice.events })}
                className="block h-2 rounded-small bg-leaf"
                style={{ width: `${(slice.events / most) * 100}%` }}
              />
              <SliceFigures slice={slice} />
            </span>
          </li>
        ))}
      </ul>
      {group.hidden > 0 ? (
        <p className="text-ink-soft text-meta">{t("hiddenSlices", { count: group.hidden })}</p>
      ) : null}
    </section>
  );
}

function SliceFigures({ slice }: { readonly slice: DetectionSums }) {
  const t = useTranslations("monitor");
  const format = useFormatter();
  const percent = (value: number) => format.number(value, { style: "percent", maximumFractionDigits: 0 });
  const { events, boxless, typicalMs, wrong, wrongBoxes, judgedBoxes } = slice;
  const isFew = events < FEW;
  return (
    <span className="tabular mt-1 flex flex-wrap gap-x-3 text-ink-soft">
      <span>{t("eventsIn", { count: events })}</span>
      {isFew ? <Badge tone="unsure">{t("is.few")}</Badge> : null}
      {isFew ? null : <span>{t("boxlessPart", { part: percent(boxless / events) })}</span>}
      {typicalMs === null ? null : <span>{t("ms", { ms: Math.round(typicalMs) })}</span>}
      {wrong && judgedBoxes >= FEW ? (
        <span>
          {t("wrongPart", {
            part: percent(wrongBoxes / judgedBoxes),
            low: percent(wrong.low),
            high: percent(wrong.high),
          })}
        </span>
      ) : null}
    </span>
  );
}
