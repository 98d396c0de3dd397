import {
  and,
  asc,
  desc,
  eq,
  exists,
  inArray,
  isNotNull,
  isNull,
  lt,
  notExists,
  type SQL,
  sql,
} from "drizzle-orm";
import {
  lookPhotoSchema,
  type Plant,
  type PlantBin,
  type PlantDiary,
  type PlantLook,
  plantAnswerSchema,
} from "@/lib/contracts/plants";
import { corrections } from "@/server/db/schema/corrections";
import { photos } from "@/server/db/schema/photos";
import { plantLookPhotos, plantLooks, plants } from "@/server/db/schema/plants";
import type { Queries, Transaction } from "@/server/db/transaction";

type PlantRow = typeof plants.$inferSelect;
type LookRow = typeof plantLooks.$inferSelect;

function toPlant({ id, name, note, remindOn, createdAt }: PlantRow): Plant {
  return { id, name, note, remindOn, createdAt: createdAt.toISOString() };
}

async function photosOf(
  queries: Queries,
  lookIds: readonly string[],
): Promise<ReadonlyMap<string, PlantLook["photos"]>> {
  const byLook = new Map<string, PlantLook["photos"]>();
  if (lookIds.length === 0) return byLook;
  const rows = await queries
    .select({
      lookId: plantLookPhotos.lookId,
      photoId: plantLookPhotos.photoId,
      leaves: plantLookPhotos.leaves,
      name: photos.name,
      width: photos.width,
      height: photos.height,
    })
    .from(plantLookPhotos)
    .innerJoin(photos, eq(photos.id, plantLookPhotos.photoId))
    .where(inArray(plantLookPhotos.lookId, [...lookIds]))
    .orderBy(asc(plantLookPhotos.position));
  for (const { lookId, ...photo } of rows)
    byLook.set(lookId, [...(byLook.get(lookId) ?? []), lookPhotoSchema.parse(photo)]);
  return byLook;
}

function toLook(row: LookRow, own: PlantLook["photos"]): PlantLook {
  const { id, lookedAt, modelId, note } = row;
  return {
    id,
    lookedAt: lookedAt.toISOString(),
    modelId,
    note,
    answer: plantAnswerSchema.parse(row.answer),
    photos: own,
  };
}

/** Plants and looks that are not in the bin: newest plant first, oldest look first. */
export async function readDiaries(
  queries: Queries,
  ownerId: string,
  plantId?: string,
): Promise<readonly PlantDiary[]> {
  const rows = await queries
    .select()
    .from(plants)
    .where(
      and(
        eq(plants.ownerId, ownerId),
        isNull(plants.deletedAt),
        plantId ? eq(plants.id, plantId) : undefined,
      ),
    )
    .orderBy(desc(plants.createdAt), asc(plants.id));
  if (rows.length === 0) return [];
  const looks = await queries
    .select()
    .from(plantLooks)
    .where(
      and(
        inArray(
          plantLooks.plantId,
          rows.map(({ id }) => id),
        ),
        isNull(plantLooks.deletedAt),
      ),
    )
    .orderBy(asc(plantLooks.lookedAt), asc(plantLooks.id));
  const byLook = await photosOf(
    queries,
    looks.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ...toPlant(row),
    looks: looks
      .filter(({ plantId: of }) => of === row.id)
      .map((look) => toLook(look, byLook.get(look.id) ?? [])),
  }));
}

export async function readBin(queries: Queries, ownerId: string): Promise<PlantBin> {
  const gone = await queries
    .select()
    .from(plants)
    .where(and(eq(plants.ownerId, ownerId), isNotNull(plants.deletedAt)))
    .orderBy(desc(plants.deletedAt));
  const looks = await queries
    .select({
      id: plantLooks.id,
      lookedAt: plantLooks.lookedAt,
      deletedAt: plantLooks.deletedAt,
      plantName: plants.name,
    })
    .from(plantLooks)
    .innerJoin(plants, eq(plants.id, plantLooks.plantId))
    .where(and(eq(plants.ownerId, ownerId), isNull(plants.deletedAt), isNotNull(plantLooks.deletedAt)))
    .orderBy(desc(plantLooks.deletedAt));
  return {
    plants: gone.map(({ id, name, deletedAt }) => ({ id, name, deletedAt: deletedAt!.toISOString() })),
    looks: looks.map(({ id, plantName, lookedAt, deletedAt }) => ({
      id,
      plantName,
      lookedAt: lookedAt.toISOString(),
      deletedAt: deletedAt!.toISOString(),
    })),
  };
}

