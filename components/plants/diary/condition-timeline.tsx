"use client";

import { useTranslations } from "next-intl";
import type { PlantLook } from "@/lib/contracts/plants";
import { placeLooks, TIMELINE_LANES, type TimelineLane } from "@/lib/core/plants/timeline";
import { shortDay } from "../format-day";

export interface ConditionTimelineProps {
  /** Oldest first. */
  readonly looks: readonly PlantLook[];
  /** In a list of plants: without names of lanes and without leaves. */
  readonly isSmall?: boolean;
}

const COLOURS: Record<TimelineLane, string> = {
  healthy: "fill-leaf",
  watch: "fill-saffron",
  affected: "fill-tomato",
  unsure: "fill-ink-soft",
};

const LANE_PX = 40;
const SMALL_LANE_PX = 11;
const WIDTH = 640;

/** The condition of a plant over time: a dot for each check, in the lane of its condition, with its leaves counted next to it. */
export function ConditionTimeline({ looks, isSmall = false }: ConditionTimelineProps) {
  const t = useTranslations("plants.timeline");
  const lane = isSmall ? SMALL_LANE_PX : LANE_PX;
  const [left, right, width] = isSmall ? [8, 8, 200] : [108, 40, WIDTH];
  const height = TIMELINE_LANES.length * lane + (isSmall ? 0 : 24);
  const shown = looks.map(({ lookedAt, answer }) => ({ at: Date.parse(lookedAt), verdict: answer.verdict }));
  const points = placeLooks(shown, isSmall ? 0.06 : 0.09).map((point) => ({
    ...point,
    px: left + point.x * (width - left - right),
    py: (TIMELINE_LANES.indexOf(point.lane) + 0.5) * lane,
  }));
  const spoken = looks
    .map(
      ({ lookedAt, answer }, index) =>
        `${shortDay(lookedAt)}: ${t(points[index]!.lane)}${answer.leaves > 0 ? `, ${t("leaves", { affected: answer.affected, leaves: answer.leaves })}` : ""}`,
    )
    .join("; ");
  return (
    <svg
      role="img"
      aria-label={t("label", { looks: spoken })}
      viewBox={`0 0 ${width} ${height}`}
      className={isSmall ? "h-11 w-full max-w-[200px]" : "w-full min-w-[520px]"}
    >
      {TIMELINE_LANES.map((name, index) => (
        <g key={name}>
          <line
            x1={left}
            x2={width - 8}
            y1={(index + 0.5) * lane}
            y2={(index + 0.5) * lane}
            className="stroke-line"
            strokeWidth={1}
            strokeDasharray={name === "unsure" ? "3 4" : undefined}
          />
          {isSmall ? null : (
            <text x={0} y={(index + 0.5) * lane + 4} className="fill-ink-soft text-[12px]">
              {t(name)}
            </text>
          )}
        </g>
      ))}
      <polyline
        points={points.map(({ px, py }) => `${px},${py}`).join(" ")}
        fill="none"
        className="stroke-line-strong"
        strokeWidth={isSmall ? 1.5 : 2}
      />
      {points.map(({ px, py, lane: name }, index) => {
        const look = looks[index]!;
        return (
          <g key={look.id}>
            <circle
              cx={px}
              cy={py}
              r={isSmall ? 4 : 7}
              className={`${COLOURS[name]} stroke-raised`}
              strokeWidth={2}
            />
            {isSmall ? null : (
              <>
                <LeafMarks x={px + 12} y={py} affected={look.answer.affected} leaves={look.answer.leaves} />
                {isLabelled(
                  points.map((point) => point.px),
                  index,
                ) ? (
                  <text
                    x={px}
                    y={height - 6}
                    textAnchor="middle"
                    className="tabular fill-ink-soft text-[12px]"
                  >
                    {shortDay(look.lookedAt)}
                  </text>
                ) : null}
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}

const LABEL_PX = 56;

/** The first day is always labelled; another day only where its label does not overlap the one before. */
function isLabelled(places: readonly number[], index: number): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (let at = 0; at <= index; at++) {
    const fits = places[at]! - last >= LABEL_PX;
    if (at === index) return fits;
    if (fits) last = places[at]!;
  }
  return false;
}

const MOST_MARKS = 6;

/** One mark for each leaf found, affected ones first; above six, only the entry shows the number. */
function LeafMarks(place: {
  readonly x: number;
  readonly y: number;
  readonly affected: number;
  readonly leaves: number;
}) {
  const { x, y, affected, leaves } = place;
  return (
    <>
      {Array.from({ length: Math.min(MOST_MARKS, leaves) }, (_, index) => (
        <ellipse
          // biome-ignore lint/suspicious/noArrayIndexKey: marks have nothing but their place
          key={index}
          cx={x + (index % 3) * 8}
          cy={y - 4 + Math.floor(index / 3) * 9}
          rx={2.6}
          ry={3.8}
          transform={`rotate(30 ${x + (index % 3) * 8} ${y - 4 + Math.floor(index / 3) * 9})`}
          className={index < affected ? "fill-tomato" : "fill-leaf"}
        />
      ))}
    </>
  );
}
