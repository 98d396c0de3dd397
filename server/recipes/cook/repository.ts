import { and, count, desc, eq, isNull, max, or } from "drizzle-orm";
import type { Cook, Opinion } from "@/lib/contracts/recipes";
import type { Who } from "@/lib/contracts/who";
import type { CookProfile, Skill } from "@/lib/core/recipes/personal";
import {
  cookedRecipes,
  cookProfiles,
  foodDislikes,
  foods,
  recipeOpinions,
  recipes,
} from "@/server/db/schema/recipes";
import type { Queries } from "@/server/db/transaction";

const DAY_MS = 86_400_000;
/** Entries of the cooked-it history that a page shows. */
const HISTORY_SHOWN = 200;

/** What determines a person's order, as of `now`. */
export async function readCookProfile(queries: Queries, userId: string, now: Date): Promise<CookProfile> {
  const [opinions, dislikes, cooked, profile] = await Promise.all([
    queries
      .select({ recipeId: recipeOpinions.recipeId, opinion: recipeOpinions.opinion })
      .from(recipeOpinions)
      .where(eq(recipeOpinions.userId, userId)),
    readDislikedFoods(queries, userId),
    queries
      .select({
        recipeId: cookedRecipes.recipeId,
        times: count(),
        last: max(cookedRecipes.cookedAt),
      })
      .from(cookedRecipes)
      .where(eq(cookedRecipes.userId, userId))
      .groupBy(cookedRecipes.recipeId),
    readSelf(queries, userId),
  ]);
  const named = (opinion: Opinion) =>
    opinions.filter((entry) => entry.opinion === opinion).map((entry) => entry.recipeId);
  return {
    favourites: named("favourite"),
    dislikedRecipes: named("dislike"),
    dislikedFoods: dislikes,
    cooked: cooked.map(({ recipeId, times, last }) => ({
      recipeId,
      times,
      daysAgo: last ? Math.max(0, Math.floor((now.getTime() - last.getTime()) / DAY_MS)) : 0,
    })),
    ...profile,
  };
}

/** The same as text, for the page where it can be erased. @param isWhole the whole history, which no page shows */
export async function readCook(
  queries: Queries,
  { userId, teamId }: Who,
  { isWhole = false } = {},
): Promise<Omit<Cook, "stockedFoods" | "plannedMeals" | "shoppingLines">> {
  const visible = and(eq(recipes.removed, false), or(isNull(recipes.ownerId), eq(recipes.ownerId, teamId)));
  const [opinions, dislikedFoods, cooked, profile] = await Promise.all([
    queries
      .select({ slug: recipes.slug, title: recipes.title, opinion: recipeOpinions.opinion })
      .from(recipeOpinions)
      .innerJoin(recipes, eq(recipes.id, recipeOpinions.recipeId))
      .where(and(eq(recipeOpinions.userId, userId), visible))
      .orderBy(desc(recipeOpinions.at)),
    readDislikedFoods(queries, userId),
    queries
      .select({
        id: cookedRecipes.id,
        slug: recipes.slug,
        title: recipes.title,
        servings: cookedRecipes.servings,
        cookedAt: cookedRecipes.cookedAt,
      })
      .from(cookedRecipes)
      .innerJoin(recipes, eq(recipes.id, cookedRecipes.recipeId))
      .where(and(eq(cookedRecipes.userId, userId), visible))
      .orderBy(desc(cookedRecipes.cookedAt), desc(cookedRecipes.id))
      .limit(isWhole ? Number.MAX_SAFE_INTEGER : HISTORY_SHOWN),
    readSelf(queries, userId),
  ]);
  const named = (opinion: Opinion) =>
    opinions.filter((entry) => entry.opinion === opinion).map(({ slug, title }) => ({ slug, title }));
  return {
    favourites: named("favourite"),
    dislikedRecipes: named("dislike"),
    dislikedFoods,
    cooked: cooked.map((entry) => ({ ...entry, cookedAt: entry.cookedAt.toISOString() })),
    ...profile,
  };
}

async function readDislikedFoods(queries: Queries, userId: string): Promise<string[]> {
  const rows = await queries
    .select({ slug: foods.slug })
    .from(foodDislikes)
    .innerJoin(foods, eq(foods.id, foodDislikes.foodId))
    .where(eq(foodDislikes.userId, userId))
    .orderBy(foods.slug);
  return rows.map((row) => row.slug);
}

