import { and, asc, count, eq, gt, inArray, isNotNull, lte, or, type SQL, sql } from "drizzle-orm";
import { fileRemovals, photoSources, photos } from "@/server/db/schema/photos";
import { recipePictures } from "@/server/db/schema/recipes";
import { readTally } from "@/server/db/tallies";
import type { Queries, Transaction } from "@/server/db/transaction";

export type PhotoRow = typeof photos.$inferSelect;
export type NewPhotoRow = typeof photos.$inferInsert;

/** Held until the transaction ends, so that storing and removing a file of the same content take turns. */
export async function lockFiles(transaction: Transaction, names: readonly string[]): Promise<void> {
  for (const name of names.toSorted()) {
    await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
  }
}

export async function findPhoto(
  queries: Queries,
  ownerId: string,
  id: string,
): Promise<PhotoRow | undefined> {
  const [row] = await queries
    .select()
    .from(photos)
    .where(and(eq(photos.id, id), eq(photos.ownerId, ownerId)));
  return row;
}

/** A photo its owner has shared, whoever that is. */
export async function findSharedPhoto(
  queries: Queries,
  ownerId: string,
  id: string,
): Promise<PhotoRow | undefined> {
  const [row] = await queries
    .select()
    .from(photos)
    .where(and(eq(photos.id, id), eq(photos.ownerId, ownerId), isNotNull(photos.sharedAt)));
  return row;
}

const SHARED_AT_ONCE = 5_000;

/** Shares an owner's photo (all of them without an id) or makes it private. @returns how many it concerned */
export async function setShared(
  transaction: Transaction,
  ownerId: string,
  { photoId, isShared }: { readonly photoId?: string; readonly isShared: boolean },
): Promise<number> {
  const share = async (which: SQL | undefined) => {
    const rows = await transaction
      .update(photos)
      // a photo that is already shared keeps its time
      .set({ sharedAt: isShared ? sql`coalesce(${photos.sharedAt}, now())` : null })
      .where(and(eq(photos.ownerId, ownerId), which))
      .returning({ id: photos.id });
    return rows.length;
  };
  if (photoId !== undefined) return share(eq(photos.id, photoId));
  // all or none, but in batches: no statement may exceed the time limit
  let concerned = 0;
  for (let after: string | undefined; ; ) {
    const page: { id: string }[] = await transaction
      .select({ id: photos.id })
      .from(photos)
      .where(and(eq(photos.ownerId, ownerId), after === undefined ? undefined : gt(photos.id, after)))
      .orderBy(asc(photos.id))
      .limit(SHARED_AT_ONCE);
    const last = page.at(-1);
    if (!last) return concerned;
    concerned += await share(
      and(after === undefined ? undefined : gt(photos.id, after), lte(photos.id, last.id)),
    );
    after = last.id;
  }
}

export async function countShared(
  queries: Queries,
  ownerId: string,
): Promise<{ readonly shared: number; readonly private: number }> {
  const [all, shared] = await Promise.all([
    readTally(queries, `photos/${ownerId}/`),
    readTally(queries, `shared/${ownerId}/`),
  ]);
  return { shared, private: all - shared };
}

/** The owner's photo that came from exactly this file, or whose stored file it is, if any. */
export async function findPhotoBySource(
  queries: Queries,
  ownerId: string,
  sourceSha256: string,
): Promise<PhotoRow | undefined> {
  const [row] = await queries
    .select()
    .from(photos)
    .where(
      and(
        eq(photos.ownerId, ownerId),
        or(eq(photos.sourceSha256, sourceSha256), eq(photos.sha256, sourceSha256)),
      ),
    );
  return row;
}

/** The owner's photos that came from one of these files, or whose stored file is one of them. */
export function findPhotosByContent(queries: Queries, ownerId: string, sha256s: readonly string[]) {
  const wanted = [...sha256s];
  return queries
    .select({ id: photos.id, sha256: photos.sha256, sourceSha256: photos.sourceSha256 })
    .from(photos)
    .where(
      and(
        eq(photos.ownerId, ownerId),
        or(inArray(photos.sha256, wanted), inArray(photos.sourceSha256, wanted)),
      ),
    );
}

/**
 * Adds a photo, or finds the one this owner has with the same pixels.
 * Until the transaction ends nobody can remove the files.
 * @param storeFiles puts the row's two files in storage
 */
