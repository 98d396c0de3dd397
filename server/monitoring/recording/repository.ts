import type { InferSelectModel } from "drizzle-orm";
import { and, between, count, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { OutcomeChanges } from "@/lib/contracts/detection-events";
import {
  detectionClassSums,
  detectionDays,
  detectionEvents,
  detectionFeatureSums,
  detectionSums,
  driftLooks,
  monitorReports,
  recordingConsents,
  recordingErasures,
} from "@/server/db/schema/monitoring";
import type { Queries } from "@/server/db/transaction";

export type EventRow = InferSelectModel<typeof detectionEvents>;
/** What an event says, without what a person changed later. */
export type NewEventRow = Omit<
  EventRow,
  "receivedAt" | "kept" | "added" | "deleted" | "renamed" | "moved" | "changedAt"
>;

export async function readConsent(queries: Queries, userId: string) {
  const [row] = await queries.select().from(recordingConsents).where(eq(recordingConsents.userId, userId));
  return row;
}

export async function writeConsent(queries: Queries, userId: string, schema: number): Promise<void> {
  await queries
    .insert(recordingConsents)
    .values({ userId, schema })
    .onConflictDoUpdate({ target: recordingConsents.userId, set: { schema, agreedAt: sql`now()` } });
}

export async function removeConsent(queries: Queries, userId: string): Promise<void> {
  await queries.delete(recordingConsents).where(eq(recordingConsents.userId, userId));
}

export async function readErasedAt(queries: Queries, userId: string): Promise<Date | null> {
  const [row] = await queries.select().from(recordingErasures).where(eq(recordingErasures.userId, userId));
  return row?.erasedAt ?? null;
}

export async function writeErasedAt(queries: Queries, userId: string, erasedAt: Date): Promise<void> {
  await queries
    .insert(recordingErasures)
    .values({ userId, erasedAt })
    .onConflictDoUpdate({ target: recordingErasures.userId, set: { erasedAt } });
}

/** One batch of a person at a time: the same batch, sent twice at once, is stored once. */
export async function lockPerson(queries: Queries, userId: string): Promise<void> {
  await queries.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`detections/${userId}`}, 0))`);
}

export interface TimeSpan {
  readonly from: Date;
  readonly to: Date;
}

const ofPerson = (userId: string, { from, to }: TimeSpan) =>
  and(eq(detectionEvents.userId, userId), between(detectionEvents.at, from, to));

/** When each of these events of a person is said to have been; those that are not there are left out. */
export async function findTimes(
  queries: Queries,
  userId: string,
  { ids, span }: { readonly ids: readonly string[]; readonly span: TimeSpan },
): Promise<ReadonlyMap<string, { readonly at: Date; readonly teamId: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await queries
    .select({ id: detectionEvents.id, at: detectionEvents.at, teamId: detectionEvents.teamId })
    .from(detectionEvents)
    .where(and(ofPerson(userId, span), inArray(detectionEvents.id, [...ids])));
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}

/** @returns ids of those that were stored: one that somebody else has at the same moment is not */
export async function insertEvents(
  queries: Queries,
  rows: readonly NewEventRow[],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const stored = await queries
    .insert(detectionEvents)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: detectionEvents.id });
  return new Set(stored.map(({ id }) => id));
}

export async function writeChanges(
  queries: Queries,
  { id, at }: { readonly id: string; readonly at: Date },
  changes: OutcomeChanges,
): Promise<void> {
  await queries
    .update(detectionEvents)
    .set({ ...changes, changedAt: sql`now()` })
    .where(and(eq(detectionEvents.at, at), eq(detectionEvents.id, id)));
}

/** Their sums are made anew by the next job. */
export async function markDays(
  queries: Queries,
  days: readonly { readonly teamId: string; readonly day: string }[],
): Promise<void> {
  const unique = new Map(days.map((one) => [`${one.teamId} ${one.day}`, one]));
  if (unique.size === 0) return;
  const changedAt = sql`clock_timestamp()`;
  // in one order, so that two batches never wait for each other
  const sorted = [...unique]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => ({ ...one, changedAt }));
  await queries
    .insert(detectionDays)
    .values(sorted)
    .onConflictDoUpdate({ target: [detectionDays.teamId, detectionDays.day], set: { changedAt } });
}

export async function countOf(queries: Queries, userId: string): Promise<number> {
  const [row] = await queries
    .select({ n: count() })
    .from(detectionEvents)
    .where(eq(detectionEvents.userId, userId));
  return row?.n ?? 0;
}

export interface Place {
  readonly at: Date;
  readonly id: string;
}

/** A person's events, newest first. */
export function readOwn(
  queries: Queries,
  userId: string,
  { before, limit }: { readonly before: Place | null; readonly limit: number },
): Promise<EventRow[]> {
  const { at, id } = detectionEvents;
  const earlier: SQL | undefined = before
    ? or(lt(at, before.at), and(eq(at, before.at), lt(id, before.id)))
    : undefined;
  return queries
    .select()
    .from(detectionEvents)
    .where(and(eq(detectionEvents.userId, userId), earlier))
    .orderBy(desc(at), desc(id))
    .limit(limit);
}

/**
 * Deletes the sums of days that hold this person's detections alone, also of days whose detections have gone by age.
 * @param kept the first day whose detections are still kept one by one
 * @returns days that are to be added up again: somebody else may have sent something since
 */
export async function removeSoleSums(
  queries: Queries,
  userId: string,
  kept: string,
): Promise<readonly { readonly teamId: string; readonly day: string }[]> {
  const { teamId, day, soleUserId } = detectionDays;
  const days = await queries
    .select({ teamId, day })
    .from(detectionDays)
    .where(eq(soleUserId, userId))
    .for("update");
  for (const table of [detectionSums, detectionFeatureSums, detectionClassSums])
    await queries.execute(sql`delete from ${table} s using ${detectionDays} d
      where d.sole_user_id = ${userId} and s.team_id = d.team_id and s.day = d.day`);
  await queries.delete(detectionDays).where(and(eq(soleUserId, userId), lt(day, kept)));
  return days.filter((one) => one.day >= kept);
}

/** Comparisons and reports of these teams: what still holds is compared again by the next job. */
export async function removeLooksOf(queries: Queries, teamIds: readonly string[]): Promise<void> {
  if (teamIds.length === 0) return;
  await queries.delete(driftLooks).where(inArray(driftLooks.teamId, [...teamIds]));
  await queries.delete(monitorReports).where(inArray(monitorReports.teamId, [...teamIds]));
}

/** Teams for which a person's detections count. */
export async function teamsWith(queries: Queries, userId: string): Promise<readonly string[]> {
  const { rows } = await queries.execute<{ teamId: string }>(sql`
    select distinct team_id as "teamId" from detection_events where user_id = ${userId}
    union select team_id from detection_days where sole_user_id = ${userId}`);
  return rows.map(({ teamId }) => teamId);
}

/** Deletes all that a person sent. @returns the days it was of */
export async function removeOwn(
  queries: Queries,
  userId: string,
): Promise<{ readonly removed: number; readonly days: readonly { teamId: string; day: string }[] }> {
  const { rows } = await queries.execute<{ teamId: string; day: string; n: number }>(sql`
    with gone as (delete from ${detectionEvents} where ${detectionEvents.userId} = ${userId}
      returning team_id, (at at time zone 'UTC')::date::text as day)
    select team_id as "teamId", day, count(*)::int as n from gone group by 1, 2`);
  return {
    removed: rows.reduce((sum, { n }) => sum + n, 0),
    days: rows.map(({ teamId, day }) => ({ teamId, day })),
  };
}
