import type {
  ListRequest,
  ListResponse,
  RecipeCard,
  RecipePage,
  SuggestRequest,
  SuggestResponse,
} from "@/lib/contracts/recipe";
import { listRequestSchema, suggestRequestSchema } from "@/lib/contracts/recipe";
import { AppError } from "@/lib/core/errors";
import {
  allergenReport,
  DIETS,
  type FoodFacts,
  isSafe,
  requiredMask,
  safetyMask,
  suits,
} from "@/lib/core/recipes/diets";
import type { Food, Substitution } from "@/lib/core/recipes/food";
import type { PantryFood } from "@/lib/core/recipes/needs";
import { explain, rankRecipes, staplesOf } from "@/lib/core/recipes/rank";
import { type Recipe, totalMinutes } from "@/lib/core/recipes/recipe";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { createKitchen, type Kitchen } from "./kitchen";
import { readRecipe, readRecipes, searchRecipes } from "./repository";

export { seedRecipes } from "./seed/seed-catalogue";

const kitchenNow = createKitchen();

/** The food vocabulary the page needs for pantry and names. */
export async function listFoods(): Promise<{
  foods: readonly Food[];
  substitutions: readonly Substitution[];
}> {
  const { vocabulary } = await kitchenNow();
  return { foods: vocabulary.foods, substitutions: [...vocabulary.swapsByUse.values()].flat() };
}

/** Ranks the recipes for what is in the kitchen and explains each. */
export async function suggestRecipes(input: SuggestRequest): Promise<SuggestResponse> {
  const request = suggestRequestSchema.parse(input);
  const kitchen = await kitchenNow();
  const { pantry, unknown } = readPantry(request.foods, kitchen.vocabulary);
  const required = requiredMask(request.diets, request.allergens);
  const ranking = rankRecipes(kitchen.index, kitchen.vocabulary, kitchen.numberOf, {
    pantry,
    mode: request.mode,
    maxMissing: request.maxMissing,
    requiredMask: required,
    limit: request.limit,
    offset: request.offset,
    maySwap: (swap) => factsOf([swap.use], kitchen).every((food) => isSafeAnywhere(food, required)),
  });
  const staples = staplesOf(kitchen.vocabulary);
  const found = await readRecipes(ranking.ids);
  return {
    suggestions: found.map(({ recipe }) => {
      const said = explain(recipe.ingredients, ranking.needs, (id) => staples.has(id));
      return {
        card: toCard(recipe, kitchen),
        used: [...said.used],
        swaps: [...said.swaps],
        missing: [...said.missing],
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
export async function getRecipe(slug: string): Promise<RecipePage> {
  const recipe = await readRecipe(slug);
  if (!recipe) throw new AppError("request/not-found", { facts: { slug } });
  return { recipe, report: toReport(recipe, await kitchenNow()) };
}

/** Searches and filters all recipes. */
export async function listRecipes(input: ListRequest): Promise<ListResponse> {
  const { foodIds, ...request } = listRequestSchema.parse(input);
  const kitchen = await kitchenNow();
  const numbers = foodIds.map((id) => kitchen.numberOf(id));
  // a food that no recipe can name matches nothing
  if (numbers.includes(undefined)) return { cards: [], total: 0 };
  const found = await searchRecipes({
    ...request,
    foodNumbers: numbers.filter((number) => number !== undefined),
  });
  return { cards: found.recipes.map((recipe) => toCard(recipe, kitchen)), total: found.total };
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

function factsOf(foodIds: readonly string[], kitchen: Kitchen): FoodFacts[] {
  return foodIds.map((id) => kitchen.vocabulary.byId.get(id) ?? unknownFood(id));
}

const COMPANIONS: readonly FoodFacts[] = [
  { id: "any-meat", origin: "beef", alcohol: false, allergens: [], allergensToCheck: [] },
  { id: "any-dairy", origin: "dairy", alcohol: false, allergens: ["milk"], allergensToCheck: [] },
];

/**
 * Whether a stand-in breaks no required diet whatever it is cooked with: cream is kosher-style by itself, and not in
 * a meat dish. The recipe itself passed the filters, so only what the stand-in adds matters.
 */
function isSafeAnywhere(food: FoodFacts, required: number): boolean {
  const keepsApart = requiredMask(["kosher-style"], []);
  if (!isSafe(safetyMask([food]), required)) return false;
  if ((required & keepsApart) === 0) return true;
  return COMPANIONS.every((companion) => isSafe(safetyMask([food, companion]), keepsApart));
}

/** A food the vocabulary has lost: nothing about it may be promised. */
function unknownFood(id: string): FoodFacts {
  return { id, origin: "unknown", alcohol: false, allergens: null, allergensToCheck: [] };
}

function toReport(recipe: Recipe, kitchen: Kitchen): RecipePage["report"] {
  const facts = factsOf([...new Set(recipe.ingredients.map((item) => item.foodId))], kitchen);
  const { contains, toCheck, complete } = allergenReport(facts);
  return {
    diets: DIETS.filter((diet) => suits(diet, facts) === "yes"),
    contains: [...contains],
    toCheck: [...toCheck],
    allergensKnown: complete,
  };
}

function toCard(recipe: Recipe, kitchen: Kitchen): RecipeCard {
  return {
    slug: recipe.slug,
    title: recipe.title,
    summary: recipe.summary,
    cuisine: recipe.cuisine,
    servings: recipe.servings,
    dishClass: recipe.dishClass,
    minutes: totalMinutes(recipe),
    ingredientCount: recipe.ingredients.length,
    ...toReport(recipe, kitchen),
  };
}
