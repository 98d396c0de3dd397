import { and, desc, eq, gte } from "drizzle-orm";
import { z } from "zod";
import { modelBoxSchema } from "@/lib/contracts/corrections";
import { photos } from "@/server/db/schema/photos";
import { shadowDisagreements } from "@/server/db/schema/registry";
import type { Queries } from "@/server/db/transaction";

const boxesSchema = z.array(modelBoxSchema);

/** What candidates found on a team's photos beside this champion since then, the newest first. */
export async function readShadowed(
  queries: Queries,
  {
    teamId,
    championId,
    since,
    limit,
  }: { readonly teamId: string; readonly championId: string; readonly since: Date; readonly limit: number },
) {
  const d = shadowDisagreements;
  const rows = await queries
    .select({
      photoId: d.photoId,
      candidateId: d.candidateId,
      championBoxes: d.championBoxes,
      candidateBoxes: d.candidateBoxes,
    })
    .from(d)
    .innerJoin(photos, eq(photos.id, d.photoId))
    .where(and(eq(photos.ownerId, teamId), eq(d.championId, championId), gte(d.createdAt, since)))
    .orderBy(desc(d.createdAt))
    .limit(limit);
  return rows.map(({ photoId, candidateId, championBoxes, candidateBoxes }) => ({
    ...{ photoId, candidateId },
    champion: boxesSchema.parse(championBoxes),
    candidate: boxesSchema.parse(candidateBoxes),
  }));
}
