"use client";

import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { signedPoints } from "@/components/ui/figures";

/** A difference with its interval, and how it was judged. Values in 0..1. */
export interface IntervalRow {
  readonly key: string;
  readonly label: string;
  readonly note: string;
  readonly low: number;
  readonly high: number;
  readonly difference: number;
  readonly tone: "good" | "bad" | "unsure" | "plain";
}

const FILLS = {
  good: "fill-leaf",
  bad: "fill-tomato",
  unsure: "fill-saffron",
  plain: "fill-ink-soft",
} as const;
const WIDTH = 200;

interface IntervalChartProps {
  readonly rows: readonly IntervalRow[];
  /** What an interval must lie above, drawn as a dashed line. */
  readonly limit: number;
}

/** Differences in points as intervals on one axis, with zero and the limit marked. */
export function IntervalChart({ rows, limit }: IntervalChartProps) {
  const t = useTranslations("models");
  const reach = Math.max(0.02, ...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)])) * 1.08;
  const x = (value: number) => ((value + reach) / (2 * reach)) * WIDTH;
  return (
    <div>
      <ul className="flex flex-col gap-1.5">
        {rows.map((row) => (
          <li
            key={row.key}
            className="grid grid-cols-[minmax(0,9rem)_minmax(0,1fr)_7.5rem] items-center gap-3 text-meta max-sm:grid-cols-[minmax(0,1fr)_7.5rem]"
          >
            <span className="min-w-0">
              <span className="block truncate font-medium">{row.label}</span>
              <span className="block truncate text-ink-soft">{row.note}</span>
            </span>
            <svg
              viewBox={`0 0 ${WIDTH} 16`}
              preserveAspectRatio="none"
              aria-hidden
              className="h-5 w-full max-sm:order-last max-sm:col-span-2"
            >
              <line
                x1={x(0)}
                x2={x(0)}
                y1={0}
                y2={16}
                className="stroke-ink-soft"
                vectorEffect="non-scaling-stroke"
              />
              <line
                x1={x(limit)}
                x2={x(limit)}
                y1={0}
                y2={16}
                strokeDasharray="3 2"
                className="stroke-tomato"
                vectorEffect="non-scaling-stroke"
              />
              <rect
                x={x(row.low)}
                width={Math.max(0.8, x(row.high) - x(row.low))}
                y={6}
                height={4}
                rx={2}
                className={FILLS[row.tone]}
              />
              <rect x={x(row.difference) - 0.8} width={1.6} y={3} height={10} className={FILLS[row.tone]} />
            </svg>
            <span className={classNames("tabular text-right", row.tone === "bad" && "text-tomato-ink")}>
              {signedPoints(row.difference)}{" "}
              <span className="text-ink-soft">
                ({signedPoints(row.low)} … {signedPoints(row.high)})
              </span>
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-ink-soft text-meta">
        {t("axis", { limit: signedPoints(limit), reach: (100 * reach).toFixed(1) })}
      </p>
    </div>
  );
}
