import type { Correction, SaveCorrectionInput, SavePhotoInput } from "@/lib/contracts/corrections";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { restoreRevisionIn, saveCorrectionIn } from "@/server/corrections/service";
import { transaction } from "@/server/db/transaction";
import { recordSeenOnIn } from "@/server/monitoring/slices/seen-on";
import { keepOrDrop, keepPhoto, preparePhoto } from "@/server/photos/service";
import { recordSignalsIn } from "@/server/review/signals/record-signals";

/**
 * A save as the page sends it: the correction, the library's data about it and its order in the review queue, all
 * or nothing.
 * @throws AppError as `saveCorrectionIn`
 */
export function saveWhole(who: Who, { features, seenOn, ...save }: SaveCorrectionInput): Promise<Correction> {
  return transaction(async (queries) => {
    const saved = await saveCorrectionIn(queries, who, save);
    await recordSignalsIn(queries, saved.photoId, features);
    await recordSeenOnIn(queries, who, saved, seenOn);
    return saved;
  });
}

/**
 * The first save of a photo, with the photo itself: all of it is kept, or nothing.
 * @throws AppError photo/…, storage/…; request/conflict when the boxes were measured in another size than the photo is
 * stored in; else as `saveCorrectionIn`
 */
export async function savePhotoWhole(
  who: Who,
  photo: { readonly bytes: Uint8Array; readonly name: string },
  { features, seenOn, size, ...save }: SavePhotoInput,
): Promise<Correction> {
  const prepared = await preparePhoto({ ownerId: who.teamId, ...photo });
  const { width, height } = prepared;
  if (width !== size.width || height !== size.height) {
    throw new AppError("request/conflict", { facts: { width, height } });
  }
  return keepOrDrop(prepared, async (queries) => {
    const { photoId } = await keepPhoto(queries, prepared);
    const saved = await saveCorrectionIn(queries, who, { ...save, photoId });
    await recordSignalsIn(queries, photoId, features);
    await recordSeenOnIn(queries, who, saved, seenOn);
    return saved;
  });
}

/** Brings an earlier state back as a new one. @throws AppError request/not-found */
export function restoreWhole(
  who: Who,
  which: { readonly photoId: string; readonly revision: number; readonly baseId?: string | undefined },
): Promise<Correction> {
  return transaction(async (queries) => {
    const saved = await restoreRevisionIn(queries, who, which);
    await recordSignalsIn(queries, saved.photoId);
    return saved;
  });
}
