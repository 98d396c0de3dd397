"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { CurvePoint, Curves } from "@/lib/contracts/training";
import { type ChartLine, LineChart } from "./line-chart";

const COLOURS = ["--leaf", "--tomato", "--saffron-ink", "--focus"] as const;
const DASHES = [undefined, [6, 4], [2, 3], [10, 4, 2, 4]] as const;
/** Parts of a loss that have a word of their own; another trainer's are called what it calls them. */
const NAMED_PARTS = ["box", "cls", "dfl", "centre"] as const;

const sumOf = (loss: CurvePoint["loss"]) => Object.values(loss).reduce((sum, value) => sum + value, 0);

/** Parts of a config's loss, in the order its trainer told them. */
export function lossParts(points: readonly CurvePoint[]): readonly string[] {
  return [...new Set(points.flatMap(({ loss }) => Object.keys(loss)))];
}

/** Loss and mAP50 by epoch, a line for each config; of one config the loss in its parts. */
export function CurveCharts({ curves }: { readonly curves: Curves }) {
  const t = useTranslations("training");
  const configs = Object.keys(curves);
  const x = useMemo(() => {
    const epochs = new Set(Object.values(curves).flatMap((points) => points.map(({ epoch }) => epoch)));
    return [...epochs].sort((a, b) => a - b);
  }, [curves]);
  const [loss, map] = useMemo(() => {
    const line = (
      config: string,
      label: string,
      at: number,
      of: (point: CurvePoint) => number | null,
    ): ChartLine => {
      const byEpoch = new Map(curves[config]?.map((point) => [point.epoch, of(point)]));
      const place = at % COLOURS.length;
      const values = x.map((epoch) => byEpoch.get(epoch) ?? null);
      return { label, values, colour: COLOURS[place] ?? "--leaf", dash: DASHES[place] };
    };
    const [only] = configs.length === 1 ? configs : [];
    const partName = (part: string) => {
      const named = NAMED_PARTS.find((one) => one === part);
      return named ? t(`lossPart.${named}`) : t("lossPart.other", { name: part });
    };
    const losses = only
      ? lossParts(curves[only] ?? []).map((part, i) =>
          line(only, partName(part), i, (point) => point.loss[part] ?? null),
        )
      : configs.map((config, i) => line(config, config, i, (point) => sumOf(point.loss)));
    return [
      losses,
      configs.map((config, i) =>
        line(config, config, i, ({ map50 }) => (map50 === null ? null : map50 * 100)),
      ),
    ];
  }, [configs, curves, t, x]);
  if (x.length === 0) return <p className="text-ink-soft">{t("noCurves")}</p>;
  return (
    <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
      <figure className="min-w-0">
        <figcaption className="mb-1 font-medium">{t("loss")}</figcaption>
        <LineChart label={t("lossLabel")} x={x} lines={loss} xLabel={t("epoch")} />
      </figure>
      {map.some(({ values }) => values.some((value) => value !== null)) ? (
        <figure className="min-w-0">
          <figcaption className="mb-1 font-medium">{t("map50")}</figcaption>
          <LineChart
            label={t("mapLabel")}
            x={x}
            lines={map}
            xLabel={t("epoch")}
            yLimits={[0, 100]}
            format={(value) => t("points", { value: value.toFixed(1) })}
          />
        </figure>
      ) : null}
      <CurveTable curves={curves} />
    </div>
  );
}

/** The same numbers as a table. */
function CurveTable({ curves }: { readonly curves: Curves }) {
  const t = useTranslations("training");
  return (
    <details className="min-w-0 lg:col-span-2">
      <summary className="cursor-pointer text-ink-soft">{t("table")}</summary>
      {Object.entries(curves).map(([config, points]) => (
        <div key={config} className="mt-2 max-h-64 overflow-auto">
          <table className="tabular text-right">
            <caption className="text-left font-medium">{config}</caption>
            <thead className="text-ink-soft text-meta">
              <tr>
                <th className="pr-6 font-normal">{t("epoch")}</th>
                <th className="pr-6 font-normal">{t("loss")}</th>
                <th className="font-normal">{t("map50")}</th>
              </tr>
            </thead>
            <tbody>
              {points.map(({ epoch, loss, map50 }) => (
                <tr key={epoch}>
                  <td className="pr-6">{epoch}</td>
                  <td className="pr-6">{sumOf(loss).toFixed(3)}</td>
                  <td>{map50 === null ? "–" : (100 * map50).toFixed(1)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </details>
  );
}
