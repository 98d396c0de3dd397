import type { PlantVerdict } from "./combine";

/** Rows of a condition timeline, from well to worse; unknown conditions are below. */
export const TIMELINE_LANES = ["healthy", "watch", "affected", "unsure"] as const;
export type TimelineLane = (typeof TIMELINE_LANES)[number];

export function laneOf({ kind }: PlantVerdict): TimelineLane {
  switch (kind) {
    case "condition":
    case "between":
      return "affected";
    default:
      return kind;
  }
}

/** One look on the timeline; `x` in [0, 1] from the first look to the last. */
export interface TimelinePoint {
  readonly x: number;
  readonly lane: TimelineLane;
}

/**
 * Places looks by their time. Looks closer than `apart` are moved on, so that each can be seen, and all are then drawn
 * together again to fit.
 * @param looks oldest first, epoch ms
 * @param apart least distance of neighbours, in (0, 1]
 */
export function placeLooks(
  looks: readonly { readonly at: number; readonly verdict: PlantVerdict }[],
  apart: number,
): TimelinePoint[] {
  const first = looks[0]?.at ?? 0;
  const span = (looks.at(-1)?.at ?? 0) - first;
  const places: number[] = [];
  for (const { at } of looks) {
    const place = span > 0 ? (at - first) / span : 0;
    const before = places.at(-1);
    places.push(before === undefined ? place : Math.max(place, before + apart));
  }
  const end = Math.max(1, places.at(-1) ?? 1);
  return looks.map(({ verdict }, index) => ({ x: places[index]! / end, lane: laneOf(verdict) }));
}
