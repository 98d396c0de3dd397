import { and, desc, eq, gte, inArray, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { labelsSchema, modelBoxSchema } from "@/lib/contracts/corrections";
import type { SeenOn } from "@/lib/contracts/device-kinds";
import { corrections } from "@/server/db/schema/corrections";
import { correctionDevices, recordingConsents } from "@/server/db/schema/monitoring";
import { photos } from "@/server/db/schema/photos";
import type { Queries } from "@/server/db/transaction";

const boxesSchema = z.array(modelBoxSchema);

/** Writes on what a saved photo was looked at, where its author has agreed to figures of their detections. */
export async function insertSeenOn(
  queries: Queries,
  { correctionId, userId, seenOn }: { correctionId: string; userId: string; seenOn: SeenOn },
): Promise<void> {
  const [agreed] = await queries
    .select({ userId: recordingConsents.userId })
    .from(recordingConsents)
    .where(eq(recordingConsents.userId, userId));
  if (!agreed) return;
  await queries
    .insert(correctionDevices)
    .values({ correctionId, ...seenOn })
    .onConflictDoNothing();
}

/** Forgets on what everything that this person saved was looked at. */
export async function removeSeenOn(queries: Queries, userId: string): Promise<void> {
  const own = queries
    .select({ id: corrections.id })
    .from(corrections)
    .where(eq(corrections.authorId, userId));
  await queries.delete(correctionDevices).where(inArray(correctionDevices.correctionId, own));
}

/** Photos that a team shares and that were saved on top of this model since then, as they stand now, the last saved first. */
export async function readShared(
  queries: Queries,
  {
    teamId,
    modelId,
    since,
    limit,
  }: { readonly teamId: string; readonly modelId: string; readonly since: Date; readonly limit: number },
) {
  const rows = await queries
    .select({
      id: photos.id,
      thumbnail: photos.thumbnailSha256,
      backend: corrections.backend,
      savedAt: corrections.createdAt,
      modelBoxes: corrections.modelBoxes,
      labels: corrections.labels,
      device: correctionDevices.device,
      browser: correctionDevices.browser,
    })
    .from(corrections)
    .innerJoin(photos, eq(photos.id, corrections.photoId))
    .leftJoin(correctionDevices, eq(correctionDevices.correctionId, corrections.id))
    .where(
      and(
        eq(photos.ownerId, teamId),
        isNotNull(photos.sharedAt),
        eq(corrections.modelId, modelId),
        gte(corrections.createdAt, since),
        sql`not exists (select from corrections n where n.photo_id = ${corrections.photoId} and n.revision > ${corrections.revision})`,
      ),
    )
    .orderBy(desc(corrections.createdAt))
    .limit(limit);
  return rows.map((row) => ({
    ...row,
    modelBoxes: boxesSchema.parse(row.modelBoxes),
    labels: labelsSchema.parse(row.labels),
  }));
}
export type SharedRow = Awaited<ReturnType<typeof readShared>>[number];