export async function insertPhoto(
  transaction: Transaction,
  row: NewPhotoRow,
  storeFiles: () => Promise<void>,
): Promise<{ readonly row: PhotoRow; readonly isNew: boolean }> {
  await lockFiles(transaction, [row.sha256, row.thumbnailSha256]);
  await storeFiles();
  const [inserted] = await transaction.insert(photos).values(row).onConflictDoNothing().returning();
  if (inserted) return { row: inserted, isNew: true };
  const [present] = await transaction
    .select()
    .from(photos)
    .where(and(eq(photos.ownerId, row.ownerId), eq(photos.sha256, row.sha256)));
  if (!present) throw new RangeError(`photo ${row.id} was neither inserted nor found`);
  return { row: present, isNew: false };
}

/**
 * Notes that a photo came with a labelled set, too.
 * @returns the set it came with first, and its split there; null for a photo that was saved in the app
 */
export async function noteSource(
  transaction: Transaction,
  { photoId, source, split }: { photoId: string; source: string; split: PhotoRow["importedSplit"] },
): Promise<{ readonly source: string; readonly split: PhotoRow["importedSplit"] } | null> {
  // the photo is held first, as saves hold it: two that locked its counts first would wait for each other
  const [row] = await transaction
    .select({ source: photos.importedFrom, split: photos.importedSplit })
    .from(photos)
    .where(eq(photos.id, photoId))
    .for("update");
  await transaction
    .insert(photoSources)
    .values({ photoId, source, split })
    .onConflictDoUpdate({ target: [photoSources.photoId, photoSources.source], set: { split } });
  return row?.source ? { source: row.source, split: row.split } : null;
}

/**
 * Deletes a photo's row, and with it its corrections. Until the transaction ends nobody can store the same photo.
 * @returns the row, and whether nobody has the same photo any more; undefined when there was none
 */
export async function deletePhotoRow(
  transaction: Transaction,
  ownerId: string,
  id: string,
): Promise<(PhotoRow & { readonly wasLast: boolean; readonly wasLastOfOwner: boolean }) | undefined> {
  const [row] = await transaction
    .delete(photos)
    .where(and(eq(photos.id, id), eq(photos.ownerId, ownerId)))
    .returning();
  if (!row) return undefined;
  await noteRemovals(transaction, [row.sha256, row.thumbnailSha256]);
  await lockFiles(transaction, [row.sha256]);
  const [others] = await transaction
    .select({
      rows: count(),
      own: sql<number>`count(*) filter (where ${eq(photos.ownerId, ownerId)})::int`,
    })
    .from(photos)
    .where(eq(photos.sha256, row.sha256));
  return { ...row, wasLast: others?.rows === 0, wasLastOfOwner: others?.own === 0 };
}

/** Writes down stored files that a row named until now, so that they are removed when they can be. */
export async function noteRemovals(transaction: Transaction, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await transaction
    .insert(fileRemovals)
    .values([...new Set(names)].map((sha256) => ({ sha256 })))
    .onConflictDoNothing();
}

/** Removes a file that no photo and no recipe names any more; leaves it when one does. */
export async function releaseFile(
  transaction: Transaction,
  sha256: string,
  removeFile: () => Promise<void>,
): Promise<void> {
  await lockFiles(transaction, [sha256]);
  const [photo] = await transaction
    .select({ id: photos.id })
    .from(photos)
    .where(or(eq(photos.sha256, sha256), eq(photos.thumbnailSha256, sha256)))
    .limit(1);
  const [picture] = await transaction
    .select({ id: recipePictures.id })
    .from(recipePictures)
    .where(or(eq(recipePictures.sha256, sha256), eq(recipePictures.thumbnailSha256, sha256)))
    .limit(1);
  if (!photo && !picture) await removeFile();
  await transaction.delete(fileRemovals).where(eq(fileRemovals.sha256, sha256));
}

/** Files of deleted photos that are still to go. */
export async function readRemovals(queries: Queries, limit: number): Promise<readonly string[]> {
  const rows = await queries
    .select({ sha256: fileRemovals.sha256 })
    .from(fileRemovals)
    .orderBy(asc(fileRemovals.askedAt))
    .limit(limit);
  return rows.map(({ sha256 }) => sha256);
}

/** The library shows a photo by the time of its newest correction. */
export async function setSavedAt(queries: Queries, photoId: string, savedAt: Date): Promise<void> {
  await queries.update(photos).set({ savedAt }).where(eq(photos.id, photoId));
}
