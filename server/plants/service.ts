import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { AuditFacts } from "@/lib/contracts/audit";
import {
  type addLookInputSchema,
  BIN_DAYS,
  type PlantDiary,
  type PlantList,
  type updatePlantInputSchema,
} from "@/lib/contracts/plants";
import { AppError, isAppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { connection, type Transaction, transaction } from "@/server/db/transaction";
import { deletePhotoIn } from "@/server/library/delete-photo";
import { type DeletedPhoto, releaseDeleted } from "@/server/photos/service";
import * as repository from "./repository";

function mustExist(isThere: boolean): void {
  if (!isThere) throw new AppError("request/not-found");
}

/** Every plant of an owner with its diary, and what was deleted. What has been in the bin too long is erased first. */
export async function listPlants(ownerId: string): Promise<PlantList> {
  await emptyOldBin(ownerId);
  const [plants, bin] = await Promise.all([
    repository.readDiaries(connection(), ownerId),
    repository.readBin(connection(), ownerId),
  ]);
  return { plants: [...plants], bin };
}

/** @throws AppError request/not-found */
export async function getDiary(ownerId: string, plantId: string): Promise<PlantDiary> {
  const [diary] = await repository.readDiaries(connection(), ownerId, plantId);
  if (!diary) throw new AppError("request/not-found");
  return diary;
}

/**
 * Writes a look into a plant's diary.
 * @throws AppError request/not-found when the plant or a photo is not the owner's
 */
export async function addLook(
  ownerId: string,
  { plant, modelId, answer, note, photos }: z.output<typeof addLookInputSchema>,
): Promise<{ plantId: string; lookId: string }> {
  const lookId = randomUUID();
  const plantId = await transaction((queries) =>
    repository.insertLook(queries, ownerId, {
      plant: "id" in plant ? plant : { newId: randomUUID(), name: plant.name },
      look: { id: lookId, lookedAt: new Date(), modelId, answer, note },
      photos,
    }),
  );
  if (!plantId) throw new AppError("request/not-found");
  return { plantId, lookId };
}

/** @throws AppError request/not-found */
export async function updatePlant(
  ownerId: string,
  { plantId, ...patch }: z.output<typeof updatePlantInputSchema>,
): Promise<void> {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0) return;
  mustExist(await repository.patchPlant(connection(), ownerId, plantId, given));
}

/** @throws AppError request/not-found */
export async function noteLook(ownerId: string, lookId: string, note: string): Promise<void> {
  mustExist(await repository.patchLook(connection(), ownerId, lookId, { note }));
}

/** Puts a plant into the bin, or takes it out. @throws AppError request/not-found */
export async function binPlant(ownerId: string, plantId: string, isGone: boolean): Promise<void> {
  mustExist(
    await repository.patchPlant(connection(), ownerId, plantId, { deletedAt: isGone ? new Date() : null }),
  );
}

/** Puts a look into the bin, or takes it out. @throws AppError request/not-found */
export async function binLook(ownerId: string, lookId: string, isGone: boolean): Promise<void> {
  mustExist(
    await repository.patchLook(connection(), ownerId, lookId, { deletedAt: isGone ? new Date() : null }),
  );
}

/** Erases a plant permanently, with the photos that only its diary added. @throws AppError request/not-found */
export async function erasePlant(ownerId: string, plantId: string): Promise<void> {
  await eraseWithPhotos(ownerId, { plant: plantId }, (queries) =>
    repository.erasePlant(queries, ownerId, plantId),
  );
}

/** Erases a look permanently, with the photos that only it added. @throws AppError request/not-found */
export async function eraseLook(ownerId: string, lookId: string): Promise<void> {
  await eraseWithPhotos(ownerId, { look: lookId }, (queries) =>
    repository.eraseLook(queries, ownerId, lookId),
  );
}

/** Erases what `erase` does, and the photos that nothing uses afterwards, all or nothing. */
async function eraseWithPhotos(
  ownerId: string,
  facts: AuditFacts,
  erase: (queries: Transaction) => Promise<readonly string[] | undefined>,
): Promise<void> {
  const deleted = await transaction(async (queries) => {
    const loose = await erase(queries);
    if (!loose) throw new AppError("request/not-found");
    await recordIn(queries, { action: "plant/erased", facts, teamId: ownerId });
    const rows: DeletedPhoto[] = [];
    for (const photoId of loose) {
      const row = await deletePhotoIn(queries, ownerId, photoId);
      // no row: the library has already deleted it, as wanted
      if (row) rows.push(row);
    }
    return rows;
  });
  await releaseDeleted(deleted);
}

const DAY_MS = 86_400_000;

async function emptyOldBin(ownerId: string): Promise<void> {
  const expired = await repository.readExpired(
    connection(),
    ownerId,
    new Date(Date.now() - BIN_DAYS * DAY_MS),
  );
  for (const plantId of expired.plants) await erasePlant(ownerId, plantId);
  for (const lookId of expired.looks) {
    await eraseLook(ownerId, lookId).catch((error: unknown) => {
      // it was just erased with its plant
      if (!isAppError(error) || error.code !== "request/not-found") throw error;
    });
  }
}
