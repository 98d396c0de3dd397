import { and, asc, eq, gte, isNotNull, isNull, lte, ne, or, sql } from "drizzle-orm";
import { SUMMED_DIMENSIONS, type SummedDimension } from "@/lib/contracts/monitoring";
import {
  detectionClassSums,
  detectionDays,
  detectionEvents,
  detectionFeatureSums,
  detectionSums,
} from "@/server/db/schema/monitoring";
import type { Queries } from "@/server/db/transaction";

export interface Shown {
  readonly teamId: string;
  readonly modelId: string;
  readonly from: string;
  readonly to: string;
}

const s = detectionSums;
const of = (table: typeof s | typeof detectionFeatureSums | typeof detectionClassSums, shown: Shown) =>
  and(
    eq(table.teamId, shown.teamId),
    eq(table.modelId, shown.modelId),
    gte(table.day, shown.from),
    lte(table.day, shown.to),
  );

/** What is added up over rows of the sums. */
const ADDED = {
  events: sql<number>`sum(${s.events})::int`,
  weight: sql<number>`sum(${s.weight})::float8`,
  boxes: sql<number>`sum(${s.boxes})::int`,
  boxless: sql<number>`sum(${s.boxless})::int`,
  topScores: sql<number>`sum(${s.topScores})::float8`,
  topCount: sql<number>`sum(${s.topCount})::int`,
  unsure: sql<number>`sum(${s.unsure})::int`,
  logMs: sql<number>`sum(${s.logMs})::float8`,
  logMsSquares: sql<number>`sum(${s.logMsSquares})::float8`,
  judged: sql<number>`sum(${s.judged})::int`,
  corrected: sql<number>`sum(${s.corrected})::int`,
  judgedBoxes: sql<number>`sum(${s.judgedBoxes})::int`,
  wrongBoxes: sql<number>`sum(${s.wrongBoxes})::int`,
};

const isWhole = eq(s.dimension, "");

export function readDays(queries: Queries, shown: Shown) {
  return queries
    .select({ day: sql<string>`${s.day}::text`, ...ADDED })
    .from(s)
    .where(and(of(s, shown), isWhole))
    .groupBy(s.day)
    .orderBy(asc(s.day));
}
export type Added = Omit<Awaited<ReturnType<typeof readDays>>[number], "day">;

/** The same for the whole, for each value of each dimension, and for every two values of two dimensions. */
export function readSlices(queries: Queries, shown: Shown) {
  return queries
    .select({
      dimension: s.dimension,
      value: s.value,
      second: s.second,
      secondValue: s.secondValue,
      ...ADDED,
    })
    .from(s)
    .where(of(s, shown))
    .groupBy(s.dimension, s.value, s.second, s.secondValue);
}
export type SliceRow = Awaited<ReturnType<typeof readSlices>>[number];

/** All of these days together; undefined where there is nothing. */
export async function readWhole(queries: Queries, shown: Shown): Promise<Added | undefined> {
  const [row] = await queries
    .select({ modelId: s.modelId, ...ADDED })
    .from(s)
    .where(and(of(s, shown), isWhole))
    .groupBy(s.modelId);
  return row;
}

/** By the values of two dimensions. */
export function readPair(
  queries: Queries,
  shown: Shown,
  [dimension, second]: readonly [SummedDimension, SummedDimension],
) {
  return queries
    .select({ value: s.value, secondValue: s.secondValue, ...ADDED })
    .from(s)
    .where(and(of(s, shown), eq(s.dimension, dimension), eq(s.second, second)))
    .groupBy(s.value, s.secondValue);
}

/** Detections of a slice, of one dimension or two; 0 for any other. */
export async function countSlice(
  queries: Queries,
  shown: Shown,
  where: Partial<Readonly<Record<SummedDimension, string>>>,
): Promise<number> {
  const [one, two, ...more] = SUMMED_DIMENSIONS.filter((dimension) => where[dimension] !== undefined);
  if (!one || more.length > 0) return 0;
  const [row] = await queries
    .select({ events: sql<number>`coalesce(sum(${s.events}), 0)::int` })
    .from(s)
    .where(
      and(
        of(s, shown),
        eq(s.dimension, one),
        eq(s.value, where[one] ?? ""),
        eq(s.second, two ?? ""),
        eq(s.secondValue, (two && where[two]) ?? ""),
      ),
    );
  return row?.events ?? 0;
}

