"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ScrollAcross } from "@/components/ui/scroll-across";
import { Section } from "@/components/ui/section";
import { type Experiment, keyOf } from "@/lib/contracts/experiments";
import { type Axis, axesOf, placeOn } from "./axes";
import { shownCell, useColumnWords } from "./cells";
import type { Column } from "./columns";

const HEIGHT = 260;
const TOP = 40;
const BOTTOM = 24;
const AXIS_GAP = 150;
const SIDE = 80;
const MOST_LINES = 200;

interface ParallelCoordinatesProps {
  readonly columns: readonly Column[];
  readonly experiments: readonly Experiment[];
  readonly chosen: ReadonlySet<string>;
}

const yOf = (place: number) => TOP + (1 - place) * (HEIGHT - TOP - BOTTOM);

/** A line for each training across its values to its figure: which values the good ones have in common. */
export function ParallelCoordinates({ columns, experiments, chosen }: ParallelCoordinatesProps) {
  const t = useTranslations("experiments");
  const [pointed, setPointed] = useState<string | null>(null);
  const axes = axesOf(columns, experiments);
  const last = axes.at(-1);
  if (axes.length < 2 || last?.column.about.is !== "measured") return null;
  const lines = experiments
    .flatMap((experiment) => {
      const places = axes.map((axis) => placeOn(axis, axis.column.cellOf(experiment)));
      const good = places.at(-1);
      return good === null || good === undefined
        ? []
        : [{ key: keyOf(experiment), experiment, places, good }];
    })
    .slice(0, MOST_LINES)
    // the best are drawn over the others
    .toSorted((a, b) => a.good - b.good);
  const left = experiments.length - lines.length;
  const width = 2 * SIDE + (axes.length - 1) * AXIS_GAP;
  return (
    <Section title={t("parallel")} hint={t("parallelHint")}>
      <ScrollAcross label={t("parallelLines")}>
        <svg
          role="img"
          aria-label={t("parallelAlt", { count: lines.length, axes: axes.length })}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          width={width}
          height={HEIGHT}
          className="block min-w-full"
          fill="none"
        >
          {lines.map(({ key, experiment, places, good }) => (
            <path
              key={key}
              d={pathOf(places)}
              className={key === pointed || chosen.has(key) ? "stroke-tomato" : "stroke-leaf"}
              strokeWidth={key === pointed || chosen.has(key) ? 3 : 1.5}
              strokeOpacity={key === pointed || chosen.has(key) ? 1 : 0.2 + 0.8 * good * good}
              strokeDasharray={chosen.has(key) ? "6 3" : undefined}
              onPointerEnter={() => setPointed(key)}
              onPointerLeave={() => setPointed(null)}
            >
              <title>{`${experiment.config}: ${shownCell(last.column.cellOf(experiment), "points", null)}`}</title>
            </path>
          ))}
          {axes.map((axis, at) => (
            <AxisLine key={axis.column.id} axis={axis} x={SIDE + at * AXIS_GAP} />
          ))}
        </svg>
      </ScrollAcross>
      {left > 0 ? <p className="text-ink-soft text-meta">{t("parallelLeft", { count: left })}</p> : null}
    </Section>
  );
}

/** A line through the axes; where a value is missing it has a gap. */
function pathOf(places: readonly (number | null)[]): string {
  let isDown = false;
  return places
    .map((place, at) => {
      if (place === null) {
        isDown = false;
        return "";
      }
      const step = `${isDown ? "L" : "M"}${SIDE + at * AXIS_GAP} ${yOf(place)}`;
      isDown = true;
      return step;
    })
    .join("");
}

function AxisLine({ axis, x }: { readonly axis: Axis; readonly x: number }) {
  const words = useColumnWords()(axis.column);
  const { low, high, column } = axis;
  const ticks =
    axis.words.length > 0
      ? axis.words.map((word) => ({ place: placeOn(axis, word) ?? 0, text: word }))
      : [low, high].map((value) => ({
          place: placeOn(axis, value) ?? 0,
          text: shownCell(value, column.kind, null),
        }));
  return (
    <g className="fill-ink text-meta" textAnchor="middle">
      <line x1={x} x2={x} y1={yOf(1)} y2={yOf(0)} className="stroke-line-strong" strokeWidth={1} />
      <text x={x} y={12}>
        {words.title}
      </text>
      {ticks.map(({ place, text }) => (
        <text
          key={text}
          x={x + 6}
          y={yOf(place) + 4}
          textAnchor="start"
          className="fill-ink stroke-raised"
          strokeWidth={3}
          paintOrder="stroke"
        >
          {text}
        </text>
      ))}
    </g>
  );
}
