import { and, desc, eq, inArray, isNotNull } from "drizzle-orm";
import { type Correction, type CorrectionInput, correctionSchema } from "@/lib/contracts/corrections";
import { AppError } from "@/lib/core/errors";
import { getDatabase } from "@/server/db/client";
import { corrections } from "@/server/db/schema/corrections";
import { photoClasses, photos } from "@/server/db/schema/photos";
import { reviews } from "@/server/db/schema/reviews";
import { users } from "@/server/db/schema/users";

export interface ClassTally {
  readonly classId: number;
  readonly boxCount: number;
  readonly editedCount: number;
}

export interface NewCorrection {
  readonly id: string;
  readonly authorId: string;
  readonly input: CorrectionInput;
  readonly classes: readonly ClassTally[];
  readonly restoredFrom?: number;
  /** A reviewer's: on any shared photo instead of the author's own, and only on top of this correction. */
  readonly fixes?: string;
}

function toCorrection(row: typeof corrections.$inferSelect): Correction {
  return correctionSchema.parse({ ...row, createdAt: row.createdAt.toISOString() });
}

/**
 * Appends to a photo's history and updates what the library shows of it, all or nothing. Two saves at a time get
 * two revisions.
 * @returns undefined when the author has no such photo, or the reviewer may not see it
 * @throws AppError request/conflict when the correction it fixes is not the newest any more
 */
export async function appendCorrection(correction: NewCorrection): Promise<Correction | undefined> {
  const { id, authorId, input, classes, fixes, restoredFrom } = correction;
  const mayWrite = fixes ? isNotNull(photos.sharedAt) : eq(photos.ownerId, authorId);
  return getDatabase().transaction(async (transaction) => {
    const [photo] = await transaction
      .select({ id: photos.id })
      .from(photos)
      .where(and(eq(photos.id, input.photoId), mayWrite))
      .for("update");
    if (!photo) return undefined;
    const [last] = await transaction
      .select({ id: corrections.id, revision: corrections.revision })
      .from(corrections)
      .where(eq(corrections.photoId, photo.id))
      .orderBy(desc(corrections.revision))
      .limit(1);
    if (fixes && last?.id !== fixes) throw new AppError("request/conflict");
    const [row] = await transaction
      .insert(corrections)
      .values({ ...input, id, authorId, restoredFrom, revision: (last?.revision ?? 0) + 1 })
      .returning();
    if (!row) throw new RangeError("insert returned nothing");
    await transaction.delete(photoClasses).where(eq(photoClasses.photoId, photo.id));
    if (classes.length > 0) {
      await transaction
        .insert(photoClasses)
        .values(classes.map((tally) => ({ photoId: photo.id, ...tally })));
    }
    await transaction.update(photos).set({ savedAt: row.createdAt }).where(eq(photos.id, photo.id));
    return toCorrection(row);
  });
}

/** A photo's whole history, newest first. */
export async function readHistory(photoId: string): Promise<readonly Correction[]> {
  const rows = await getDatabase()
    .select()
    .from(corrections)
    .where(eq(corrections.photoId, photoId))
    .orderBy(desc(corrections.revision));
  return rows.map(toCorrection);
}

export async function readLatest(photoId: string): Promise<Correction | undefined> {
  const [row] = await getDatabase()
    .select()
    .from(corrections)
    .where(eq(corrections.photoId, photoId))
    .orderBy(desc(corrections.revision))
    .limit(1);
  return row && toCorrection(row);
}

/** A photo's states with the names of their authors, newest first. */
export async function readRevisions(
  photoId: string,
): Promise<readonly { readonly correction: Correction; readonly author: string }[]> {
  const rows = await getDatabase()
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

/** The newest word about each correction; one that was taken back is still the newest. */
export async function readVerdicts(
  correctionIds: readonly string[],
): Promise<ReadonlyMap<string, ReviewRow>> {
  if (correctionIds.length === 0) return new Map();
  const rows = await getDatabase()
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
