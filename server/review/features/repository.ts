import { and, asc, eq, gt, isNotNull, type SQL, sql } from "drizzle-orm";
import { getDatabase } from "@/server/db/client";
import { photos } from "@/server/db/schema/photos";
import { photoSignals } from "@/server/db/schema/reviews";
import { readTally } from "@/server/db/tallies";
import { connection } from "@/server/db/transaction";

/** Shared photos with boxes of which this model has no features. */
function lacks(modelId: string): SQL | undefined {
  const has = sql`exists (select 1 from photo_signals s where s.photo_id = ${photos.id}
    and s.model_id = ${modelId} and s.features is not null)`;
  const hasBoxes = sql`exists (select 1 from corrections c where c.photo_id = ${photos.id})`;
  return and(isNotNull(photos.sharedAt), hasBoxes, sql`not ${has}`);
}

export async function countWithout(modelId: string): Promise<number> {
  const [corrected, measured] = await Promise.all([
    readTally(connection(), "corrected//"),
    readTally(connection(), `measured//${modelId}`),
  ]);
  return corrected - measured;
}

/** A page of them by id. */
export async function listWithout(
  modelId: string,
  after: string | null,
  limit: number,
): Promise<readonly { readonly id: string; readonly sha256: string }[]> {
  return getDatabase()
    .select({ id: photos.id, sha256: photos.sha256 })
    .from(photos)
    .where(and(lacks(modelId), after === null ? undefined : gt(photos.id, after)))
    .orderBy(asc(photos.id))
    .limit(limit);
}

/** @returns false when the photo's signals are not there (it was deleted) */
export async function writeFeatures(photoId: string, modelId: string, features: number[]): Promise<boolean> {
  return getDatabase().transaction(async (transaction) => {
    // the photo is held first, as saves hold it: two that held what is counted of it would wait for each other
    await transaction.select({ id: photos.id }).from(photos).where(eq(photos.id, photoId)).for("update");
    const rows = await transaction
      .update(photoSignals)
      .set({ modelId, features, updatedAt: new Date() })
      .where(eq(photoSignals.photoId, photoId))
      .returning({ id: photoSignals.photoId });
    return rows.length > 0;
  });
}
