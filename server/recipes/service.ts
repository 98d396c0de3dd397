import type {
  ListRequest,
  ListResponse,
  OwnRecipe,
  RecipeCard,
  RecipePage,
  SuggestRequest,
  SuggestResponse,
} from "@/lib/contracts/recipes";
import { listRequestSchema, ownRecipeSchema, suggestRequestSchema } from "@/lib/contracts/recipes";
import { AppError } from "@/lib/core/errors";
import type { FoodFacts } from "@/lib/core/recipes/allergens";
import { allergenReport } from "@/lib/core/recipes/allergens";
import { isSafeAnywhere, requiredMask } from "@/lib/core/recipes/diet-and-allergen-filter";
import { DIETS, suits } from "@/lib/core/recipes/diets";
import { effortOf } from "@/lib/core/recipes/effort";
import type { Food, Substitution } from "@/lib/core/recipes/food";
import type { PantryFood } from "@/lib/core/recipes/needs";
import { personalReasons } from "@/lib/core/recipes/personal";
import { explain, rankRecipes, requiredFoods, staplesOf } from "@/lib/core/recipes/rank";
import { type Recipe, totalMinutes } from "@/lib/core/recipes/recipe";
import { isInSeason, type Season, spoilsFirst } from "@/lib/core/recipes/season";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { connection, transaction } from "@/server/db/transaction";
import { readCookOfRecipe, readCookProfile } from "./cook/repository";
import { newSlug, toOwnRecipe } from "./own/own-recipe";
import { readingOf } from "./own/read-anew";
import { addOwnRecipes, removeOwn, replaceOwn } from "./own/repository";
import type { RecipeMemory } from "./recipe-memory";
import { recipeMemoryNow } from "./recipe-memory-now";
import { readRecipe, readRecipes } from "./repository";
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

/** Ranks the recipes for what is in the kitchen and explains each. */
export async function suggestRecipes(input: SuggestRequest, userId: string): Promise<SuggestResponse> {
  const request = suggestRequestSchema.parse(input);
  const memory = await recipeMemoryNow();
  const { pantry, unknown } = readPantry(request.foods, memory.vocabulary);
  const required = requiredMask(request.diets, request.allergens);
  const profile = await readCookProfile(connection(), userId, new Date());
  const staples = request.staples ? new Set(request.staples) : staplesOf(memory.vocabulary);
  const ranking = rankRecipes(memory.index, memory.vocabulary, memory.numberOf, {
    pantry,
    mode: request.mode,
    maxMissing: request.maxMissing,
    requiredMask: required,
    limit: request.limit,
    offset: request.offset,
    staples,
    profile,
    owner: memory.ownerNumber(userId),
    ...(request.season ? { season: request.season } : {}),
    maySwap: (swap) => factsOf([swap.use], memory).every((food) => isSafeAnywhere(food, required)),
  });
  const found = await readRecipes(connection(), ranking.ids, userId);
  return {
    suggestions: found.map(({ id, recipe }) => {
      const foods = requiredFoods(recipe.ingredients);
      const said = explain(recipe.ingredients, ranking.needs, (id) => staples.has(id));
      return {
        card: toCard(recipe, memory),
        used: [...said.used],
        swaps: [...said.swaps],
        missing: [...said.missing],
        unknown: [...said.unknown],
        useSoon: [...said.used.map((food) => food.by), ...said.swaps.map((swap) => swap.use)].filter(
          spoilsFirst,
        ),
        inSeason: seasonal(foods, request.season, staples),
        reasons: personalReasons({ id, foods, servings: recipe.servings, effort: effortOf(recipe) }, profile),
      };
    }),
    total: ranking.total,
    unknown,
  };
}

/**
 * One recipe with what follows from its foods.
 * @throws AppError request/not-found
 */
export async function getRecipe(slug: string, userId: string): Promise<RecipePage> {
  const found = await readRecipe(connection(), slug, userId);
  if (!found) throw new AppError("request/not-found", { facts: { slug } });
  const { id, recipe, isOwn } = found;
  const report = toReport(recipe, await recipeMemoryNow());
  return {
    recipe,
    isOwn,
    report,
    effort: effortOf(recipe),
    ...(await readCookOfRecipe(connection(), userId, id)),
  };
}

