import { createHash } from "node:crypto";
import type { Bringing } from "@/lib/contracts/bringing";
import { shoppingListSchema } from "@/lib/contracts/shopping";
import { stockSchema } from "@/lib/contracts/stock";
import {
  type Brought,
  type BroughtKind,
  TAKEOUT_FILES,
  takeoutClassesSchema,
  takeoutCookSchema,
  takeoutPlantsSchema,
  takeoutRecipeSchema,
  takeoutWeekSchema,
} from "@/lib/contracts/takeout";
import type { Who } from "@/lib/contracts/who";
import { findPhotosOf } from "@/server/photos/service";
import { bringPlants } from "@/server/plants/bring-plants";
import { bringCook, type RecipePlaces } from "@/server/recipes/bring/bring-cook";
import { bringPantryAndList, bringWeek } from "@/server/recipes/bring/bring-kitchen";
import { bringRecipe, RECIPE_LIMITS, recipeReader } from "@/server/recipes/bring/bring-recipes";
import { placeClasses } from "./bring-classes";
import { bringPhotos, type PhotoContents } from "./bring-photos";
import { createTally } from "./brought-tally";
import type { OpenedTakeout } from "./open-takeout";

const RECIPE_FILE = "recipe.json";
const PICTURE_FILE = "full.jpg";
const OF_PERSON: ReadonlySet<BroughtKind> = new Set(["likes", "cooked", "profile"]);

export interface BringTakeout {
  readonly archive: OpenedTakeout;
  readonly who: Who;
  /** Nothing is written: it is only counted what would be. */
  readonly isTrial: boolean;
  readonly signal: AbortSignal;
  readonly onPhoto: (done: number, total: number) => void;
}

/** An id that is the same for the same row in the same team, and no other team's. */
const derivedIds = (teamId: string) => (id: string) => {
  const hex = createHash("sha256").update(`${teamId} ${id}`).digest("hex");
  // a UUID of version 8: made of what its maker chooses, RFC 9562 section 5.8
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/**
 * Takes an archive in, kind by kind: each photo with its saves, each recipe with its picture, pantry with list, week, plants,
 * and what somebody likes are each written whole or not at all. What is here stays as it is, so that twice is once, and one
 * that was stopped goes on.
 * @throws AppError takeout/damaged before anything is written, where a file of the archive is damaged; storage/…
 */
export async function bringTakeout({
  archive,
  who,
  isTrial,
  signal,
  onPhoto,
}: BringTakeout): Promise<Brought> {
  const tally = createTally();
  const isAlone = who.teamId === who.userId;
  const bringing: Bringing = {
    who,
    isTrial,
    derivedId: derivedIds(who.teamId),
    // other members see a team's jobs, and what one person likes is theirs alone
    tell: (kind, name, outcome) => tally.count(kind, isAlone || !OF_PERSON.has(kind) ? name : "", outcome),
  };
  // all of them are read before the first is written
  const there = await archive.readJson(TAKEOUT_FILES.classes, takeoutClassesSchema);
  const stock = await archive.readJson(TAKEOUT_FILES.pantry, stockSchema);
  const list = await archive.readJson(TAKEOUT_FILES.shopping, shoppingListSchema);
  const week = await archive.readJson(TAKEOUT_FILES.week, takeoutWeekSchema);
  const { plants } = await archive.readJson(TAKEOUT_FILES.plants, takeoutPlantsSchema);
  const cook = await archive.readJson(TAKEOUT_FILES.cook, takeoutCookSchema);
  const classes = await placeClasses(there, { isTrial, onNew: tally.addClass });
  const contents = await bringPhotos({
    ...bringing,
    archive,
    classes,
    signal,
    onShared: tally.addShared,
    onPhoto: (done) => onPhoto(done, archive.manifest.photos),
  });
  const places = await bringRecipes(archive, bringing, signal);
  signal.throwIfAborted();
  await bringPantryAndList({ stock, list }, places.slugOf, bringing);
  await bringWeek(week, places, bringing);
  const photoOf = await placesOfPhotos(contents, bringing);
  await bringPlants(plants, { photoOf, classOf: classes.idOf }, bringing);
  await bringCook(cook, places, bringing);
  return tally.result();
}

/** Ids here of the archive's photos; a trial's have any. */
async function placesOfPhotos(contents: PhotoContents, { who, isTrial }: Bringing) {
  if (isTrial) return (photoId: string) => (contents.has(photoId) ? photoId : undefined);
  const ids = new Map<string, string>();
  const all = [...contents.values()];
  for (let at = 0; at < all.length; at += 1000)
    for (const [sha256, id] of await findPhotosOf(who.teamId, all.slice(at, at + 1000))) ids.set(sha256, id);
  return (photoId: string) => ids.get(contents.get(photoId) ?? "");
}

async function bringRecipes(
  archive: OpenedTakeout,
  bringing: Bringing,
  signal: AbortSignal,
): Promise<RecipePlaces> {
  const reader = await recipeReader();
  const slugs = new Map<string, string>();
  let read = 0;
  for await (const line of archive.readLines(TAKEOUT_FILES.recipes, takeoutRecipeSchema)) {
    signal.throwIfAborted();
    read++;
    if (!line) {
      bringing.tell("recipes", TAKEOUT_FILES.recipes, { left: "unreadable" });
      continue;
    }
    const [file, picture] = [`${line.folder}/${RECIPE_FILE}`, `${line.folder}/${PICTURE_FILE}`];
    const slug = await bringRecipe(
      {
        slug: line.slug,
        name: line.slug,
        recipe: () => archive.read(file, RECIPE_LIMITS.recipe),
        picture: archive.paths.has(picture) ? () => archive.read(picture, RECIPE_LIMITS.picture) : null,
      },
      reader,
      bringing,
    );
    if (slug !== undefined) slugs.set(line.slug, slug);
  }
  for (; read < archive.manifest.recipes; read++)
    bringing.tell("recipes", TAKEOUT_FILES.recipes, { left: "file-missing" });
  return {
    slugOf: (slug) => slugs.get(slug) ?? slug,
    willBeHere: bringing.isTrial ? new Set(slugs.values()) : new Set(),
  };
}
