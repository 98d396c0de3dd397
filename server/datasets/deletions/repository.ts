import { and, eq, isNull } from "drizzle-orm";
import { getDatabase } from "@/server/db/client";
import { datasetVersionPhotos, photoChecks } from "@/server/db/schema/datasets";
import { photos } from "@/server/db/schema/photos";

/** @returns in how many versions it was marked; 0 when another photo has the same content */
export async function markContentDeleted(sha256: string, at: Date): Promise<number> {
  return getDatabase().transaction(async (transaction) => {
    const [other] = await transaction
      .select({ id: photos.id })
      .from(photos)
      .where(eq(photos.sha256, sha256))
      .limit(1);
    if (other) return 0;
    await transaction.delete(photoChecks).where(eq(photoChecks.sha256, sha256));
    const marked = await transaction
      .update(datasetVersionPhotos)
      .set({ deletedAt: at })
      .where(and(eq(datasetVersionPhotos.sha256, sha256), isNull(datasetVersionPhotos.deletedAt)))
      .returning({ sha256: datasetVersionPhotos.sha256 });
    return marked.length;
  });
}
