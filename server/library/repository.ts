import { and, count, desc, eq, exists, gte, ilike, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { labelSchema, modelBoxSchema } from "@/lib/contracts/corrections";
import type { LibraryItem } from "@/lib/contracts/library";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { corrections } from "@/server/db/schema/corrections";
import { photoClasses, photos } from "@/server/db/schema/photos";
import { readTallies, readTally } from "@/server/db/tallies";
import type { Queries } from "@/server/db/transaction";

/** Where a page ends: photos saved earlier (or at the same time with a smaller id) come next. */
export interface LibraryPosition {
  readonly savedAt: Date;
  readonly id: string;
}

export interface LibraryQuery {
  readonly ownerId: string;
  /** Photos with any of these; empty means all. */
  readonly classIds: readonly number[];
  /** Photos whose name holds `text`, or that have any of `classIds`; undefined means all. */
  readonly search: { readonly text: string; readonly classIds: readonly number[] } | undefined;
  /** Saved in [from, until). */
  readonly from: Date | undefined;
  readonly until: Date | undefined;
}

function holdsAny(queries: Queries, classIds: readonly number[]): SQL {
  const held = queries
    .select({ one: sql`1` })
    .from(photoClasses)
    .where(and(eq(photoClasses.photoId, photos.id), inArray(photoClasses.classId, [...classIds])));
  return exists(held);
}

/** Escapes LIKE's wildcards in typed text. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

function matches(
  queries: Queries,
  { ownerId, classIds, search, from, until }: LibraryQuery,
): SQL | undefined {
  const byName = search && ilike(photos.name, containing(search.text));
  const bySearch =
    search && (search.classIds.length > 0 ? or(byName, holdsAny(queries, search.classIds)) : byName);
  return and(
    eq(photos.ownerId, ownerId),
    classIds.length > 0 ? holdsAny(queries, classIds) : undefined,
    bySearch,
    from && gte(photos.savedAt, from),
    until && lt(photos.savedAt, until),
  );
}

/** How many photos match: a person's own totals are kept, anything narrower is counted. */
export async function countPhotos(queries: Queries, query: LibraryQuery): Promise<number> {
  const { ownerId, classIds, search, from, until } = query;
  if (!search && !from && !until) {
    const [classId, ...others] = classIds;
    if (classId === undefined) return readTally(queries, `photos/${ownerId}/`);
    if (others.length === 0) return readTally(queries, `class/${ownerId}/${classId}`);
  }
  const [row] = await queries.select({ rows: count() }).from(photos).where(matches(queries, query));
  return row?.rows ?? 0;
}

/** Matching photos, newest save first, after a position. */
export async function listPhotos(
  queries: Queries,
  query: LibraryQuery,
  { after, limit }: { readonly after: LibraryPosition | undefined; readonly limit: number },
): Promise<readonly (typeof photos.$inferSelect)[]> {
  // compared as a pair, which is how the index is read from there on
  const later =
    after &&
    sql`(${photos.savedAt}, ${photos.id}) < (${after.savedAt.toISOString()}::timestamptz, ${after.id}::uuid)`;
  return queries
    .select()
    .from(photos)
    .where(and(matches(queries, query), later))
    .orderBy(desc(photos.savedAt), desc(photos.id))
    .limit(limit);
}

export type LibraryDetails = Pick<
  LibraryItem,
  "boxes" | "classCounts" | "boxCount" | "editedCount" | "revisions" | "modelId"
>;

const storedBoxesSchema = z.object({
  modelId: z.string().nullable(),
  modelBoxes: z.array(modelBoxSchema),
  labels: z.array(labelSchema),
});

/** What the newest correction of each photo says; a photo without one is absent. */
export async function readPhotoDetails(
  queries: Queries,
  photoIds: readonly string[],
): Promise<ReadonlyMap<string, LibraryDetails>> {
  if (photoIds.length === 0) return new Map();
  const ids = [...photoIds];
  const newest = await queries
    .selectDistinctOn([corrections.photoId], {
      photoId: corrections.photoId,
      revisions: corrections.revision,
      modelId: corrections.modelId,
      modelBoxes: corrections.modelBoxes,
      labels: corrections.labels,
    })
    .from(corrections)
    .where(inArray(corrections.photoId, ids))
    .orderBy(corrections.photoId, desc(corrections.revision));
  const tallies = await queries
    .select()
    .from(photoClasses)
    .where(inArray(photoClasses.photoId, ids))
    .orderBy(desc(photoClasses.boxCount), photoClasses.classId);
  return new Map(
    newest.map(({ photoId, revisions, ...stored }) => {
      const saved = storedBoxesSchema.parse(stored);
      const own = tallies.filter((tally) => tally.photoId === photoId);
      const details: LibraryDetails = {
        boxes: standingBoxes(saved).map(({ classId, box, state }) => ({ classId, box, state })),
        classCounts: own.map(({ classId, boxCount }) => ({ classId, count: boxCount })),
        boxCount: own.reduce((total, tally) => total + tally.boxCount, 0),
        editedCount: own.reduce((total, tally) => total + tally.editedCount, 0),
        revisions,
        modelId: saved.modelId,
      };
      return [photoId, details];
    }),
  );
}

/** Classes of an owner's whole library with the number of photos that hold them, most frequent first. */
export async function readClassCounts(
  queries: Queries,
  ownerId: string,
): Promise<readonly { classId: number; count: number }[]> {
  const held = await readTallies(queries, `class/${ownerId}/`);
  return [...held]
    .map(([classId, photos]) => ({ classId: Number(classId), count: photos }))
    .toSorted((one, other) => other.count - one.count || one.classId - other.classId);
}
