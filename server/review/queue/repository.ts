import { and, arrayOverlaps, count, desc, eq, inArray, isNotNull, not, or, type SQL, sql } from "drizzle-orm";
import { OWN_SOURCE, type ReviewFilter } from "@/lib/contracts/review";
import type { Who } from "@/lib/contracts/who";
import { SHADOW_WEIGHT } from "@/lib/core/review/signals";
import { corrections } from "@/server/db/schema/corrections";
import { driftPicks } from "@/server/db/schema/monitoring";
import { photos } from "@/server/db/schema/photos";
import { shadowDisagreements } from "@/server/db/schema/registry";
import { photoSignals, reviews, reviewWaiting } from "@/server/db/schema/reviews";
import { users } from "@/server/db/schema/users";
import { readTallies, readTally } from "@/server/db/tallies";
import type { Queries } from "@/server/db/transaction";
import { newestRevision, waits } from "../trainable/repository";

const source = sql<string>`coalesce(${photos.importedFrom}, ${OWN_SOURCE})`;
/** How much the newest candidate and the champion differ; null when none looked. */
const shadow = sql<number | null>`(select d.disagreement from ${shadowDisagreements} d
  where d.photo_id = ${photos.id} order by d.created_at desc limit 1)`;
const priority = sql<number>`(${photoSignals.priority} + ${SHADOW_WEIGHT} * coalesce(${shadow}, 0))`;
/** True of photos that are assigned to somebody whose opinion is still wanted. */
const assigned = (whose: SQL) => sql`exists (select 1 from review_assignments a
  where a.photo_id = ${reviewWaiting.photoId} and ${whose} and not exists (select 1 from opinions o
    where o.photo_id = a.photo_id and o.user_id = a.user_id and o.correction_id = (select c.id from corrections c
      where c.photo_id = a.photo_id order by c.revision desc limit 1)))`;

/** Photos this person may decide about now: another has none of them in hand, and their own opinion is not in. */
function isOpenTo({ userId, teamId }: Who): SQL {
  return sql`exists (select 1 from photos p where p.id = ${reviewWaiting.photoId} and p.owner_id = ${teamId})
    and not exists (select 1 from review_leases l where l.photo_id = ${reviewWaiting.photoId}
      and l.user_id <> ${userId} and l.until >= now())
    and not exists (select 1 from opinions o where o.photo_id = ${reviewWaiting.photoId}
      and o.correction_id = (select c.id from corrections c where c.photo_id = o.photo_id order by c.revision desc limit 1)
      and (o.user_id = ${userId} or (select count(*) from opinions b where b.correction_id = o.correction_id) > 1))`;
}

function isWhose({ userId }: Who, whose: ReviewFilter["whose"]): SQL | undefined {
  const mine = assigned(sql`a.user_id = ${userId}`);
  const somebodys = assigned(sql`a.user_id <> ${userId}`);
  const kinds: Record<ReviewFilter["whose"][number], SQL> = {
    mine,
    somebody: somebodys,
    nobody: sql`not ${assigned(sql`true`)}`,
  };
  return whose.length > 0 ? or(...whose.map((kind) => kinds[kind])) : sql`not ${somebodys}`;
}

function matches(
  who: Who,
  { classIds, errorKinds, sources, disagreements, whose }: ReviewFilter,
): SQL | undefined {
  const disputed: Record<ReviewFilter["disagreements"][number], SQL | undefined> = {
    person: sql`${reviewWaiting.isDisputed}`,
    shadow: sql`${reviewWaiting.isShadowed}`,
    none: sql`not ${reviewWaiting.isDisputed} and not ${reviewWaiting.isShadowed}`,
  };
  return and(
    not(reviewWaiting.isStale),
    isOpenTo(who),
    isWhose(who, whose),
    classIds.length > 0 ? arrayOverlaps(reviewWaiting.classIds, [...classIds]) : undefined,
    errorKinds.length > 0 ? arrayOverlaps(reviewWaiting.errorKinds, [...errorKinds]) : undefined,
    sources.length > 0 ? inArray(reviewWaiting.source, sources) : undefined,
    disagreements.length > 0 ? or(...disagreements.map((kind) => disputed[kind])) : undefined,
  );
}

