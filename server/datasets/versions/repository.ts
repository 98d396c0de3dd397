import { and, asc, count, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Assignment } from "@/lib/core/datasets/assign-splits";
import { ownTeam } from "@/server/db/own-team";
import {
  datasetChecks,
  datasetVersionPhotos,
  datasetVersions,
  splitAssignments,
} from "@/server/db/schema/datasets";
import { photos } from "@/server/db/schema/photos";
import type { Queries, Transaction } from "@/server/db/transaction";

export type VersionRow = typeof datasetVersions.$inferSelect;
export type CheckRow = typeof datasetChecks.$inferSelect;
export type SplitRow = typeof splitAssignments.$inferSelect;

/** PostgreSQL takes 65,535 parameters a statement. */
const CHUNK = 2_000;
/** Any number will do, as long as nothing else locks on it. */
const VERSION_LOCK = 7_402_114;

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += CHUNK) yield rows.slice(at, at + CHUNK);
}

/** Versions of the team that asks. */
const ownVersion = (which?: SQL): SQL | undefined => and(eq(datasetVersions.teamId, ownTeam()), which);
const ownCheck = (id: string): SQL | undefined =>
  and(eq(datasetChecks.teamId, ownTeam()), eq(datasetChecks.id, id));

export async function readSplits(queries: Queries): Promise<ReadonlyMap<string, SplitRow>> {
  const rows = await queries.select().from(splitAssignments).where(eq(splitAssignments.teamId, ownTeam()));
  return new Map(rows.map((row) => [row.sha256, row]));
}

export interface NewVersion {
  readonly id: string;
  readonly manifestSha256: string;
  readonly reportSha256: string;
  readonly note: string;
  readonly summary: unknown;
  readonly createdBy: string;
  readonly checkId: string;
  readonly photos: readonly {
    readonly sha256: string;
    readonly source: string;
    readonly correctionId: string | null;
    readonly assignment: Assignment;
  }[];
}

/**
 * Writes a version down with its photos and their splits, all or nothing; two at a time get two numbers.
 * @returns undefined when a version with this manifest is there
 */
export async function insertVersion(
  transaction: Transaction,
  version: NewVersion,
): Promise<VersionRow | undefined> {
  const { photos: held, checkId, ...row } = version;
  await transaction.execute(sql`select pg_advisory_xact_lock(${VERSION_LOCK})`);
  const teamId = ownTeam();
  const inOwn = eq(datasetVersions.teamId, teamId);
  const [same] = await transaction
    .select({ id: datasetVersions.id })
    .from(datasetVersions)
    .where(and(inOwn, eq(datasetVersions.manifestSha256, row.manifestSha256)));
  if (same) return undefined;
  const newest = await newestVersion(transaction);
  const [inserted] = await transaction
    .insert(datasetVersions)
    .values({ ...row, teamId, number: (newest?.number ?? 0) + 1, parentId: newest?.id ?? null })
    .returning();
  await insertPhotos(transaction, row.id, held);
  await transaction.update(datasetChecks).set({ versionId: row.id }).where(ownCheck(checkId));
  return inserted;
}

async function insertPhotos(queries: Queries, versionId: string, held: NewVersion["photos"]): Promise<void> {
  const teamId = ownTeam();
  for (const part of chunks(held)) {
    await queries.insert(datasetVersionPhotos).values(
      part.map(({ sha256, source, correctionId, assignment }) => ({
        versionId,
        sha256,
        source,
        correctionId,
        split: assignment.split,
      })),
    );
    await queries
      .insert(splitAssignments)
      .values(part.map(({ sha256, source, assignment }) => ({ teamId, sha256, source, ...assignment })))
      .onConflictDoUpdate({
        target: [splitAssignments.teamId, splitAssignments.sha256],
        set: {
          split: sql`excluded.split`,
          groupKey: sql`excluded.group_key`,
          heldOutFor: sql`excluded.held_out_for`,
        },
        // whatever the caller wants: what was in test stays there
        setWhere: sql`${splitAssignments.split} <> 'test' or excluded.split = 'test'`,
      });
  }
}

async function newestVersion(queries: Queries): Promise<VersionRow | undefined> {
  const [row] = await queries
    .select()
    .from(datasetVersions)
    .where(ownVersion())
    .orderBy(desc(datasetVersions.number))
    .limit(1);
  return row;
}

export async function findVersion(queries: Queries, number: number): Promise<VersionRow | undefined> {
  const [row] = await queries
    .select()
    .from(datasetVersions)
    .where(ownVersion(eq(datasetVersions.number, number)));
  return row;
}