/** Searches and filters all recipes. */
export async function listRecipes(input: ListRequest, userId: string): Promise<ListResponse> {
  const { foodIds, ...request } = listRequestSchema.parse(input);
  const memory = await recipeMemoryNow();
  const numbers = foodIds.map((id) => memory.numberOf(id));
  // a food that no recipe can name matches nothing
  if (numbers.includes(undefined)) return { cards: [], total: 0, isAtLeast: false, next: null };
  const { recipes, ...found } = await searchRecipes(connection(), {
    ...request,
    userId,
    foodNumbers: numbers.filter((number) => number !== undefined),
  });
  return { ...found, cards: recipes.map((recipe) => toCard(recipe, memory)) };
}

/**
 * Keeps a person's own recipe.
 * @returns its slug
 * @throws ZodError; AppError request/invalid for a food the vocabulary does not have
 */
export async function saveOwnRecipe(input: OwnRecipe, userId: string): Promise<{ slug: string }> {
  const slug = newSlug(input.title);
  const { entry, reading } = await ownSeed(input, slug);
  await transaction((queries) => addOwnRecipes(queries, [entry], userId, reading));
  return { slug };
}

/**
 * Keeps a person's changes to their recipe; its address stays.
 * @throws as saveOwnRecipe; AppError request/not-found when the person has no recipe of that slug
 */
export async function changeOwnRecipe(slug: string, input: OwnRecipe, userId: string): Promise<void> {
  const { entry, reading } = await ownSeed(input, slug);
  if (!(await transaction((queries) => replaceOwn(queries, entry, userId, reading))))
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
  return { entry: toSeed(toOwnRecipe(parsed, slug), vocabulary), reading: readingOf(vocabulary) };
}

/** @throws AppError request/not-found when the person has no recipe of that slug */
export async function removeOwnRecipe(slug: string, userId: string): Promise<void> {
  if (!(await transaction((queries) => removeOwn(queries, slug, userId))))
    throw new AppError("request/not-found", { facts: { slug } });
}

function seasonal(foods: readonly string[], season: Season | null, staples: ReadonlySet<string>): string[] {
  return season ? foods.filter((food) => !staples.has(food) && isInSeason(food, season)) : [];
}

function readPantry(
  entries: ReturnType<typeof suggestRequestSchema.parse>["foods"],
  vocabulary: Vocabulary,
): { pantry: PantryFood[]; unknown: string[] } {
  const pantry: PantryFood[] = [];
  const unknown: string[] = [];
  for (const entry of entries) {
    const named = entry.foodId === undefined ? undefined : vocabulary.byId.get(entry.foodId);
    const seen = entry.className === undefined ? [] : (vocabulary.byClass.get(entry.className) ?? []);
    const foods = named ? [named] : seen;
    if (foods.length === 0) unknown.push(entry.foodId ?? entry.className ?? "");
    for (const food of foods)
      pantry.push({ foodId: food.id, weight: entry.score, count: entry.count ?? null });
  }
  return { pantry, unknown };
}

function factsOf(foodIds: readonly string[], memory: RecipeMemory): FoodFacts[] {
  return foodIds.map((id) => memory.vocabulary.byId.get(id) ?? unknownFood(id));
}

/** A food the vocabulary has lost: nothing about it may be promised. */
function unknownFood(id: string): FoodFacts {
  return { id, origin: "unknown", alcohol: false, allergens: null, allergensToCheck: [] };
}

function toReport(recipe: Recipe, memory: RecipeMemory): RecipePage["report"] {
  const facts = factsOf([...new Set(recipe.ingredients.map((item) => item.foodId))], memory);
  const { contains, toCheck, complete } = allergenReport(facts);
  return {
    diets: DIETS.filter((diet) => suits(diet, facts) === "yes"),
    contains: [...contains],
    toCheck: [...toCheck],
    allergensKnown: complete,
  };
}

function toCard(recipe: Recipe, memory: RecipeMemory): RecipeCard {
  return {
    slug: recipe.slug,
    title: recipe.title,
    summary: recipe.summary,
    cuisine: recipe.cuisine,
    servings: recipe.servings,
    dishClass: recipe.dishClass,
    minutes: totalMinutes(recipe),
    ingredientCount: recipe.ingredients.length,
    ...toReport(recipe, memory),
  };
}
