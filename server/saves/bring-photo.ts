import type { TakeoutPhoto } from "@/lib/contracts/takeout";
import type { Who } from "@/lib/contracts/who";
import { type BroughtSave, bringSavesIn } from "@/server/corrections/bring-saves";
import { markSaved } from "@/server/photos/mark-saved";
import { keepOrDrop, keepPhoto, noteImport, preparePhoto } from "@/server/photos/service";
import { recordSignalsIn } from "@/server/review/signals/record-signals";

/** A photo of another Forage, with its saves in the classes of this one, oldest first. */
export interface BroughtPhoto {
  readonly photo: Omit<TakeoutPhoto, "saves">;
  readonly bytes: Uint8Array;
  readonly saves: readonly BroughtSave[];
}

/** No time of another computer's clock lies in the future here. */
const past = (time: string) => new Date(Math.min(Date.parse(time), Date.now()));

/**
 * Keeps a photo of another Forage with its history and where it came from, all of it or nothing. What is here already stays.
 * @throws AppError photo/…, storage/…; else as `bringSavesIn`
 */
export async function bringPhoto(who: Who, { photo, bytes, saves }: BroughtPhoto): Promise<void> {
  const prepared = await preparePhoto({
    ownerId: who.teamId,
    name: photo.name,
    bytes,
    brought: {
      createdAt: past(photo.createdAt),
      savedAt: past(photo.savedAt),
      sharedAt: photo.sharedAt === null ? null : past(photo.sharedAt),
      importedFrom: photo.importedFrom,
      importedSplit: photo.importedSplit,
    },
  });
  await keepOrDrop(prepared, async (queries) => {
    const { photoId, alreadyStored } = await keepPhoto(queries, prepared);
    if (!alreadyStored)
      for (const { source, split } of photo.sources)
        await noteImport(queries, photoId, { from: source, split });
    const added = await bringSavesIn(queries, who, photoId, saves);
    if (added === 0) return;
    await recordSignalsIn(queries, photoId);
    if (alreadyStored) await markSaved(queries, photoId, past(photo.savedAt));
  });
}