async function readSelf(
  queries: Queries,
  userId: string,
): Promise<{ household: number | null; skill: Skill | null }> {
  const [row] = await queries
    .select({ household: cookProfiles.household, skill: cookProfiles.skill })
    .from(cookProfiles)
    .where(eq(cookProfiles.userId, userId));
  return row ?? { household: null, skill: null };
}

/** What a person thinks of one recipe, and how often they cooked it. */
export async function readCookOfRecipe(queries: Queries, userId: string, recipeId: number) {
  const [[opinion], [cooked]] = await Promise.all([
    queries
      .select({ opinion: recipeOpinions.opinion })
      .from(recipeOpinions)
      .where(and(eq(recipeOpinions.userId, userId), eq(recipeOpinions.recipeId, recipeId))),
    queries
      .select({ times: count(), last: max(cookedRecipes.cookedAt) })
      .from(cookedRecipes)
      .where(and(eq(cookedRecipes.userId, userId), eq(cookedRecipes.recipeId, recipeId))),
  ]);
  return {
    opinion: opinion?.opinion ?? null,
    cooked: { times: cooked?.times ?? 0, last: cooked?.last?.toISOString() ?? null },
  };
}

/** @param opinion null takes it back */
export async function writeOpinion(
  queries: Queries,
  userId: string,
  recipeId: number,
  opinion: Opinion | null,
  at = new Date(),
): Promise<void> {
  if (opinion === null) {
    await queries
      .delete(recipeOpinions)
      .where(and(eq(recipeOpinions.userId, userId), eq(recipeOpinions.recipeId, recipeId)));
    return;
  }
  await queries
    .insert(recipeOpinions)
    .values({ userId, recipeId, opinion, at })
    .onConflictDoUpdate({
      target: [recipeOpinions.userId, recipeOpinions.recipeId],
      set: { opinion, at },
    });
}

export async function writeFoodDislike(
  queries: Queries,
  userId: string,
  foodNumber: number,
  isDisliked: boolean,
): Promise<void> {
  if (isDisliked)
    await queries.insert(foodDislikes).values({ userId, foodId: foodNumber }).onConflictDoNothing();
  else
    await queries
      .delete(foodDislikes)
      .where(and(eq(foodDislikes.userId, userId), eq(foodDislikes.foodId, foodNumber)));
}

export async function insertCooked(
  queries: Queries,
  userId: string,
  recipeId: number,
  servings: number,
): Promise<void> {
  await queries.insert(cookedRecipes).values({ userId, recipeId, servings });
}

const ENTRIES_AT_ONCE = 5_000;

/** Adds what was cooked elsewhere, in the order given. */
export async function insertHistory(
  queries: Queries,
  userId: string,
  entries: readonly { readonly recipeId: number; readonly servings: number; readonly cookedAt: Date }[],
): Promise<void> {
  for (let at = 0; at < entries.length; at += ENTRIES_AT_ONCE)
    await queries
      .insert(cookedRecipes)
      .values(entries.slice(at, at + ENTRIES_AT_ONCE).map((entry) => ({ userId, ...entry })));
}

/** @returns false when the person has no such entry */
export async function deleteCooked(queries: Queries, userId: string, id: number): Promise<boolean> {
  const gone = await queries
    .delete(cookedRecipes)
    .where(and(eq(cookedRecipes.userId, userId), eq(cookedRecipes.id, id)))
    .returning({ id: cookedRecipes.id });
  return gone.length > 0;
}

export async function writeProfile(
  queries: Queries,
  userId: string,
  profile: { readonly household: number | null; readonly skill: Skill | null },
): Promise<void> {
  await queries
    .insert(cookProfiles)
    .values({ userId, ...profile })
    .onConflictDoUpdate({ target: cookProfiles.userId, set: profile });
}

export async function eraseOpinions(queries: Queries, userId: string, opinion: Opinion) {
  await queries
    .delete(recipeOpinions)
    .where(and(eq(recipeOpinions.userId, userId), eq(recipeOpinions.opinion, opinion)));
}

export async function eraseFoodDislikes(queries: Queries, userId: string) {
  await queries.delete(foodDislikes).where(eq(foodDislikes.userId, userId));
}

export async function eraseHistory(queries: Queries, userId: string) {
  await queries.delete(cookedRecipes).where(eq(cookedRecipes.userId, userId));
}

export async function eraseProfile(queries: Queries, userId: string) {
  await queries.delete(cookProfiles).where(eq(cookProfiles.userId, userId));
}