const cardColumns = {
  photoId: photos.id,
  correctionId: corrections.id,
  name: photos.name,
  width: photos.width,
  height: photos.height,
  source,
  savedAt: corrections.createdAt,
  errors: photoSignals.errors,
  disagreement: photoSignals.disagreement,
  uncertainty: photoSignals.uncertainty,
  rarity: photoSignals.rarity,
  novelty: photoSignals.novelty,
  shadow,
  priority,
  drift: sql<string | null>`(select k."column" from ${driftPicks} k where k.photo_id = ${photos.id})`,
};

function queued(queries: Queries) {
  return queries
    .select(cardColumns)
    .from(photoSignals)
    .innerJoin(photos, eq(photos.id, photoSignals.photoId))
    .innerJoin(
      corrections,
      and(
        eq(corrections.photoId, photoSignals.photoId),
        eq(corrections.revision, photoSignals.revision),
        eq(corrections.revision, newestRevision),
      ),
    )
    .$dynamic();
}

export type CardRow = Awaited<ReturnType<typeof queued>>[number];

/** Where a photo stands among those of what drifts; null where it does not. */
const driftRank = sql<number | null>`(select k.rank from ${driftPicks} k where k.photo_id = ${photos.id})`;

/**
 * Photos that wait and match: those of what drifts first, then what teaches most. The list of waiting photos gives their
 * order; that each of them still waits is looked up.
 */
export async function readQueue(
  queries: Queries,
  who: Who,
  filter: ReviewFilter,
  limit: number,
): Promise<readonly CardRow[]> {
  const picks = await queries
    .select({ photoId: driftPicks.photoId })
    .from(driftPicks)
    .innerJoin(reviewWaiting, eq(reviewWaiting.photoId, driftPicks.photoId))
    .where(and(eq(driftPicks.teamId, who.teamId), matches(who, filter)))
    .orderBy(driftPicks.rank)
    .limit(limit);
  const head = queries
    .select({ photoId: reviewWaiting.photoId })
    .from(reviewWaiting)
    .where(matches(who, filter))
    // in the order of its index
    .orderBy(sql`${reviewWaiting.priority} desc nulls last`, reviewWaiting.photoId)
    .limit(limit);
  const ids = [...new Set([...picks, ...(await head)].map(({ photoId }) => photoId))].slice(0, limit);
  if (ids.length === 0) return [];
  return queued(queries)
    .where(and(inArray(photos.id, ids), waits))
    .orderBy(sql`${driftRank} nulls last`, desc(priority), photos.id);
}

/** One photo that a team shares, whether it waits or not. */
export async function readCard(
  queries: Queries,
  teamId: string,
  photoId: string,
): Promise<CardRow | undefined> {
  const [row] = await queued(queries).where(
    and(eq(photos.id, photoId), eq(photos.ownerId, teamId), isNotNull(photos.sharedAt)),
  );
  return row;
}

/** Shared photos whose signals are missing or older than their newest correction. */
export async function listStale(queries: Queries, limit: number): Promise<readonly string[]> {
  const rows = await queries
    .select({ id: reviewWaiting.photoId })
    .from(reviewWaiting)
    .where(sql`${reviewWaiting.isStale}`)
    .limit(limit);
  return rows.map(({ id }) => id);
}

export interface FacetRow {
  readonly facet: "class" | "error" | "source" | "disagreement" | "all" | "matching";
  readonly value: string;
  readonly photos: number;
}

/** Whether any photo is assigned, in hand or reviewed by two: else all that wait is open to everybody. */
async function isShared(queries: Queries): Promise<boolean> {
  const { rows } = await queries.execute<{ any: boolean }>(
    sql`select exists (select 1 from review_leases) or exists (select 1 from review_assignments)
      or exists (select 1 from opinions) as any`,
  );
  return rows[0]?.any ?? true;
}

/** How many photos match a filter of those that wait. */
async function countMatching(queries: Queries, who: Who, filter: ReviewFilter): Promise<number> {
  const [row] = await queries.select({ rows: count() }).from(reviewWaiting).where(matches(who, filter));
  return row?.rows ?? 0;
}

