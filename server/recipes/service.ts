import type { ListRequest, ListResponse, NewOwnRecipe, OwnRecipe, RecipePage } from "@/lib/contracts/recipes";
import { listRequestSchema, newOwnRecipeSchema, ownRecipeSchema } from "@/lib/contracts/recipes";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { effortOf } from "@/lib/core/recipes/effort";
import type { Food, Substitution } from "@/lib/core/recipes/food";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { recordIn } from "@/server/audit/service";
import { connection, transaction } from "@/server/db/transaction";
import { releaseNamed } from "@/server/photos/service";
import { toCard, toReport } from "./card";
import { readCookOfRecipe } from "./cook/repository";
import { newSlug, toOwnRecipe } from "./own/own-recipe";
import { ownReadingOf } from "./own/read-anew";
import { addOwnRecipes, removeOwn, replaceOwn } from "./own/repository";
import { addPicturesIn, pictureOfRecipe, removePicturesIn } from "./pictures/pictures";
import { recipeMemoryNow } from "./recipe-memory-now";
import { readRecipe } from "./repository";
import { searchRecipes } from "./search/repository";
import type { SeedRecipe } from "./seed/repository";
import { toSeed } from "./seed/to-seed";

/** The food vocabulary the page needs for pantry and names. */
export async function listFoods(): Promise<{
  foods: readonly Food[];
  substitutions: readonly Substitution[];
}> {
  const { vocabulary } = await recipeMemoryNow();
  return { foods: vocabulary.foods, substitutions: [...vocabulary.swapsByUse.values()].flat() };
}

/** The part of the vocabulary that says what a kitchen gives for a recipe: its foods, and what may be given for them. */
export async function listFoodsFor(
  recipe: Recipe,
): Promise<{ readonly foods: readonly Food[]; readonly substitutions: readonly Substitution[] }> {
  const { foods, substitutions } = await listFoods();
  const needed = new Set(recipe.ingredients.map((item) => item.foodId));
  const swaps = substitutions.filter((swap) => needed.has(swap.wanted));
  const given = new Set(swaps.map((swap) => swap.use));
  const concerned = foods.filter(
    (food) => needed.has(food.id) || given.has(food.id) || food.countsAs.some((id) => needed.has(id)),
  );
  const named = new Set(concerned.map((food) => food.id));
  return {
    foods: concerned.map((food) => ({ ...food, countsAs: food.countsAs.filter((id) => named.has(id)) })),
    substitutions: swaps,
  };
}

/**
 * One recipe with what follows from its foods.
 * @throws AppError request/not-found
 */
export async function getRecipe(slug: string, { userId, teamId }: Who): Promise<RecipePage> {
  const found = await readRecipe(connection(), slug, teamId);
  if (!found) throw new AppError("request/not-found", { facts: { slug } });
  const { id, recipe, isOwn } = found;
  const report = toReport(recipe, await recipeMemoryNow());
  return {
    recipe,
    isOwn,
    picture: isOwn ? await pictureOfRecipe(id) : null,
    report,
    effort: effortOf(recipe),
    ...(await readCookOfRecipe(connection(), userId, id)),
  };
}

/** What another room keeps of a recipe: its number and its title. @throws AppError request/not-found */
export async function recipeIdOf(
  slug: string,
  teamId: string,
): Promise<{ readonly recipeId: number; readonly title: string }> {
  const found = await readRecipe(connection(), slug, teamId);
  if (!found) throw new AppError("request/not-found", { facts: { slug } });
  return { recipeId: found.id, title: found.recipe.title };
}

/** Searches and filters all recipes. */
export async function listRecipes(input: ListRequest, teamId: string): Promise<ListResponse> {
  const { foodIds, ...request } = listRequestSchema.parse(input);
  const memory = await recipeMemoryNow();
  const numbers = foodIds.map((id) => memory.numberOf(id));
  // a food that no recipe can name matches nothing
  if (numbers.includes(undefined)) return { cards: [], total: 0, isAtLeast: false, next: null };
  const { recipes, ...found } = await searchRecipes(connection(), {
    ...request,
    teamId,
    foodOf: (id) => memory.vocabulary.byId.get(id),
    foodNumbers: numbers.filter((number) => number !== undefined),
  });
  return { ...found, cards: recipes.map((recipe) => toCard(recipe, memory)) };
}

/**
 * Keeps a recipe of a team's own. A job fetches its picture where it names one.
 * @returns its slug
 * @throws ZodError; AppError request/invalid for a food the vocabulary does not have
 */
export async function saveOwnRecipe(input: NewOwnRecipe, who: Who): Promise<{ slug: string }> {
  const slug = newSlug(input.title);
  const { pictures: addresses, ...recipe } = newOwnRecipeSchema.parse(input);
  const { entry, reading } = await ownSeed(recipe, slug);
  const creditUrl = recipe.sourceUrl ?? addresses[0] ?? null;
  await transaction(async (queries) => {
    await addOwnRecipes(queries, [entry], who.teamId, reading);
    if (addresses.length > 0)
      await addPicturesIn(queries, new Map([[slug, { prepared: null, addresses, creditUrl }]]), who);
  });
  return { slug };
}

/**
 * Keeps changes to a team's recipe; its address stays.
 * @throws as saveOwnRecipe; AppError request/not-found when the team has no recipe of that slug
 */
export async function changeOwnRecipe(slug: string, input: OwnRecipe, teamId: string): Promise<void> {
  const { entry, reading } = await ownSeed(input, slug);
  if (!(await transaction((queries) => replaceOwn(queries, entry, teamId, reading))))
    throw new AppError("request/not-found", { facts: { slug } });
}

async function ownSeed(
  input: OwnRecipe,
  slug: string,
): Promise<{ readonly entry: SeedRecipe; readonly reading: string }> {
  const parsed = ownRecipeSchema.parse(input);
  const { vocabulary } = await recipeMemoryNow();
  const unknown = parsed.ingredients.find((item) => !vocabulary.byId.has(item.foodId));
  if (unknown) throw new AppError("request/invalid", { facts: { food: unknown.foodId } });
  return { entry: toSeed(toOwnRecipe(parsed, slug), vocabulary), reading: ownReadingOf(vocabulary) };
}

/** @throws AppError request/not-found when the team has no recipe of that slug */
export async function removeOwnRecipe(slug: string, teamId: string): Promise<void> {
  const names = await transaction(async (queries) => {
    const id = await removeOwn(queries, slug, teamId);
    if (id === undefined) throw new AppError("request/not-found", { facts: { slug } });
    await recordIn(queries, { action: "recipe/deleted", facts: { recipe: slug } });
    return await removePicturesIn(queries, id);
  });
  await releaseNamed(names).catch((error: unknown) => {
    console.warn(`recipes: the picture of a removed recipe stays for the sweep (${String(error)})`);
  });
}
