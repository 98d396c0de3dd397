import { and, asc, eq, gt } from "drizzle-orm";
import { photos } from "@/server/db/schema/photos";
import type { Queries } from "@/server/db/transaction";

/** A page of a team's photos by their content. */
export function readPhotoPage(queries: Queries, teamId: string, after: string, limit: number) {
  return queries
    .select({
      id: photos.id,
      name: photos.name,
      sha256: photos.sha256,
      contentType: photos.contentType,
      createdAt: photos.createdAt,
      sharedAt: photos.sharedAt,
      importedFrom: photos.importedFrom,
    })
    .from(photos)
    .where(and(eq(photos.ownerId, teamId), gt(photos.sha256, after)))
    .orderBy(asc(photos.sha256))
    .limit(limit);
}
