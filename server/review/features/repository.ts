import { and, asc, eq, gt, isNotNull, type SQL, sql } from "drizzle-orm";
import { ownTeam } from "@/server/db/own-team";
import { photos } from "@/server/db/schema/photos";
import { photoSignals } from "@/server/db/schema/reviews";
import { readTallies } from "@/server/db/tallies";
import type { Queries, Transaction } from "@/server/db/transaction";

/** Shared photos with boxes of which this model has no features. */
function lacks(modelId: string): SQL | undefined {
  const has = sql`exists (select 1 from photo_signals s where s.photo_id = ${photos.id}
    and s.model_id = ${modelId} and s.features is not null)`;
  const hasBoxes = sql`exists (select 1 from corrections c where c.photo_id = ${photos.id})`;
  return and(isNotNull(photos.sharedAt), hasBoxes, sql`not ${has}`);
}

/** Of one team, or of all. */
export async function countWithout(queries: Queries, modelId: string, teamId?: string): Promise<number> {
  const [corrected, measured] = await Promise.all([
    readTallies(queries, `corrected/${teamId ?? ""}`),
    readTallies(queries, `measured/${teamId ?? ""}`),
  ]);
  const sum = (counts: ReadonlyMap<string, number>, suffix: string) =>
    [...counts].reduce((total, [key, photos]) => total + (key.endsWith(suffix) ? photos : 0), 0);
  return sum(corrected, "/") - sum(measured, `/${modelId}`);
}

/** A page of them by id. */
export async function listWithout(
  queries: Queries,
  modelId: string,
  after: string | null,
  limit: number,
): Promise<readonly { readonly id: string; readonly sha256: string }[]> {
  return queries
    .select({ id: photos.id, sha256: photos.sha256 })
    .from(photos)
    .where(
      and(eq(photos.ownerId, ownTeam()), lacks(modelId), after === null ? undefined : gt(photos.id, after)),
    )
    .orderBy(asc(photos.id))
    .limit(limit);
}

/** Holds a photo first, as saves do: two that locked its counts first would wait for each other. */
export async function holdPhoto(transaction: Transaction, photoId: string): Promise<void> {
  await transaction.select({ id: photos.id }).from(photos).where(eq(photos.id, photoId)).for("update");
}

/** Of a photo that is held. @returns false when its signals are not there (it was deleted) */
export async function writeFeatures(
  transaction: Transaction,
  photoId: string,
  modelId: string,
  features: number[],
): Promise<boolean> {
  const rows = await transaction
    .update(photoSignals)
    .set({ modelId, features, updatedAt: new Date() })
    .where(eq(photoSignals.photoId, photoId))
    .returning({ id: photoSignals.photoId });
  return rows.length > 0;
}
