import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { ownTeam } from "@/server/db/own-team";
import { corrections } from "@/server/db/schema/corrections";
import { dataErrorReports, keptLabels, photoLooks } from "@/server/db/schema/data-errors";
import { datasetVersionPhotos, datasetVersions, splitAssignments } from "@/server/db/schema/datasets";
import { photos } from "@/server/db/schema/photos";
import type { Queries } from "@/server/db/transaction";

/** PostgreSQL takes 65,535 parameters a statement. */
const CHUNK = 5_000;

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += CHUNK) yield rows.slice(at, at + CHUNK);
}

export async function findVersionId(queries: Queries, number: number): Promise<string | undefined> {
  const [row] = await queries
    .select({ id: datasetVersions.id })
    .from(datasetVersions)
    .where(and(eq(datasetVersions.teamId, ownTeam()), eq(datasetVersions.number, number)));
  return row?.id;
}

export interface VersionPlace {
  readonly sha256: string;
  readonly split: "train" | "val" | "test";
  /** Equal for near-copies. */
  readonly groupKey: string;
  readonly isHeldOut: boolean;
}

/** Where the photos of a version count, those that were deleted since too. */
export async function readPlaces(queries: Queries, versionId: string): Promise<readonly VersionPlace[]> {
  return queries
    .select({
      sha256: datasetVersionPhotos.sha256,
      split: datasetVersionPhotos.split,
      groupKey: sql<string>`coalesce(${splitAssignments.groupKey}, ${datasetVersionPhotos.sha256})`,
      isHeldOut: sql<boolean>`${splitAssignments.heldOutFor} is not null and ${splitAssignments.split} = ${datasetVersionPhotos.split}`,
    })
    .from(datasetVersionPhotos)
    .leftJoin(
      splitAssignments,
      and(eq(splitAssignments.teamId, ownTeam()), eq(splitAssignments.sha256, datasetVersionPhotos.sha256)),
    )
    .where(eq(datasetVersionPhotos.versionId, versionId));
}

/** What near-copies of some photos share, by content. */
export async function readGroups(
  queries: Queries,
  contents: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const groups = new Map<string, string>();
  for (const part of chunks(contents)) {
    const rows = await queries
      .select({ sha256: splitAssignments.sha256, groupKey: splitAssignments.groupKey })
      .from(splitAssignments)
      .where(and(eq(splitAssignments.teamId, ownTeam()), inArray(splitAssignments.sha256, part)));
    for (const { sha256, groupKey } of rows) groups.set(sha256, groupKey);
  }
  return groups;
}

/** Ids of the team's photos, by content. */
export async function findPhotoIds(
  queries: Queries,
  contents: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const part of chunks(contents)) {
    const rows = await queries
      .select({ id: photos.id, sha256: photos.sha256 })
      .from(photos)
      .where(and(eq(photos.ownerId, ownTeam()), inArray(photos.sha256, part)));
    for (const { id, sha256 } of rows) found.set(sha256, id);
  }
  return found;
}

export type LookRow = Pick<typeof photoLooks.$inferSelect, "photoId" | "places" | "features">;

/** Which of some photos a model has looked at. */
export async function findLooked(
  queries: Queries,
  modelId: string,
  photoIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const part of chunks(photoIds)) {
    const rows = await queries
      .select({ photoId: photoLooks.photoId })
      .from(photoLooks)
      .where(and(eq(photoLooks.modelId, modelId), inArray(photoLooks.photoId, part)));
    for (const { photoId } of rows) found.add(photoId);
  }
  return found;
}

/** What a model saw, a part at a time. */
export async function* readLooks(
  queries: Queries,
  modelId: string,
  photoIds: readonly string[],
): AsyncGenerator<LookRow> {
  for (const part of chunks(photoIds)) {
    yield* await queries
      .select({ photoId: photoLooks.photoId, places: photoLooks.places, features: photoLooks.features })
      .from(photoLooks)
      .where(and(eq(photoLooks.modelId, modelId), inArray(photoLooks.photoId, part)));
  }
}

