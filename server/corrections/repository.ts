import { and, asc, desc, eq, gte, inArray, isNotNull, sql } from "drizzle-orm";
import { type Correction, type CorrectionInput, correctionSchema } from "@/lib/contracts/corrections";
import { corrections } from "@/server/db/schema/corrections";
import { photoClasses, photos } from "@/server/db/schema/photos";
import { reviews } from "@/server/db/schema/reviews";
import { users } from "@/server/db/schema/users";
import type { Queries } from "@/server/db/transaction";

export interface ClassTally {
  readonly classId: number;
  readonly boxCount: number;
  readonly editedCount: number;
}

export interface NewCorrection {
  readonly id: string;
  readonly authorId: string;
  readonly revision: number;
  readonly input: CorrectionInput;
  readonly classes: readonly ClassTally[];
  readonly restoredFrom?: number | undefined;
  /** When it was saved, where that was elsewhere; now otherwise. */
  readonly createdAt?: Date | undefined;
}

/** Whose photos may be written to: the team's, or for a reviewer those it shares. */
export type Access = { readonly ownerId: string } | { readonly sharedIn: string };

export interface LockedPhoto {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

function toCorrection(row: typeof corrections.$inferSelect): Correction {
  return correctionSchema.parse({ ...row, createdAt: row.createdAt.toISOString() });
}

/**
 * Holds a photo until the transaction ends: others who save it, decide about it or delete it wait.
 * @returns undefined when there is no such photo (any more) that may be written to
 */
export async function lockPhoto(
  queries: Queries,
  photoId: string,
  access: Access,
): Promise<LockedPhoto | undefined> {
  const mayWrite =
    "sharedIn" in access
      ? and(eq(photos.ownerId, access.sharedIn), isNotNull(photos.sharedAt))
      : eq(photos.ownerId, access.ownerId);
  const [photo] = await queries
    .select({ id: photos.id, width: photos.width, height: photos.height })
    .from(photos)
    .where(and(eq(photos.id, photoId), mayWrite))
    .for("update");
  return photo;
}

/** Appends to the history of a photo that is held, and recounts its classes. */
export async function insertCorrection(queries: Queries, correction: NewCorrection): Promise<Correction> {
  const { input, classes, ...who } = correction;
  const { photoId } = input;
  const [row] = await queries
    .insert(corrections)
    .values({ ...input, ...who })
    .returning();
  if (!row) throw new RangeError("insert returned nothing");
  await queries.delete(photoClasses).where(eq(photoClasses.photoId, photoId));
  if (classes.length > 0) {
    await queries.insert(photoClasses).values(classes.map((tally) => ({ photoId, ...tally })));
  }
  return toCorrection(row);
}

/** A photo's whole history, newest first. */
export async function readHistory(queries: Queries, photoId: string): Promise<readonly Correction[]> {
  const rows = await queries
    .select()
    .from(corrections)
    .where(eq(corrections.photoId, photoId))
    .orderBy(desc(corrections.revision));
  return rows.map(toCorrection);
}

/** When each save of some photos was made, oldest first. */
export async function readSaveTimes(
  queries: Queries,
  photoIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await queries
    .select({ photoId: corrections.photoId, createdAt: corrections.createdAt })
    .from(corrections)
    .where(inArray(corrections.photoId, [...photoIds]))
    .orderBy(asc(corrections.photoId), asc(corrections.revision));
  const times = new Map<string, string[]>();
  for (const { photoId, createdAt } of rows)
    times.set(photoId, [...(times.get(photoId) ?? []), createdAt.toISOString()]);
  return times;
}

export async function readLatest(queries: Queries, photoId: string): Promise<Correction | undefined> {
  const [row] = await queries
    .select()
    .from(corrections)
    .where(eq(corrections.photoId, photoId))
    .orderBy(desc(corrections.revision))
    .limit(1);
  return row && toCorrection(row);
}

/** The newest state of each of these photos; those that nobody saved are not among them. */
export async function readNewest(
  queries: Queries,
  photoIds: readonly string[],
): Promise<ReadonlyMap<string, Correction>> {
  if (photoIds.length === 0) return new Map();
  const rows = await queries
    .selectDistinctOn([corrections.photoId])
    .from(corrections)
    .where(inArray(corrections.photoId, [...photoIds]))
    .orderBy(asc(corrections.photoId), desc(corrections.revision));
  return new Map(rows.map((row) => [row.photoId, toCorrection(row)]));
}

/** The newest states of a team's photos that were saved on top of this model since then, the last saved first. */
export async function readNewestOfModel(
  queries: Queries,
  {
    teamId,
    modelId,
    since,
    limit,
  }: { readonly teamId: string; readonly modelId: string; readonly since: Date; readonly limit: number },
): Promise<readonly Correction[]> {
  const rows = await queries
    .select({ correction: corrections })
    .from(corrections)
    .innerJoin(photos, eq(photos.id, corrections.photoId))
    .where(
      and(
        eq(photos.ownerId, teamId),
        eq(corrections.modelId, modelId),
        gte(corrections.createdAt, since),
        sql`not exists (select from corrections n where n.photo_id = ${corrections.photoId} and n.revision > ${corrections.revision})`,
      ),
    )
    .orderBy(desc(corrections.createdAt))
    .limit(limit);
  return rows.map(({ correction }) => toCorrection(correction));
}

/** A correction and who saved it. */
export async function readCorrection(
  queries: Queries,
  id: string,
): Promise<{ readonly correction: Correction; readonly authorId: string } | undefined> {
  const [row] = await queries.select().from(corrections).where(eq(corrections.id, id));
  return row && { correction: toCorrection(row), authorId: row.authorId };
}

/** A photo's states with the names of their authors, newest first. */
export async function readRevisions(
  queries: Queries,
  photoId: string,
): Promise<readonly { readonly correction: Correction; readonly author: string }[]> {
  const rows = await queries
    .select({ correction: corrections, author: users.name })
    .from(corrections)
    .innerJoin(users, eq(users.id, corrections.authorId))
    .where(eq(corrections.photoId, photoId))
    .orderBy(desc(corrections.revision));
  return rows.map(({ correction, author }) => ({ correction: toCorrection(correction), author }));
}

export type ReviewRow = Pick<typeof reviews.$inferSelect, "verdict" | "reason" | "createdAt"> & {
  readonly reviewer: string;
};

/** The newest review of each correction; a withdrawn one is still the newest. */
export async function readVerdicts(
  queries: Queries,
  correctionIds: readonly string[],
): Promise<ReadonlyMap<string, ReviewRow>> {
  if (correctionIds.length === 0) return new Map();
  const rows = await queries
    .selectDistinctOn([reviews.correctionId], {
      correctionId: reviews.correctionId,
      verdict: reviews.verdict,
      reason: reviews.reason,
      createdAt: reviews.createdAt,
      reviewer: users.name,
    })
    .from(reviews)
    .innerJoin(users, eq(users.id, reviews.reviewerId))
    .where(inArray(reviews.correctionId, [...correctionIds]))
    .orderBy(reviews.correctionId, desc(reviews.createdAt));
  return new Map(rows.map(({ correctionId, ...row }) => [correctionId, row]));
}
