import { and, count, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { type Correction, correctionSchema } from "@/lib/contracts/corrections";
import type { ErrorTally } from "@/lib/core/corrections/compare-boxes";
import { corrections } from "@/server/db/schema/corrections";
import { photoClasses, photos } from "@/server/db/schema/photos";
import { photoSignals } from "@/server/db/schema/reviews";
import type { Queries } from "@/server/db/transaction";
import { newestRevision, trainableCorrectionId, waits } from "../trainable/repository";

/** True of photos that training may learn from now. */
const isLabelled = and(isNotNull(photos.sharedAt), isNotNull(trainableCorrectionId()));

export interface SignalRow {
  readonly photoId: string;
  readonly revision: number;
  readonly modelId: string | null;
  readonly errors: readonly ErrorTally[];
  readonly disagreement: number;
  readonly uncertainty: number;
  readonly rarity: number;
  readonly novelty: number | null;
  readonly priority: number;
  readonly features: number[] | null;
}

export async function readNewest(queries: Queries, photoId: string): Promise<Correction | undefined> {
  const [row] = await queries
    .select()
    .from(corrections)
    .where(eq(corrections.photoId, photoId))
    .orderBy(desc(corrections.revision))
    .limit(1);
  return row && correctionSchema.parse({ ...row, createdAt: row.createdAt.toISOString() });
}

export async function readFeatures(
  queries: Queries,
  photoId: string,
): Promise<{ readonly modelId: string | null; readonly features: number[] | null } | undefined> {
  const [row] = await queries
    .select({ modelId: photoSignals.modelId, features: photoSignals.features })
    .from(photoSignals)
    .where(eq(photoSignals.photoId, photoId));
  return row;
}

/** Writes what is known of a photo; an older revision never replaces a newer one. */
export async function writeSignals(queries: Queries, row: SignalRow): Promise<void> {
  const values = { ...row, errors: [...row.errors], updatedAt: new Date() };
  await queries
    .insert(photoSignals)
    .values(values)
    .onConflictDoUpdate({
      target: photoSignals.photoId,
      set: values,
      setWhere: sql`${photoSignals.revision} <= ${row.revision}`,
    });
}

/** How many labelled photos hold each of these classes; a class that none holds is absent. */
export async function countLabelledByClass(
  queries: Queries,
  classIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (classIds.length === 0) return new Map();
  const rows = await queries
    .select({ classId: photoClasses.classId, photos: count() })
    .from(photoClasses)
    .innerJoin(photos, eq(photos.id, photoClasses.photoId))
    .where(and(inArray(photoClasses.classId, [...classIds]), isLabelled))
    .groupBy(photoClasses.classId);
  return new Map(rows.map((row) => [row.classId, row.photos]));
}

/** Labelled photos whose features this model made, with when those were written. */
export async function listLabelledFeatures(
  queries: Queries,
  modelId: string,
): Promise<readonly { readonly photoId: string; readonly updatedAt: Date }[]> {
  return queries
    .select({ photoId: photoSignals.photoId, updatedAt: photoSignals.updatedAt })
    .from(photoSignals)
    .innerJoin(photos, eq(photos.id, photoSignals.photoId))
    .where(and(eq(photoSignals.modelId, modelId), isNotNull(photoSignals.features), isLabelled));
}

export async function readFeaturesOf(
  queries: Queries,
  photoIds: readonly string[],
): Promise<readonly { readonly photoId: string; readonly features: number[] | null }[]> {
  if (photoIds.length === 0) return [];
  return queries
    .select({ photoId: photoSignals.photoId, features: photoSignals.features })
    .from(photoSignals)
    .where(inArray(photoSignals.photoId, [...photoIds]));
}

export type WaitingRow = Omit<SignalRow, "errors" | "revision"> & { readonly classIds: number[] };

/** The first photos of the queue, with what orders them. */
export async function readWaiting(queries: Queries, limit: number): Promise<readonly WaitingRow[]> {
  return queries
    .select({
      photoId: photoSignals.photoId,
      modelId: photoSignals.modelId,
      disagreement: photoSignals.disagreement,
      uncertainty: photoSignals.uncertainty,
      rarity: photoSignals.rarity,
      novelty: photoSignals.novelty,
      priority: photoSignals.priority,
      features: photoSignals.features,
      classIds: sql<
        number[]
      >`array(select k.class_id from ${photoClasses} k where k.photo_id = ${photos.id})`,
    })
    .from(photoSignals)
    .innerJoin(photos, eq(photos.id, photoSignals.photoId))
    .innerJoin(corrections, and(eq(corrections.photoId, photos.id), eq(corrections.revision, newestRevision)))
    .where(waits)
    .orderBy(desc(photoSignals.priority))
    .limit(limit);
}

export async function readClassIds(queries: Queries, photoId: string): Promise<readonly number[]> {
  const rows = await queries
    .select({ classId: photoClasses.classId })
    .from(photoClasses)
    .where(eq(photoClasses.photoId, photoId));
  return rows.map(({ classId }) => classId);
}

/** Changes what depends on what else is labelled; what the photo itself says stays. */
export async function updateOrder(
  queries: Queries,
  { photoId, ...set }: Pick<SignalRow, "photoId" | "novelty" | "rarity" | "priority">,
): Promise<void> {
  await queries.update(photoSignals).set(set).where(eq(photoSignals.photoId, photoId));
}
