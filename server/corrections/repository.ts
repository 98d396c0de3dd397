import { and, desc, eq, max } from "drizzle-orm";
import { type Correction, type CorrectionInput, correctionSchema } from "@/lib/contracts/corrections";
import { getDatabase } from "@/server/db/client";
import { corrections } from "@/server/db/schema/corrections";
import { photoClasses, photos } from "@/server/db/schema/photos";

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
}

function toCorrection(row: typeof corrections.$inferSelect): Correction {
  return correctionSchema.parse({ ...row, createdAt: row.createdAt.toISOString() });
}

/**
 * Appends to a photo's history and updates what the library shows of it, all or nothing. Two saves at a time get
 * two revisions.
 * @returns undefined when the author has no such photo
 */
export async function appendCorrection(correction: NewCorrection): Promise<Correction | undefined> {
  const { id, authorId, input, classes } = correction;
  return getDatabase().transaction(async (transaction) => {
    const [photo] = await transaction
      .select({ id: photos.id })
      .from(photos)
      .where(and(eq(photos.id, input.photoId), eq(photos.ownerId, authorId)))
      .for("update");
    if (!photo) return undefined;
    const [last] = await transaction
      .select({ revision: max(corrections.revision) })
      .from(corrections)
      .where(eq(corrections.photoId, photo.id));
    const [row] = await transaction
      .insert(corrections)
      .values({ ...input, id, authorId, revision: (last?.revision ?? 0) + 1 })
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
