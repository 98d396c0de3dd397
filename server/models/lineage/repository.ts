import { and, count, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { Lineage } from "@/lib/contracts/model-registry";
import { type Curves, curvesSchema } from "@/lib/contracts/training";
import { ownTeam } from "@/server/db/own-team";
import { corrections } from "@/server/db/schema/corrections";
import { datasetVersionPhotos, datasetVersions, splitAssignments } from "@/server/db/schema/datasets";
import { photos } from "@/server/db/schema/photos";
import { trainingRuns } from "@/server/db/schema/training";
import type { Queries } from "@/server/db/transaction";

const SHOWN_CORRECTIONS = 100;

export async function findBaseModelOfRun(queries: Queries, runId: string) {
  const [row] = await queries
    .select({ baseModelId: trainingRuns.baseModelId })
    .from(trainingRuns)
    .where(and(eq(trainingRuns.teamId, ownTeam()), eq(trainingRuns.id, runId)));
  return row;
}

/** mAP50 on validation by epoch, of each config of a run; empty when there is no such run. */
export async function findCurves(queries: Queries, runId: string): Promise<Curves> {
  const [row] = await queries
    .select({ curves: trainingRuns.curves })
    .from(trainingRuns)
    .where(and(eq(trainingRuns.teamId, ownTeam()), eq(trainingRuns.id, runId)));
  return row ? curvesSchema.parse(row.curves) : {};
}

export async function findVersionLineage(queries: Queries, id: string): Promise<Lineage["version"]> {
  const [row] = await queries
    .select()
    .from(datasetVersions)
    .where(and(eq(datasetVersions.teamId, ownTeam()), eq(datasetVersions.id, id)));
  if (!row) return null;
  const { number, manifestSha256, createdAt } = row;
  return { id, number, manifestSha256, createdAt: createdAt.toISOString() };
}

/**
 * Where a photo counts in a version. One that is held out has the stricter split of the photo it looks like, which
 * was never its own; one that was held out only later still counts in its own.
 */
const place = sql<keyof Omit<Lineage["photos"], "deleted">>`
  case when ${splitAssignments.heldOutFor} is not null and ${splitAssignments.split} = ${datasetVersionPhotos.split}
  then 'heldOut' else ${datasetVersionPhotos.split} end`;

export async function countVersionPhotos(queries: Queries, versionId: string): Promise<Lineage["photos"]> {
  const rows = await queries
    .select({
      place,
      photos: count(),
      deleted: sql<number>`count(${datasetVersionPhotos.deletedAt})::int`,
    })
    .from(datasetVersionPhotos)
    .leftJoin(
      splitAssignments,
      and(eq(splitAssignments.teamId, ownTeam()), eq(splitAssignments.sha256, datasetVersionPhotos.sha256)),
    )
    .where(eq(datasetVersionPhotos.versionId, versionId))
    .groupBy(sql`1`);
  const counts = { train: 0, val: 0, test: 0, heldOut: 0, deleted: 0 };
  for (const row of rows) {
    counts[row.place] += row.photos;
    counts.deleted += row.deleted;
  }
  return counts;
}

/** Photos whose model boxes a person corrected: imported photos came labelled, so they do not count. */
const corrected = (versionId: string) =>
  and(
    eq(datasetVersionPhotos.versionId, versionId),
    isNotNull(datasetVersionPhotos.correctionId),
    eq(datasetVersionPhotos.source, "corrections"),
  );

export async function countCorrections(queries: Queries, versionId: string): Promise<number> {
  return queries.$count(datasetVersionPhotos, corrected(versionId));
}

/** Corrections in a version, newest first; photos deleted since come last. */
export async function findCorrections(queries: Queries, versionId: string): Promise<Lineage["corrections"]> {
  const rows = await queries
    .select({
      correctionId: datasetVersionPhotos.correctionId,
      sha256: datasetVersionPhotos.sha256,
      split: place,
      source: datasetVersionPhotos.source,
      deletedAt: datasetVersionPhotos.deletedAt,
      photo: { id: photos.id, name: photos.name, width: photos.width, height: photos.height },
    })
    .from(datasetVersionPhotos)
    .leftJoin(
      splitAssignments,
      and(eq(splitAssignments.teamId, ownTeam()), eq(splitAssignments.sha256, datasetVersionPhotos.sha256)),
    )
    .leftJoin(corrections, eq(corrections.id, datasetVersionPhotos.correctionId))
    .leftJoin(photos, eq(photos.id, corrections.photoId))
    .where(corrected(versionId))
    .orderBy(desc(sql`coalesce(${corrections.createdAt}, 'epoch')`), datasetVersionPhotos.sha256)
    .limit(SHOWN_CORRECTIONS);
  return rows.map(({ correctionId, deletedAt, ...row }) => ({
    ...row,
    correctionId: correctionId ?? "",
    deletedAt: deletedAt?.toISOString() ?? null,
  }));
}
