import { and, asc, eq, gt, isNotNull, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { ownTeam } from "@/server/db/own-team";
import { corrections } from "@/server/db/schema/corrections";
import { photos } from "@/server/db/schema/photos";
import { reviews } from "@/server/db/schema/reviews";
import type { Queries } from "@/server/db/transaction";

/** The newest review of a correction: null when nobody has looked, or took it back. */
function standingVerdict(correctionId: SQL | typeof corrections.id): SQL<string | null> {
  return sql`(select nullif(${reviews.verdict}, 'withdrawn') from ${reviews}
    where ${reviews.correctionId} = ${correctionId} order by ${reviews.createdAt} desc limit 1)`;
}

/**
 * The correction of a photo that training may learn from, as a scalar subquery: its newest when a reviewer allowed
 * it. An imported photo counts as it was imported until a later correction of it has been looked at, be it by the first of two.
 */
export function trainableCorrectionId(): SQL<string | null> {
  return sql`(select case
      when verdict in ('accepted', 'fixed') then newest.id
      when verdict is null and ${photos.importedFrom} is not null
        -- two people are looking at it, and it is not settled
        and not exists (select 1 from opinions o where o.correction_id = newest.id) then
        (select ${corrections.id} from ${corrections}
         where ${corrections.photoId} = ${photos.id} and ${corrections.revision} = 1)
    end
    from (select c.id, (select nullif(r.verdict, 'withdrawn') from reviews r
                        where r.correction_id = c.id order by r.created_at desc limit 1) as verdict
          from corrections c where c.photo_id = ${photos.id} order by c.revision desc limit 1) newest)`;
}

/** Id of the correction of one photo that training may learn from; null when there is none. */
export async function readTrainableId(queries: Queries, photoId: string): Promise<string | null> {
  const [row] = await queries
    .select({ id: corrections.id })
    .from(photos)
    .innerJoin(corrections, eq(corrections.id, trainableCorrectionId()))
    .where(eq(photos.id, photoId));
  return row?.id ?? null;
}

/** Revision of a photo's newest correction. */
export const newestRevision = sql`(select max(c.revision) from corrections c where c.photo_id = ${photos.id})`;

/** Shared, with a newest correction that nobody has decided about; what was imported is decided already. */
export const waits = and(
  isNotNull(photos.sharedAt),
  isNull(standingVerdict(corrections.id)),
  or(isNull(photos.importedFrom), ne(corrections.revision, 1)),
);

export type TrainableRow = Pick<
  typeof photos.$inferSelect,
  "id" | "sha256" | "width" | "height" | "name" | "importedFrom" | "importedSplit"
> &
  Pick<typeof corrections.$inferSelect, "modelId" | "modelBoxes" | "labels"> & {
    readonly correctionId: string;
  };

/** A page of the team's trainable photos by SHA-256; of the same photo saved by two people, the one saved last. */
export async function readTrainable(
  queries: Queries,
  after: string,
  limit: number,
): Promise<readonly TrainableRow[]> {
  return queries
    .selectDistinctOn([photos.sha256], {
      id: photos.id,
      sha256: photos.sha256,
      width: photos.width,
      height: photos.height,
      name: photos.name,
      importedFrom: photos.importedFrom,
      importedSplit: photos.importedSplit,
      correctionId: corrections.id,
      modelId: corrections.modelId,
      modelBoxes: corrections.modelBoxes,
      labels: corrections.labels,
    })
    .from(photos)
    .innerJoin(corrections, eq(corrections.id, trainableCorrectionId()))
    .where(and(eq(photos.ownerId, ownTeam()), isNotNull(photos.sharedAt), gt(photos.sha256, after)))
    .orderBy(asc(photos.sha256), sql`${photos.savedAt} desc`)
    .limit(limit);
}

/**
 * What training may learn from and a data-set version does not hold: photos, and among them those with an accepted
 * correction rather than labels as they were imported.
 * @param versionId all of them when it is null
 */
export async function countBeyond(
  queries: Queries,
  versionId: string | null,
): Promise<{ readonly photos: number; readonly corrections: number }> {
  const held = sql`exists (select 1 from dataset_version_photos held
    where held.version_id = ${versionId} and held.correction_id = ${corrections.id})`;
  const isImported = sql`${photos.importedFrom} is not null and ${corrections.revision} = 1`;
  const [row] = await queries
    .select({
      photos: sql<number>`count(*)::int`,
      corrections: sql<number>`(count(*) filter (where not (${isImported})))::int`,
    })
    .from(photos)
    .innerJoin(corrections, eq(corrections.id, trainableCorrectionId()))
    .where(
      and(
        eq(photos.ownerId, ownTeam()),
        isNotNull(photos.sharedAt),
        versionId === null ? undefined : sql`not ${held}`,
      ),
    );
  return row ?? { photos: 0, corrections: 0 };
}