/** How many waiting photos each filter would leave, and how many wait and match in all. */
export async function readFacets(
  queries: Queries,
  who: Who,
  filter: ReviewFilter,
): Promise<readonly FacetRow[]> {
  const isOpen = Object.values(filter).every((values) => values.length === 0);
  const [kept, narrowed] = await Promise.all([
    readTallies(queries, `review/${who.teamId}/`),
    isOpen && !(await isShared(queries)) ? undefined : countMatching(queries, who, filter),
  ]);
  const rows = [...kept].map(([key, photos]): FacetRow => {
    const [facet = "", ...value] = key.split("/");
    return { facet: facet as FacetRow["facet"], value: value.join("/"), photos };
  });
  return [
    ...rows,
    { facet: "matching" as const, value: "", photos: narrowed ?? kept.get("all/") ?? 0 },
  ].toSorted((one, other) => other.photos - one.photos || (one.value < other.value ? -1 : 1));
}

/** Corrected photos that the team keeps private. */
export function countPrivate(queries: Queries, teamId: string): Promise<number> {
  return readTally(queries, `private/${teamId}/`);
}

export interface Subject {
  readonly author: string;
  readonly revisions: number;
  readonly shadow: typeof shadowDisagreements.$inferSelect | undefined;
}

/** Who saved a correction, how many there are, and what the newest candidate made of the photo. */
export async function readSubject(queries: Queries, photoId: string, correctionId: string): Promise<Subject> {
  const [[saved], [newest]] = await Promise.all([
    queries
      .select({ author: users.name, revision: corrections.revision })
      .from(corrections)
      .innerJoin(users, eq(users.id, corrections.authorId))
      .where(eq(corrections.id, correctionId)),
    queries
      .select()
      .from(shadowDisagreements)
      .where(eq(shadowDisagreements.photoId, photoId))
      .orderBy(desc(shadowDisagreements.createdAt))
      .limit(1),
  ]);
  return { author: saved?.author ?? "", revisions: saved?.revision ?? 1, shadow: newest };
}

export interface NewReview {
  readonly id: string;
  readonly photoId: string;
  readonly correctionId: string;
  readonly reviewerId: string;
  readonly verdict: (typeof reviews.$inferInsert)["verdict"];
  readonly reason: string;
  /** The newest review of this correction must be this one, or none at all (null). */
  readonly after: string | null;
}

export type DecisionRow = typeof reviews.$inferSelect;

/** Whether somebody has decided about a correction: their verdict, null when none is in force. */
export async function findStanding(queries: Queries, correctionId: string): Promise<DecisionRow | null> {
  const last = await findLast(queries, correctionId);
  return last && last.verdict !== "withdrawn" ? last : null;
}

async function findLast(queries: Queries, correctionId: string): Promise<DecisionRow | undefined> {
  const [last] = await queries
    .select()
    .from(reviews)
    .where(eq(reviews.correctionId, correctionId))
    .orderBy(desc(reviews.createdAt))
    .limit(1);
  return last;
}

/**
 * Adds a review of the newest correction of a photo that is held.
 * @returns "conflict" when somebody saved or decided in between
 */
export async function insertReview(
  queries: Queries,
  { after, ...review }: NewReview,
): Promise<DecisionRow | "conflict"> {
  const [newest] = await queries
    .select({ id: corrections.id })
    .from(corrections)
    .where(eq(corrections.photoId, review.photoId))
    .orderBy(desc(corrections.revision))
    .limit(1);
  const last = await findLast(queries, review.correctionId);
  const standing = last && last.verdict !== "withdrawn" ? last.id : null;
  if (newest?.id !== review.correctionId || standing !== after) return "conflict";
  // reviews are ordered by time: no two share one
  const createdAt = new Date(Math.max(Date.now(), (last?.createdAt.getTime() ?? 0) + 1));
  const [row] = await queries
    .insert(reviews)
    .values({ ...review, createdAt })
    .returning();
  if (!row) throw new RangeError("insert returned nothing");
  return row;
}

export async function findReview(queries: Queries, id: string): Promise<DecisionRow | undefined> {
  const [row] = await queries.select().from(reviews).where(eq(reviews.id, id));
  return row;
}
