import { AppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { forgetPhotoIn } from "@/server/datasets/forget-photo";
import { type Transaction, transaction } from "@/server/db/transaction";
import * as photos from "@/server/photos/service";

/**
 * Deletes a photo, its history and its files (unless another photo has the same content).
 * @throws AppError request/not-found
 */
export async function deletePhoto(ownerId: string, photoId: string): Promise<void> {
  const row = await transaction(async (queries) => {
    const deleted = await deletePhotoIn(queries, ownerId, photoId);
    if (deleted) await recordIn(queries, { action: "photo/deleted", facts: { photo: photoId } });
    return deleted;
  });
  if (!row) throw new AppError("request/not-found");
  await photos.releaseDeleted([row]);
}

/**
 * Deletes a photo, its history and what data sets keep of it, as part of a transaction. Its files go after the
 * transaction, with `releaseDeleted`.
 * @returns undefined when this owner has no such photo
 */
export function deletePhotoIn(
  queries: Transaction,
  ownerId: string,
  photoId: string,
): Promise<photos.DeletedPhoto | undefined> {
  return photos.deletePhotoIn(queries, { ownerId, photoId }, forgetPhotoIn);
}
