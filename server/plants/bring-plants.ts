import type { Bringing } from "@/lib/contracts/bringing";
import { modelIdSchema } from "@/lib/contracts/corrections";
import {
  MAX_LOOK_PHOTOS,
  type PlantDiary,
  type PlantLook,
  updatePlantInputSchema,
} from "@/lib/contracts/plants";
import { connection, type Transaction, transaction } from "@/server/db/transaction";
import * as repository from "./repository";

/** Where an archive's photos and classes are here. */
export interface DiaryPlaces {
  /** A photo's id here; undefined for one that is left out. */
  readonly photoOf: (photoId: string) => string | undefined;
  /** A class's id here; undefined for one that means something else here. */
  readonly classOf: (classId: number) => Promise<number | undefined>;
}

interface Known {
  /** The team that has a plant of this id. */
  readonly owner: ReadonlyMap<string, string>;
  /** The plant that a look of this id is of. */
  readonly plantOfLook: ReadonlyMap<string, string>;
}

async function readKnown(
  queries: Transaction,
  diaries: readonly PlantDiary[],
  derivedId: Bringing["derivedId"],
): Promise<Known> {
  const both = (ids: readonly string[]) => ids.flatMap((id) => [id, derivedId(id)]);
  const plants = await repository.readOwners(queries, both(diaries.map(({ id }) => id)));
  const looks = await repository.readLookPlants(
    queries,
    both(diaries.flatMap((diary) => diary.looks.map(({ id }) => id))),
  );
  return {
    owner: new Map(plants.map(({ id, ownerId }) => [id, ownerId])),
    plantOfLook: new Map(looks.map(({ id, plantId }) => [id, plantId])),
  };
}

/** Takes plants in with their looks, all of it or nothing. What is here, also in the bin, stays as it is. */
export async function bringPlants(
  diaries: readonly PlantDiary[],
  places: DiaryPlaces,
  bringing: Bringing,
): Promise<void> {
  if (diaries.length === 0) return;
  const work = async (queries: Transaction) => {
    const known = await readKnown(queries, diaries, bringing.derivedId);
    // the newest is listed first
    for (const diary of diaries.toReversed()) await bringPlant(queries, diary, { known, places, bringing });
  };
  // a trial writes nothing, so it needs no transaction that could be rolled back
  await (bringing.isTrial ? work(connection() as Transaction) : transaction(work));
}

interface Here {
  readonly known: Known;
  readonly places: DiaryPlaces;
  readonly bringing: Bringing;
}

async function bringPlant(queries: Transaction, diary: PlantDiary, here: Here): Promise<void> {
  const { who, isTrial, derivedId, tell } = here.bringing;
  const { teamId } = who;
  const { owner } = here.known;
  const derived = derivedId(diary.id);
  const own = [diary.id, derived].find((id) => owner.get(id) === teamId);
  const plantId = own ?? (owner.has(diary.id) ? derived : diary.id);
  const { name, note, remindOn, looks } = diary;
  const values = updatePlantInputSchema.safeParse({ plantId, name, note, remindOn });
  if (own === undefined && !values.success) {
    tell("plants", name, { left: "unreadable" });
    for (const look of looks) tell("looks", lookName(diary, look), { left: "unreadable" });
    return;
  }
  tell("plants", name, own === undefined ? "added" : "known");
  if (own === undefined && !isTrial) {
    const createdAt = new Date(diary.createdAt);
    await repository.insertPlant(queries, { id: plantId, ownerId: teamId, name, note, remindOn, createdAt });
  }
  for (const look of looks) await bringLook(queries, { ...look, plantId, name: lookName(diary, look) }, here);
}

const lookName = ({ name }: PlantDiary, { lookedAt }: PlantLook) => `${name}, ${lookedAt.slice(0, 10)}`;

async function bringLook(
  queries: Transaction,
  look: PlantLook & { readonly plantId: string; readonly name: string },
  { known, places, bringing }: Here,
): Promise<void> {
  const { isTrial, derivedId, tell } = bringing;
  const { plantId, name, modelId, note, answer } = look;
  const derived = derivedId(look.id);
  const isKnown = [look.id, derived].some((id) => known.plantOfLook.get(id) === plantId);
  if (isKnown) {
    tell("looks", name, "known");
    return;
  }
  const isModel = modelId === null || modelIdSchema.safeParse(modelId).success;
  if (!isModel || note.length > 2_000 || look.photos.length > MAX_LOOK_PHOTOS) {
    tell("looks", name, { left: "unreadable" });
    return;
  }
  const shown = new Map<string, { readonly photoId: string; readonly leaves: unknown }>();
  for (const photo of look.photos) {
    const leaves = [];
    for (const leaf of photo.leaves) {
      const classId = await places.classOf(leaf.classId);
      if (classId === undefined) {
        tell("looks", name, { left: "class-differs" });
        return;
      }
      leaves.push({ ...leaf, classId });
    }
    const photoId = places.photoOf(photo.photoId);
    // a photo that is gone leaves its look, as it does in the library
    if (photoId !== undefined) shown.set(photoId, { photoId, leaves });
  }
  tell("looks", name, "added");
  if (isTrial) return;
  const id = known.plantOfLook.has(look.id) ? derived : look.id;
  const lookedAt = new Date(look.lookedAt);
  await repository.insertBroughtLook(queries, { id, plantId, lookedAt, modelId, answer, note }, [
    ...shown.values(),
  ]);
}