export async function findVersionById(queries: Queries, id: string): Promise<VersionRow | undefined> {
  const [row] = await queries
    .select()
    .from(datasetVersions)
    .where(ownVersion(eq(datasetVersions.id, id)));
  return row;
}

export async function findVersionByManifest(
  queries: Queries,
  manifestSha256: string,
): Promise<VersionRow | undefined> {
  const [row] = await queries
    .select()
    .from(datasetVersions)
    .where(ownVersion(eq(datasetVersions.manifestSha256, manifestSha256)));
  return row;
}

/** Newest first. */
export async function readVersions(queries: Queries): Promise<readonly VersionRow[]> {
  return queries.select().from(datasetVersions).where(ownVersion()).orderBy(desc(datasetVersions.number));
}

/** By version id: how many of its photos were deleted since. */
export async function countDeleted(queries: Queries): Promise<ReadonlyMap<string, number>> {
  const rows = await queries
    .select({ id: datasetVersionPhotos.versionId, photos: count() })
    .from(datasetVersionPhotos)
    .innerJoin(datasetVersions, eq(datasetVersions.id, datasetVersionPhotos.versionId))
    .where(ownVersion(isNotNull(datasetVersionPhotos.deletedAt)))
    .groupBy(datasetVersionPhotos.versionId);
  return new Map(rows.map(({ id, photos: deleted }) => [id, deleted]));
}

/** A team's versions that hold a photo say from now on that it was deleted. */
export async function markDeleted(transaction: Transaction, teamId: string, sha256: string): Promise<void> {
  await transaction
    .update(datasetVersionPhotos)
    .set({ deletedAt: new Date() })
    .where(
      and(
        eq(datasetVersionPhotos.sha256, sha256),
        isNull(datasetVersionPhotos.deletedAt),
        inArray(
          datasetVersionPhotos.versionId,
          transaction
            .select({ id: datasetVersions.id })
            .from(datasetVersions)
            .where(eq(datasetVersions.teamId, teamId)),
        ),
      ),
    );
}

/** SHA-256 of the photos of a version that were deleted since. */
export async function readDeleted(queries: Queries, versionId: string): Promise<ReadonlySet<string>> {
  const rows = await queries
    .select({ sha256: datasetVersionPhotos.sha256 })
    .from(datasetVersionPhotos)
    .where(and(eq(datasetVersionPhotos.versionId, versionId), isNotNull(datasetVersionPhotos.deletedAt)));
  return new Set(rows.map(({ sha256 }) => sha256));
}

export async function insertCheck(
  queries: Queries,
  row: Omit<typeof datasetChecks.$inferInsert, "teamId">,
): Promise<void> {
  await queries.insert(datasetChecks).values({ ...row, teamId: ownTeam() });
}

export async function findCheck(queries: Queries, id: string): Promise<CheckRow | undefined> {
  const [row] = await queries.select().from(datasetChecks).where(ownCheck(id));
  return row;
}

export async function newestCheck(queries: Queries): Promise<CheckRow | undefined> {
  const [row] = await queries
    .select()
    .from(datasetChecks)
    .where(eq(datasetChecks.teamId, ownTeam()))
    .orderBy(desc(datasetChecks.createdAt))
    .limit(1);
  return row;
}

/** Photo ids to show, by content: a photo may have been deleted and added again under another id. */
export async function findImages(
  queries: Queries,
  contents: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (contents.length === 0) return new Map();
  const found: (readonly [string, string])[] = [];
  for (const part of chunks(contents)) {
    const rows = await queries
      .select({ id: photos.id, sha256: photos.sha256 })
      .from(photos)
      .where(and(eq(photos.ownerId, ownTeam()), inArray(photos.sha256, part)))
      .orderBy(asc(photos.createdAt));
    found.push(...rows.map(({ id, sha256 }) => [sha256, id] as const));
  }
  return new Map(found);
}

export interface HoldingVersion {
  readonly number: number;
  readonly split: "train" | "val" | "test";
  readonly correctionId: string | null;
  readonly createdAt: Date;
}

/** The versions that hold a photo, newest first. */
export async function versionsWith(queries: Queries, sha256: string): Promise<readonly HoldingVersion[]> {
  return queries
    .select({
      number: datasetVersions.number,
      split: datasetVersionPhotos.split,
      correctionId: datasetVersionPhotos.correctionId,
      createdAt: datasetVersions.createdAt,
    })
    .from(datasetVersionPhotos)
    .innerJoin(datasetVersions, eq(datasetVersions.id, datasetVersionPhotos.versionId))
    .where(ownVersion(eq(datasetVersionPhotos.sha256, sha256)))
    .orderBy(desc(datasetVersions.number));
}
