"use client";

import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useIsDark } from "./use-is-dark";

/** One line: lines of one colour differ by their dashes. */
export interface ChartLine {
  readonly label: string;
  /** By x; null leaves a gap. */
  readonly values: readonly (number | null)[];
  /** A theme colour's variable. */
  readonly colour: string;
  readonly dash?: readonly number[];
}

export interface LineChartProps {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly x: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly xLabel: string;
  readonly height?: number;
  readonly yRange?: readonly [number, number];
  readonly xRange?: readonly [number, number];
  /** Values cannot lie outside: the axis ends there at the latest. */
  readonly yLimits?: readonly [number, number];
  /** Written out for a value under the pointer. */
  readonly format?: (value: number) => string;
}

const variable = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** As wide as the values, with a tenth to spare, but not beyond the limits. */
function within([low, high]: readonly [number, number]): uPlot.Range.Config {
  return { min: { pad: 0.1, hard: low }, max: { pad: 0.1, hard: high } };
}

function options(props: LineChartProps, width: number): uPlot.Options {
  const {
    lines,
    xLabel,
    height = 200,
    yRange,
    xRange,
    yLimits,
    format = (value) => value.toFixed(2),
  } = props;
  const [ink, line] = [variable("--ink-soft"), variable("--line")];
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  const font = "11px Inter Variable, sans-serif";
  return {
    width,
    height,
    scales: {
      x: { time: false, ...(xRange ? { range: [...xRange] as [number, number] } : {}) },
      y: yRange ? { range: [...yRange] as [number, number] } : yLimits ? { range: within(yLimits) } : {},
    },
    axes: [
      {
        ...axis,
        font,
        label: xLabel,
        labelFont: font,
        labelSize: 16,
        size: 28,
        incrs: xRange ? undefined : [1, 2, 5, 10, 20, 50, 100],
      },
      { ...axis, font, size: 40 },
    ],
    cursor: { points: { size: 6 }, y: false },
    legend: { live: true },
    series: [
      { label: xLabel, value: (_, value) => (value === null ? "–" : String(value)) },
      ...lines.map(({ label, colour, dash }) => ({
        label,
        stroke: variable(colour),
        width: 2,
        dash: dash ? [...dash] : undefined,
        spanGaps: true,
        points: { show: props.x.length < 3, size: 5 },
        value: (_: uPlot, value: number | null) => (value === null ? "–" : format(value)),
      })),
    ],
  };
}

/** Lines over a common x, as wide as their place, in the colours of the theme. */
export function LineChart(props: LineChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const isDark = useIsDark();
  const { x, lines } = props;
  const shape = JSON.stringify([
    props.xLabel,
    lines.map(({ label, colour, dash }) => [label, colour, dash]),
    isDark,
  ]);
  const newest = useRef(props);
  newest.current = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: made again when lines or theme change, not with each value
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const data = [[...newest.current.x], ...newest.current.lines.map(({ values }) => [...values])];
    const made = new uPlot(options(newest.current, element.clientWidth), data as uPlot.AlignedData, element);
    chart.current = made;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0)
        made.setSize({ width: element.clientWidth, height: newest.current.height ?? 200 });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [shape]);

  useEffect(() => {
    chart.current?.setData([[...x], ...lines.map(({ values }) => [...values])] as uPlot.AlignedData);
  }, [x, lines]);

  return (
    <div
      ref={place}
      role="img"
      aria-label={props.label}
      className="tabular w-full min-w-0 overflow-hidden text-meta text-ink [&_.u-legend]:!text-left [&_.u-legend_th]:!font-normal"
    />
  );
}
