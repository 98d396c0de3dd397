import { and, asc, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { corrections } from "@/server/db/schema/corrections";
import { driftPicks } from "@/server/db/schema/monitoring";
import { photos } from "@/server/db/schema/photos";
import { photoSignals, reviewWaiting } from "@/server/db/schema/reviews";
import type { Queries } from "@/server/db/transaction";

/** Shared photos of a team that wait for review, the newest first, with what the model found on them. */
export function listCandidates(queries: Queries, teamId: string, limit: number) {
  return queries
    .select({
      id: photos.id,
      width: photos.width,
      height: photos.height,
      thumbnail: photos.thumbnailSha256,
      modelBoxes: corrections.modelBoxes,
      modelId: corrections.modelId,
      features: photoSignals.features,
    })
    .from(reviewWaiting)
    .innerJoin(photos, eq(photos.id, reviewWaiting.photoId))
    .innerJoin(photoSignals, eq(photoSignals.photoId, photos.id))
    .innerJoin(
      corrections,
      and(eq(corrections.photoId, photos.id), eq(corrections.revision, photoSignals.revision)),
    )
    .where(and(eq(photos.ownerId, teamId), isNotNull(photos.sharedAt)))
    .orderBy(desc(photos.savedAt), desc(photos.id))
    .limit(limit);
}
export type CandidateRow = Awaited<ReturnType<typeof listCandidates>>[number];

export interface Pick {
  readonly photoId: string;
  readonly column: string;
}

/** Teams that have picks. */
export async function listTeamsWithPicks(queries: Queries): Promise<readonly string[]> {
  const rows = await queries.selectDistinct({ teamId: driftPicks.teamId }).from(driftPicks);
  return rows.map(({ teamId }) => teamId);
}

/** From which comparison a team's picks were made; null where there are none. */
export async function readPicksMadeFrom(queries: Queries, teamId: string): Promise<string | null> {
  const [row] = await queries
    .select({ madeFrom: driftPicks.madeFrom })
    .from(driftPicks)
    .where(eq(driftPicks.teamId, teamId))
    .limit(1);
  return row?.madeFrom ?? null;
}

/** Puts these photos in the place of a team's earlier picks. */
export async function writePicks(
  queries: Queries,
  teamId: string,
  { madeFrom, picks }: { readonly madeFrom: string; readonly picks: readonly Pick[] },
): Promise<void> {
  await queries.delete(driftPicks).where(eq(driftPicks.teamId, teamId));
  if (picks.length === 0) return;
  // a photo may have gone since it was looked at
  const there = await queries
    .select({ id: photos.id })
    .from(photos)
    .where(
      and(
        eq(photos.ownerId, teamId),
        inArray(
          photos.id,
          picks.map(({ photoId }) => photoId),
        ),
      ),
    )
    .for("key share");
  const ids = new Set(there.map(({ id }) => id));
  const rows = picks
    .filter(({ photoId }) => ids.has(photoId))
    .map(({ photoId, column }, rank) => ({ teamId, photoId, column, rank, madeFrom }));
  if (rows.length > 0) await queries.insert(driftPicks).values(rows).onConflictDoNothing();
}

/** How many of a team's picks still wait, by the feature they are of. */
export function countPicks(queries: Queries, teamId: string) {
  return queries
    .select({ column: driftPicks.column, photos: sql<number>`count(*)::int` })
    .from(driftPicks)
    .innerJoin(reviewWaiting, eq(reviewWaiting.photoId, driftPicks.photoId))
    .where(eq(driftPicks.teamId, teamId))
    .groupBy(driftPicks.column)
    .orderBy(sql`2 desc`, asc(driftPicks.column));
}
