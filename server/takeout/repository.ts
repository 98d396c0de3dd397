import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { photoSources, photos } from "@/server/db/schema/photos";
import type { Queries } from "@/server/db/transaction";

/** A page of a team's photos by their content. */
export function readPhotoPage(queries: Queries, teamId: string, after: string, limit: number) {
  return queries
    .select({
      photoId: photos.id,
      name: photos.name,
      sha256: photos.sha256,
      contentType: photos.contentType,
      createdAt: photos.createdAt,
      savedAt: photos.savedAt,
      sharedAt: photos.sharedAt,
      importedFrom: photos.importedFrom,
      importedSplit: photos.importedSplit,
    })
    .from(photos)
    .where(and(eq(photos.ownerId, teamId), gt(photos.sha256, after)))
    .orderBy(asc(photos.sha256))
    .limit(limit);
}

/** The labelled sets that photos came with. */
export async function readSources(queries: Queries, photoIds: readonly string[]) {
  const rows = await queries
    .select({ photoId: photoSources.photoId, source: photoSources.source, split: photoSources.split })
    .from(photoSources)
    .where(inArray(photoSources.photoId, [...photoIds]))
    .orderBy(asc(photoSources.importedAt), asc(photoSources.source));
  const byPhoto = new Map<string, { source: string; split: (typeof rows)[number]["split"] }[]>();
  for (const { photoId, ...row } of rows) byPhoto.set(photoId, [...(byPhoto.get(photoId) ?? []), row]);
  return byPhoto;
}
