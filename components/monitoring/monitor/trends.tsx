"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Section } from "@/components/ui/section";
import type { Overview } from "@/lib/contracts/monitor-page";
import { TrendChart, type TrendPoint } from "./trend-chart";

const FEATURES = [
  "brightness",
  "contrast",
  "saturation",
  "sharpness",
  "boxes",
  "topScore",
  "meanScore",
  "totalMs",
  "inferenceMs",
] as const;
const AS_PERCENT: ReadonlySet<string> = new Set(["brightness", "contrast", "saturation", "sharpness"]);

interface TrendsProps {
  readonly days: readonly string[];
  readonly overview: Overview;
}

/** Each feature day by day before the band of the reference, and how often people corrected. */
export function Trends({ days, overview }: TrendsProps) {
  const t = useTranslations("monitor");
  const format = useFormatter();
  const percent = (value: number) => format.number(value, { style: "percent", maximumFractionDigits: 1 });
  const number = (value: number) => format.number(value, { maximumSignificantDigits: 3 });
  const byDay = new Map(overview.days.map((one) => [one.day, one]));
  const wrong: readonly TrendPoint[] = days.map((day) => {
    const found = byDay.get(day);
    if (!found?.wrong) return { day, low: null, value: null, high: null };
    return { day, low: found.wrong.low, value: found.wrongBoxes / found.judgedBoxes, high: found.wrong.high };
  });
  const photos: readonly TrendPoint[] = days.map((day) => ({
    ...{ day, low: null, high: null },
    // a day that is left out is not a day without photos
    value: byDay.get(day)?.weight ?? (overview.least > 1 ? null : 0),
  }));
  return (
    <Section title={t("trends")} hint={t("trendsHint", { least: overview.least })}>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <TrendChart
          title={t("photos")}
          label={t("photosLabel", {
            count: Math.round(photos.reduce((sum, { value }) => sum + (value ?? 0), 0)),
          })}
          points={photos}
          band={null}
          format={number}
          fromZero
        />
        <TrendChart
          title={t("wrongBoxes")}
          label={t("wrongLabel", {
            count: overview.days.reduce((sum, { judgedBoxes }) => sum + judgedBoxes, 0),
          })}
          points={wrong}
          band={null}
          format={percent}
          fromZero
        />
        {FEATURES.map((feature) => {
          const own = new Map(
            overview.features.filter((one) => one.feature === feature).map((one) => [one.day, one]),
          );
          if (own.size === 0) return null;
          const band = overview.bands.find((one) => one.feature === feature) ?? null;
          const say = AS_PERCENT.has(feature) ? percent : number;
          const points = days.map((day): TrendPoint => {
            const found = own.get(day);
            return found
              ? { day, low: found.p10, value: found.p50, high: found.p90 }
              : { day, low: null, value: null, high: null };
          });
          const last = points.findLast(({ value }) => value !== null);
          return (
            <TrendChart
              key={feature}
              title={t(`column.${feature}`)}
              label={t("trendLabel", {
                name: t(`column.${feature}`),
                value: say(last?.value ?? 0),
                day: last?.day ?? "",
                low: band ? say(band.low) : "–",
                high: band ? say(band.high) : "–",
              })}
              points={points}
              band={band}
              format={say}
            />
          );
        })}
      </div>
    </Section>
  );
}
