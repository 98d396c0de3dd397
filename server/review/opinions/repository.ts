import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { labelsSchema } from "@/lib/contracts/corrections";
import type { Opinion } from "@/lib/contracts/opinions";
import type { OpinionRule } from "@/lib/contracts/review-people";
import type { Who } from "@/lib/contracts/who";
import { corrections } from "@/server/db/schema/corrections";
import { photoClasses, photos } from "@/server/db/schema/photos";
import { opinionRequests, opinionRules, opinions } from "@/server/db/schema/review-people";
import { users } from "@/server/db/schema/users";
import type { Queries, Transaction } from "@/server/db/transaction";

type Row = typeof opinions.$inferSelect & { readonly by: string };

function toOpinion({ id, userId, by, verdict, reason, labels, createdAt }: Row): Opinion {
  return {
    id,
    userId,
    by,
    verdict,
    reason,
    labels: labelsSchema.parse(labels),
    createdAt: createdAt.toISOString(),
  };
}

const columns = {
  id: opinions.id,
  photoId: opinions.photoId,
  correctionId: opinions.correctionId,
  userId: opinions.userId,
  verdict: opinions.verdict,
  reason: opinions.reason,
  labels: opinions.labels,
  createdAt: opinions.createdAt,
  by: users.name,
};

export async function readRule(queries: Queries, teamId: string): Promise<OpinionRule> {
  const [row] = await queries.select().from(opinionRules).where(eq(opinionRules.teamId, teamId));
  return { share: row?.share ?? 0, classIds: row?.classIds ?? [] };
}

export async function writeRule(queries: Transaction, teamId: string, rule: OpinionRule): Promise<void> {
  const set = { share: rule.share, classIds: [...rule.classIds] };
  await queries
    .insert(opinionRules)
    .values({ teamId, ...set })
    .onConflictDoUpdate({ target: opinionRules.teamId, set });
}

export async function writeRequests(
  queries: Transaction,
  askedBy: string,
  photoIds: readonly string[],
): Promise<void> {
  await queries
    .insert(opinionRequests)
    .values(photoIds.map((photoId) => ({ photoId, askedBy })))
    .onConflictDoNothing();
}

export async function removeRequests(queries: Transaction, photoIds: readonly string[]): Promise<void> {
  await queries.delete(opinionRequests).where(inArray(opinionRequests.photoId, [...photoIds]));
}

export async function isRequested(queries: Queries, photoId: string): Promise<boolean> {
  const rows = await queries
    .select({ photoId: opinionRequests.photoId })
    .from(opinionRequests)
    .where(eq(opinionRequests.photoId, photoId));
  return rows.length > 0;
}

export async function readPhotoClasses(queries: Queries, photoId: string): Promise<readonly number[]> {
  const rows = await queries
    .select({ classId: photoClasses.classId })
    .from(photoClasses)
    .where(eq(photoClasses.photoId, photoId));
  return rows.map(({ classId }) => classId);
}

/** The opinions about a correction, the earliest first. */
export async function readOpinions(queries: Queries, correctionId: string): Promise<readonly Opinion[]> {
  const rows = await queries
    .select(columns)
    .from(opinions)
    .innerJoin(users, eq(users.id, opinions.userId))
    .where(eq(opinions.correctionId, correctionId))
    .orderBy(asc(opinions.createdAt), asc(opinions.id));
  return rows.map(toOpinion);
}

export type OpinionRow = typeof opinions.$inferSelect;

export async function findOpinion(queries: Queries, id: string): Promise<OpinionRow | undefined> {
  const [row] = await queries.select().from(opinions).where(eq(opinions.id, id));
  return row;
}

export async function insertOpinion(
  queries: Transaction,
  row: Omit<typeof opinions.$inferInsert, "createdAt">,
): Promise<void> {
  await queries.insert(opinions).values({ ...row, createdAt: sql`clock_timestamp()` });
}

export async function removeOpinion(queries: Transaction, id: string): Promise<void> {
  await queries.delete(opinions).where(eq(opinions.id, id));
}

/** Puts opinions under another correction with the same boxes: a fix was taken back. */
export async function moveOpinions(queries: Transaction, from: string, to: string): Promise<void> {
  await queries.update(opinions).set({ correctionId: to }).where(eq(opinions.correctionId, from));
}

/** Corrections of the team with two opinions, the newest first; those that wait to be settled alone, or all. */
export async function listPairs(
  queries: Queries,
  { teamId }: Pick<Who, "teamId">,
  { isOpenOnly, limit }: { readonly isOpenOnly: boolean; readonly limit: number },
): Promise<readonly { readonly photoId: string; readonly correctionId: string; readonly name: string }[]> {
  const open = sql`exists (select 1 from review_waiting w where w.photo_id = ${photos.id})
    and ${corrections.revision} = (select max(n.revision) from corrections n where n.photo_id = ${photos.id})`;
  const rows = await queries
    .select({ photoId: photos.id, correctionId: corrections.id, name: photos.name })
    .from(opinions)
    .innerJoin(corrections, eq(corrections.id, opinions.correctionId))
    .innerJoin(photos, eq(photos.id, opinions.photoId))
    .where(and(eq(photos.ownerId, teamId), isOpenOnly ? open : undefined))
    .groupBy(photos.id, corrections.id, photos.name)
    .having(sql`count(*) = 2`)
    .orderBy(sql`max(${opinions.createdAt}) desc`, photos.id)
    .limit(limit);
  return rows;
}

/** The correction of a photo that has two opinions, the newest of them. */
export async function findPaired(queries: Queries, photoId: string): Promise<string | undefined> {
  const [row] = await queries
    .select({ correctionId: opinions.correctionId })
    .from(opinions)
    .innerJoin(corrections, eq(corrections.id, opinions.correctionId))
    .where(eq(opinions.photoId, photoId))
    .groupBy(opinions.correctionId, corrections.revision)
    .having(sql`count(*) = 2`)
    .orderBy(sql`${corrections.revision} desc`)
    .limit(1);
  return row?.correctionId;
}

export interface PairedRow {
  readonly photoId: string;
  readonly modelId: string | null;
  readonly modelBoxes: unknown;
  readonly userId: string;
  readonly verdict: OpinionRow["verdict"];
  readonly labels: unknown;
  readonly correctionId: string;
}

/** The opinions about these corrections, the earliest of each first. */
export async function readPaired(
  queries: Queries,
  correctionIds: readonly string[],
): Promise<readonly PairedRow[]> {
  if (correctionIds.length === 0) return [];
  return queries
    .select({
      photoId: opinions.photoId,
      correctionId: opinions.correctionId,
      modelId: corrections.modelId,
      modelBoxes: corrections.modelBoxes,
      userId: opinions.userId,
      verdict: opinions.verdict,
      labels: opinions.labels,
    })
    .from(opinions)
    .innerJoin(corrections, eq(corrections.id, opinions.correctionId))
    .where(inArray(opinions.correctionId, [...correctionIds]))
    .orderBy(asc(opinions.createdAt), asc(opinions.id));
}