/** Keeps a look; one of a photo that was deleted meanwhile is left aside. */
export async function insertLook(queries: Queries, look: typeof photoLooks.$inferInsert): Promise<void> {
  await queries.execute(sql`insert into photo_looks (photo_id, model_id, places, features)
    select id, ${look.modelId}, ${JSON.stringify(look.places)}::jsonb, ${sql.param(look.features)}::real[]
    from photos where id = ${look.photoId} for key share on conflict do nothing`);
}

export type ReportRow = typeof dataErrorReports.$inferSelect;

/** One of a job that is run again is that one. */
export async function writeReport(
  queries: Queries,
  row: Omit<typeof dataErrorReports.$inferInsert, "createdAt">,
): Promise<void> {
  const { reportSha256, summary } = row;
  await queries
    .insert(dataErrorReports)
    .values(row)
    .onConflictDoUpdate({ target: dataErrorReports.id, set: { reportSha256, summary } });
}

/** The newest report of each of the team's versions, oldest version first. */
export async function readReports(
  queries: Queries,
): Promise<readonly (ReportRow & { readonly number: number })[]> {
  const rows = await queries
    .selectDistinctOn([datasetVersions.number], { report: dataErrorReports, number: datasetVersions.number })
    .from(dataErrorReports)
    .innerJoin(datasetVersions, eq(datasetVersions.id, dataErrorReports.versionId))
    .where(eq(datasetVersions.teamId, ownTeam()))
    .orderBy(datasetVersions.number, desc(dataErrorReports.createdAt));
  return rows.map(({ report, number }) => ({ ...report, number }));
}

export type KeptRow = typeof keptLabels.$inferSelect;

/** What people of the team found right and have not taken back. */
export async function readKept(queries: Queries): Promise<readonly KeptRow[]> {
  return queries
    .select()
    .from(keptLabels)
    .where(and(eq(keptLabels.teamId, ownTeam()), eq(keptLabels.revoked, false)));
}

/** One with a known id is that one, and changes nothing. */
export async function insertKept(
  queries: Queries,
  row: Omit<typeof keptLabels.$inferInsert, "teamId" | "keptAt" | "revoked">,
): Promise<void> {
  await queries
    .insert(keptLabels)
    .values({ ...row, teamId: ownTeam() })
    .onConflictDoNothing();
}

/** @returns false when there is no such decision */
export async function revokeKept(queries: Queries, id: string): Promise<boolean> {
  const rows = await queries
    .update(keptLabels)
    .set({ revoked: true })
    .where(and(eq(keptLabels.teamId, ownTeam()), eq(keptLabels.id, id)))
    .returning({ id: keptLabels.id });
  return rows.length > 0;
}

export type NewestRow = Pick<
  typeof corrections.$inferSelect,
  "id" | "photoId" | "modelId" | "modelBoxes" | "labels"
> & { readonly sha256: string };

/** The newest corrections of the team's photos with these contents. */
export async function readNewest(
  queries: Queries,
  contents: readonly string[],
): Promise<readonly NewestRow[]> {
  const found: NewestRow[] = [];
  for (const part of chunks(contents)) {
    const rows = await queries
      .selectDistinctOn([photos.sha256], {
        sha256: photos.sha256,
        id: corrections.id,
        photoId: corrections.photoId,
        modelId: corrections.modelId,
        modelBoxes: corrections.modelBoxes,
        labels: corrections.labels,
      })
      .from(photos)
      .innerJoin(corrections, eq(corrections.photoId, photos.id))
      .where(and(eq(photos.ownerId, ownTeam()), inArray(photos.sha256, part)))
      .orderBy(photos.sha256, desc(photos.savedAt), desc(corrections.revision));
    found.push(...rows);
  }
  return found;
}