export interface NewLook {
  readonly plant: { readonly id: string } | { readonly newId: string; readonly name: string };
  readonly look: Omit<typeof plantLooks.$inferInsert, "plantId">;
  readonly photos: readonly { readonly photoId: string; readonly leaves: unknown; readonly isNew: boolean }[];
}

/**
 * Adds a look, to a new plant or one of the owner's, all or nothing.
 * @returns the plant's id; undefined when the owner has no such plant or not all of the photos
 */
export async function insertLook(
  transaction: Transaction,
  ownerId: string,
  { plant, look, photos: shown }: NewLook,
): Promise<string | undefined> {
  const ids = shown.map(({ photoId }) => photoId);
  const own = await transaction
    .select({ id: photos.id })
    .from(photos)
    .where(and(eq(photos.ownerId, ownerId), inArray(photos.id, ids)));
  if (own.length !== ids.length) return undefined;
  const [row] =
    "id" in plant
      ? await transaction
          .select({ id: plants.id })
          .from(plants)
          .where(and(eq(plants.id, plant.id), eq(plants.ownerId, ownerId), isNull(plants.deletedAt)))
          .for("update")
      : await transaction
          .insert(plants)
          .values({ id: plant.newId, ownerId, name: plant.name })
          .returning({ id: plants.id });
  if (!row) return undefined;
  await transaction.insert(plantLooks).values({ ...look, plantId: row.id });
  await transaction.insert(plantLookPhotos).values(
    shown.map(({ photoId, leaves, isNew }, position) => ({
      lookId: look.id,
      photoId,
      position,
      leaves,
      broughtPhoto: isNew,
    })),
  );
  return row.id;
}

/** Which of some plants there are, whoever has them and in the bin too. */
export function readOwners(
  queries: Queries,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly ownerId: string }[]> {
  return queries
    .select({ id: plants.id, ownerId: plants.ownerId })
    .from(plants)
    .where(inArray(plants.id, [...ids]));
}

/** Which of some looks there are, whoever has them and in the bin too. */
export function readLookPlants(
  queries: Queries,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly plantId: string }[]> {
  return queries
    .select({ id: plantLooks.id, plantId: plantLooks.plantId })
    .from(plantLooks)
    .where(inArray(plantLooks.id, [...ids]));
}

/** Adds a plant as it was elsewhere. */
export async function insertPlant(
  transaction: Transaction,
  plant: Pick<PlantRow, "id" | "ownerId" | "name" | "note" | "remindOn" | "createdAt">,
): Promise<void> {
  await transaction.insert(plants).values(plant);
}

/** Adds a look as it was elsewhere, with those of its photos that are here. */
export async function insertBroughtLook(
  transaction: Transaction,
  look: typeof plantLooks.$inferInsert,
  shown: readonly { readonly photoId: string; readonly leaves: unknown }[],
): Promise<void> {
  await transaction.insert(plantLooks).values(look);
  if (shown.length === 0) return;
  await transaction
    .insert(plantLookPhotos)
    .values(shown.map((photo, position) => ({ ...photo, lookId: look.id, position })));
}

type PlantPatch = Partial<Pick<PlantRow, "name" | "note" | "remindOn" | "deletedAt">>;

/** @returns whether the owner has such a plant */
export async function patchPlant(
  queries: Queries,
  ownerId: string,
  id: string,
  patch: PlantPatch,
): Promise<boolean> {
  const rows = await queries
    .update(plants)
    .set(patch)
    .where(and(eq(plants.id, id), eq(plants.ownerId, ownerId)))
    .returning({ id: plants.id });
  return rows.length > 0;
}