export function readFeatures(queries: Queries, shown: Shown) {
  const f = detectionFeatureSums;
  return queries
    .select({
      day: sql<string>`${f.day}::text`,
      feature: f.feature,
      values: f.values,
      mean: f.mean,
      p10: f.p10,
      p50: f.p50,
      p90: f.p90,
    })
    .from(f)
    .where(of(f, shown))
    .orderBy(asc(f.day));
}

export function readClasses(queries: Queries, shown: Shown) {
  const c = detectionClassSums;
  return queries
    .select({
      day: sql<string>`${c.day}::text`,
      classId: c.classId,
      events: c.events,
      boxes: c.boxes,
      scores: c.scores,
    })
    .from(c)
    .where(of(c, shown))
    .orderBy(asc(c.day));
}

/** Other model versions in the same days, to be compared as slices. */
export function readVersions(queries: Queries, { teamId, from, to }: Omit<Shown, "modelId">) {
  return queries
    .select({ modelId: s.modelId, ...ADDED })
    .from(s)
    .where(and(eq(s.teamId, teamId), gte(s.day, from), lte(s.day, to), isWhole))
    .groupBy(s.modelId);
}

const ofDays = ({ teamId, modelId, from, to }: Shown) =>
  and(
    eq(detectionEvents.teamId, teamId),
    eq(detectionEvents.modelId, modelId),
    sql`${detectionEvents.at} >= ${from}::date::timestamp at time zone 'UTC'`,
    sql`${detectionEvents.at} < (${to}::date + 1)::timestamp at time zone 'UTC'`,
  );

const WHAT_PEOPLE_SAID = {
  kept: detectionEvents.kept,
  deleted: detectionEvents.deleted,
  renamed: detectionEvents.renamed,
  moved: detectionEvents.moved,
};
type WhatPeopleSaid = { readonly [Kind in keyof typeof WHAT_PEOPLE_SAID]: number | null };

/** How many boxes of the model a person judged, and how many of them were wrong; null where nobody did. */
function judgedBoxes({ kept, deleted, renamed, moved }: WhatPeopleSaid) {
  if (kept === null) return null;
  const wrong = (deleted ?? 0) + (renamed ?? 0);
  return { wrong, boxes: kept + (moved ?? 0) + wrong };
}

/** Detections in counts, and what people said of their boxes: a random sample of these days, always the same for the same events. */
export async function readCounted(queries: Queries, shown: Shown, limit: number) {
  const e = detectionEvents;
  const rows = await queries
    .select({
      device: e.device,
      score: e.meanScore,
      boxes: e.boxCount,
      classIds: e.classIds,
      classBoxes: e.classBoxes,
      ...WHAT_PEOPLE_SAID,
    })
    .from(e)
    .where(ofDays(shown))
    .orderBy(asc(e.sampleKey))
    .limit(limit);
  return rows.map(({ device, score, boxes, classIds, classBoxes, ...said }) => ({
    ...{ device, score, boxes },
    boxesByClass: new Map(classIds.map((classId, at) => [classId, classBoxes[at] ?? 0] as const)),
    judged: judgedBoxes(said),
  }));
}

/** When a team's sums were made last, and how many days wait. */
export async function readFreshness(queries: Queries, teamId: string) {
  const d = detectionDays;
  const [row] = await queries
    .select({
      summedAt: sql<string | null>`max(${d.summedAt})::text`,
      waiting: sql<number>`count(*) filter (where ${d.summedAt} is null or ${d.summedAt} < ${d.changedAt})::int`,
    })
    .from(d)
    .where(eq(d.teamId, teamId));
  return row ?? { summedAt: null, waiting: 0 };
}

/** Whether everything that is added up of a team is this person's own. */
export async function isAllOwn(queries: Queries, teamId: string, userId: string): Promise<boolean> {
  const d = detectionDays;
  const [row] = await queries
    .select({ day: d.day })
    .from(d)
    .where(
      and(eq(d.teamId, teamId), isNotNull(d.summedAt), or(isNull(d.soleUserId), ne(d.soleUserId, userId))),
    )
    .limit(1);
  return row === undefined;
}
