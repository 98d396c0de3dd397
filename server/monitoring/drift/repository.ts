import { and, asc, eq, gte, inArray, lt, lte, sql } from "drizzle-orm";
import {
  detectionClassSums,
  detectionDays,
  detectionEvents,
  detectionSums,
  driftLooks,
} from "@/server/db/schema/monitoring";
import type { Queries } from "@/server/db/transaction";

export interface Days {
  readonly from: string;
  /** The last one, included. */
  readonly to: string;
}

const start = (day: string) => sql`${day}::date::timestamp at time zone 'UTC'`;
const after = (day: string) => sql`(${day}::date + 1)::timestamp at time zone 'UTC'`;

export interface ModelDays {
  readonly modelId: string;
  readonly first: string;
  readonly last: string;
  readonly events: number;
}

/** A team's models with sums, the one used last first. */
export function listModels(queries: Queries, teamId: string): Promise<ModelDays[]> {
  return queries
    .select({
      modelId: detectionSums.modelId,
      first: sql<string>`min(${detectionSums.day})::text`,
      last: sql<string>`max(${detectionSums.day})::text`,
      events: sql<number>`sum(${detectionSums.events})::int`,
    })
    .from(detectionSums)
    .where(and(eq(detectionSums.teamId, teamId), eq(detectionSums.dimension, "")))
    .groupBy(detectionSums.modelId)
    .orderBy(sql`3 desc, 4 desc`);
}

/** Teams that have sums. */
export async function listTeams(queries: Queries): Promise<readonly string[]> {
  const rows = await queries.selectDistinct({ teamId: detectionDays.teamId }).from(detectionDays);
  return rows.map(({ teamId }) => teamId);
}

/** When each day's sums were made, and how many events of the model they hold. */
export function listSummedDays(queries: Queries, teamId: string, modelId: string, { from, to }: Days) {
  return queries
    .select({
      day: sql<string>`${detectionSums.day}::text`,
      events: sql<number>`sum(${detectionSums.events})::int`,
      summedAt: sql<string>`max(${detectionDays.summedAt})::text`,
    })
    .from(detectionSums)
    .innerJoin(
      detectionDays,
      and(eq(detectionDays.teamId, detectionSums.teamId), eq(detectionDays.day, detectionSums.day)),
    )
    .where(
      and(
        eq(detectionSums.teamId, teamId),
        eq(detectionSums.modelId, modelId),
        eq(detectionSums.dimension, ""),
        gte(detectionSums.day, from),
        lte(detectionSums.day, to),
      ),
    )
    .groupBy(detectionSums.day)
    .orderBy(asc(detectionSums.day));
}

/** What a comparison needs of an event. */
export function readSample(
  queries: Queries,
  teamId: string,
  modelId: string,
  { from, to, limit }: Days & { readonly limit: number },
) {
  const e = detectionEvents;
  return queries
    .select({
      brightness: e.brightness,
      contrast: e.contrast,
      saturation: e.saturation,
      sharpness: e.sharpness,
      width: e.width,
      height: e.height,
      boxCount: e.boxCount,
      unnamed: e.unnamed,
      topScore: e.topScore,
      meanScore: e.meanScore,
      totalMs: e.totalMs,
      classIds: e.classIds,
      areas: e.areas,
      positions: e.positions,
      sketch: e.sketch,
      confidence: e.confidence,
      device: e.device,
      browser: e.browser,
      backend: e.backend,
    })
    .from(e)
    .where(
      and(
        eq(e.teamId, teamId),
        eq(e.modelId, modelId),
        sql`${e.at} >= ${start(from)}`,
        sql`${e.at} < ${after(to)}`,
      ),
    )
    .orderBy(asc(e.sampleKey))
    .limit(limit);
}
export type SampleRow = Awaited<ReturnType<typeof readSample>>[number];

/** Classes that were found most often in these days. */
export async function listClasses(
  queries: Queries,
  teamId: string,
  modelId: string,
  { from, to, limit }: Days & { readonly limit: number },
): Promise<readonly number[]> {
  const c = detectionClassSums;
  const rows = await queries
    .select({ classId: c.classId })
    .from(c)
    .where(and(eq(c.teamId, teamId), eq(c.modelId, modelId), gte(c.day, from), lte(c.day, to)))
    .groupBy(c.classId)
    .orderBy(sql`sum(${c.events}) desc`, asc(c.classId))
    .limit(limit);
  return rows.map(({ classId }) => classId);
}

export interface LookKey {
  readonly teamId: string;
  readonly modelId: string;
  readonly period: string;
}

const ofKey = ({ teamId, modelId, period }: LookKey) =>
  and(eq(driftLooks.teamId, teamId), eq(driftLooks.modelId, modelId), eq(driftLooks.period, period));

export function readLooks(queries: Queries, key: LookKey, from: string) {
  return queries
    .select({ startsOn: driftLooks.startsOn, madeFrom: driftLooks.madeFrom, finding: driftLooks.finding })
    .from(driftLooks)
    .where(and(ofKey(key), gte(driftLooks.startsOn, from)))
    .orderBy(asc(driftLooks.startsOn));
}

export async function readEvidence(queries: Queries, key: LookKey, startsOn: string): Promise<unknown> {
  const [row] = await queries
    .select({ evidence: driftLooks.evidence })
    .from(driftLooks)
    .where(and(ofKey(key), eq(driftLooks.startsOn, startsOn)));
  return row?.evidence;
}

export async function writeLook(
  queries: Queries,
  key: LookKey,
  look: {
    readonly startsOn: string;
    readonly madeFrom: string;
    readonly finding: unknown;
    readonly evidence: unknown;
  },
): Promise<void> {
  const { startsOn, ...rest } = look;
  const set = { ...rest, madeAt: sql`now()` };
  await queries
    .insert(driftLooks)
    .values({ ...key, startsOn, ...rest })
    .onConflictDoUpdate({
      target: [driftLooks.teamId, driftLooks.modelId, driftLooks.period, driftLooks.startsOn],
      set,
    });
}

/** Looks at periods that are no longer shown. */
export async function removeOldLooks(queries: Queries, period: string, before: string): Promise<void> {
  await queries.delete(driftLooks).where(and(eq(driftLooks.period, period), lt(driftLooks.startsOn, before)));
}

/** Looks at periods that have no events any more. */
export async function removeLooks(
  queries: Queries,
  key: LookKey,
  startsOn: readonly string[],
): Promise<void> {
  if (startsOn.length > 0)
    await queries.delete(driftLooks).where(and(ofKey(key), inArray(driftLooks.startsOn, [...startsOn])));
}