function lookOf(queries: Queries, ownerId: string, id: string): SQL | undefined {
  const owned = queries
    .select({ one: sql`1` })
    .from(plants)
    .where(and(eq(plants.id, plantLooks.plantId), eq(plants.ownerId, ownerId)));
  return and(eq(plantLooks.id, id), exists(owned));
}

/** @returns whether the owner has such a look */
export async function patchLook(
  queries: Queries,
  ownerId: string,
  id: string,
  patch: Partial<Pick<LookRow, "note" | "deletedAt">>,
): Promise<boolean> {
  const rows = await queries
    .update(plantLooks)
    .set(patch)
    .where(lookOf(queries, ownerId, id))
    .returning({ id: plantLooks.id });
  return rows.length > 0;
}

/** Photos that the diary added to the library and that only looks about to be erased still use. */
async function looseEnds(queries: Queries, lookIds: readonly string[]): Promise<readonly string[]> {
  if (lookIds.length === 0) return [];
  const going = [...lookIds];
  const corrected = queries
    .select({ one: sql`1` })
    .from(corrections)
    .where(eq(corrections.photoId, plantLookPhotos.photoId));
  const rows = await queries
    .selectDistinct({ photoId: plantLookPhotos.photoId })
    .from(plantLookPhotos)
    .where(
      and(
        inArray(plantLookPhotos.lookId, going),
        eq(plantLookPhotos.broughtPhoto, true),
        notExists(corrected),
      ),
    );
  const ids = rows.map(({ photoId }) => photoId);
  if (ids.length === 0) return [];
  const kept = await queries
    .selectDistinct({ photoId: plantLookPhotos.photoId })
    .from(plantLookPhotos)
    .where(
      and(
        inArray(plantLookPhotos.photoId, ids),
        sql`${plantLookPhotos.lookId} <> all(${sql.param(going)}::uuid[])`,
      ),
    );
  const held = new Set(kept.map(({ photoId }) => photoId));
  return ids.filter((id) => !held.has(id));
}

/** Erases a plant with its looks. @returns photos that nothing uses any longer; undefined without such a plant */
export async function erasePlant(
  transaction: Transaction,
  ownerId: string,
  id: string,
): Promise<readonly string[] | undefined> {
  const looks = await transaction
    .select({ id: plantLooks.id })
    .from(plantLooks)
    .innerJoin(plants, eq(plants.id, plantLooks.plantId))
    .where(and(eq(plants.id, id), eq(plants.ownerId, ownerId)));
  const loose = await looseEnds(
    transaction,
    looks.map((look) => look.id),
  );
  const rows = await transaction
    .delete(plants)
    .where(and(eq(plants.id, id), eq(plants.ownerId, ownerId)))
    .returning({ id: plants.id });
  return rows.length > 0 ? loose : undefined;
}

/** Erases a look. @returns as `erasePlant` */
export async function eraseLook(
  transaction: Transaction,
  ownerId: string,
  id: string,
): Promise<readonly string[] | undefined> {
  const loose = await looseEnds(transaction, [id]);
  const rows = await transaction
    .delete(plantLooks)
    .where(lookOf(transaction, ownerId, id))
    .returning({ id: plantLooks.id });
  return rows.length > 0 ? loose : undefined;
}

/** What has been in the bin since before a given time. */
export async function readExpired(
  queries: Queries,
  ownerId: string,
  before: Date,
): Promise<{ readonly plants: readonly string[]; readonly looks: readonly string[] }> {
  const old = await queries
    .select({ id: plants.id })
    .from(plants)
    .where(and(eq(plants.ownerId, ownerId), lt(plants.deletedAt, before)));
  const looks = await queries
    .select({ id: plantLooks.id })
    .from(plantLooks)
    .innerJoin(plants, eq(plants.id, plantLooks.plantId))
    .where(and(eq(plants.ownerId, ownerId), lt(plantLooks.deletedAt, before)));
  return { plants: old.map(({ id }) => id), looks: looks.map(({ id }) => id) };
}
