import type { Cook, CookPart, Opinion } from "@/lib/contracts/recipes";
import type { TakeoutCook } from "@/lib/contracts/takeout";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import type { Skill } from "@/lib/core/recipes/personal";
import { recordIn } from "@/server/audit/service";
import { connection, transaction } from "@/server/db/transaction";
import { countKitchen, eraseKitchen } from "../kitchen/repository";
import { recipeMemoryNow } from "../recipe-memory-now";
import { readRecipe } from "../repository";
import * as repository from "./repository";

/** What Forage stores about a person's cooking. */
export async function getCook({ userId, teamId }: Who): Promise<Cook> {
  const [cook, kitchen] = await Promise.all([
    repository.readCook(connection(), { userId, teamId }),
    countKitchen(connection(), teamId),
  ]);
  return { ...cook, ...kitchen };
}

/** The same without the kitchen's counts, with everything that was ever cooked. */
export function getWholeCook(who: Who): Promise<TakeoutCook> {
  return repository.readCook(connection(), who, { isWhole: true });
}

/** @throws AppError request/not-found */
export async function setOpinion(
  slug: string,
  opinion: Opinion | null,
  { userId, teamId }: Who,
): Promise<void> {
  await repository.writeOpinion(connection(), userId, await recipeId(slug, teamId), opinion);
}

/** @throws AppError request/not-found for a food the vocabulary does not have */
export async function setFoodDislike(foodId: string, isDisliked: boolean, userId: string): Promise<void> {
  const number = (await recipeMemoryNow()).numberOf(foodId);
  if (number === undefined) throw new AppError("request/not-found", { facts: { food: foodId } });
  await repository.writeFoodDislike(connection(), userId, number, isDisliked);
}

/** Adds to the cooked-it history. @throws AppError request/not-found */
export async function addCooked(slug: string, servings: number, { userId, teamId }: Who): Promise<void> {
  await repository.insertCooked(connection(), userId, await recipeId(slug, teamId), servings);
}

/** @throws AppError request/not-found */
export async function removeCooked(id: number, userId: string): Promise<void> {
  if (!(await repository.deleteCooked(connection(), userId, id))) throw new AppError("request/not-found");
}

export async function setProfile(
  profile: { readonly household: number | null; readonly skill: Skill | null },
  userId: string,
): Promise<void> {
  if (profile.household === null && profile.skill === null)
    await repository.eraseProfile(connection(), userId);
  else await repository.writeProfile(connection(), userId, profile);
}

/** Erases a part for good, or all of it: afterwards the order is not personal any longer. */
export function eraseCook(part: CookPart, { userId, teamId }: Who): Promise<void> {
  const wants = (one: CookPart) => part === one || part === "all";
  return transaction(async (queries) => {
    if (wants("favourites")) await repository.eraseOpinions(queries, userId, "favourite");
    if (wants("dislikes")) {
      await repository.eraseOpinions(queries, userId, "dislike");
      await repository.eraseFoodDislikes(queries, userId);
    }
    if (wants("history")) await repository.eraseHistory(queries, userId);
    if (wants("profile")) await repository.eraseProfile(queries, userId);
    // a person who erases everything means the pantry and the week too, where they are theirs alone
    if (part === "all" && teamId === userId) await eraseKitchen(queries, teamId);
    // what one person likes and ate is theirs alone
    await recordIn(queries, { action: "kitchen/erased", facts: { part }, teamId: userId });
  });
}

async function recipeId(slug: string, teamId: string): Promise<number> {
  const found = await readRecipe(connection(), slug, teamId);
  if (!found) throw new AppError("request/not-found", { facts: { slug } });
  return found.id;
}
