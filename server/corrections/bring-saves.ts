import { randomUUID } from "node:crypto";
import { type Correction, type CorrectionInput, correctionInputSchema } from "@/lib/contracts/corrections";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { connection, type Queries } from "@/server/db/transaction";
import { checkInside } from "./check-inside";
import { insertCorrection, lockPhoto, readSaveTimes } from "./repository";
import { tallyClasses } from "./tally";

/** A save that was made in another Forage, with the classes of this one. */
export type BroughtSave = CorrectionInput & Pick<Correction, "createdAt" | "restoredFrom">;

/**
 * Which saves of an archive a photo has already: a save is known by its time. What was saved after them, here or there, is
 * no contradiction; anything else is.
 * @param here when the photo's saves were made, oldest first
 * @returns how many of the archive's are here; null when the two histories contradict each other
 */
export function savesInCommon(here: readonly string[], there: readonly string[]): number | null {
  const common = Math.min(here.length, there.length);
  for (let at = 0; at < common; at++) if (here[at] !== there[at]) return null;
  return common;
}

/** When each save of some photos was made, oldest first. */
export function saveTimesOf(photoIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  return photoIds.length === 0 ? Promise.resolve(new Map()) : readSaveTimes(connection(), photoIds);
}

/**
 * Appends those saves of another Forage that a photo does not have, as part of a transaction, with their own times.
 * @param saves oldest first
 * @returns how many are new
 * @throws AppError request/not-found, request/invalid (a box outside the photo), request/conflict when the photo has other
 *   saves
 */
export async function bringSavesIn(
  queries: Queries,
  { userId, teamId }: Who,
  photoId: string,
  saves: readonly BroughtSave[],
): Promise<number> {
  const photo = await lockPhoto(queries, photoId, { ownerId: teamId });
  if (!photo) throw new AppError("request/not-found");
  const here = (await readSaveTimes(queries, [photoId])).get(photoId) ?? [];
  const known = savesInCommon(
    here,
    saves.map(({ createdAt }) => createdAt),
  );
  if (known === null) throw new AppError("request/conflict");
  for (const [at, { createdAt, restoredFrom, ...save }] of saves.entries()) {
    if (at < known) continue;
    const input = correctionInputSchema.parse({ ...save, photoId });
    checkInside(
      [...input.modelBoxes, ...input.labels].map(({ box }) => box),
      photo,
    );
    await insertCorrection(queries, {
      id: randomUUID(),
      authorId: userId,
      revision: at + 1,
      input,
      classes: tallyClasses(input),
      restoredFrom: restoredFrom ?? undefined,
      createdAt: new Date(createdAt),
    });
  }
  return Math.max(0, saves.length - known);
}
