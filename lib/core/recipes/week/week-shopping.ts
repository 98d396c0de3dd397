import { inBaseUnit, rounded } from "../amounts";
import { type AskedFood, explain } from "../explain";
import type { Substitution } from "../food";
import { type PantryFood, resolveAtHand } from "../needs";
import type { Recipe } from "../recipe";
import { type ListedRecipe, scaled, wantedFrom } from "../shopping-list";
import type { Vocabulary } from "../vocabulary";
import type { PlannedMeal } from "./planned-meal";

export interface WeekKitchen {
  /** What is in the kitchen before the first meal. */
  readonly foods: readonly PantryFood[];
  readonly vocabulary: Vocabulary;
  readonly isStaple: (foodId: string) => boolean;
  readonly maySwap: (swap: Substitution) => boolean;
  /** Dishes before this day are cooked first and take what they use, but are not on the list. */
  readonly listFrom?: string;
}

export interface WeekNeeds {
  /** What is to be bought, by recipe: the same recipe on two days once. */
  readonly listed: readonly ListedRecipe[];
  /** The kitchen's state of each food, by meal; none for a leftover. */
  readonly byMeal: ReadonlyMap<string, readonly AskedFood[]>;
}

/** Less sure than a food that is there: it may be used up by an earlier meal. */
const MAY_BE_USED_UP = 0.5;

/**
 * What the dishes of a week need bought. They are cooked one after another: what a dish takes is gone for the next. A food
 * of which nobody knows how much there is serves the first dish for certain, and may be used up for the others. Leftovers
 * need nothing.
 * @param meals in the order of their days
 */
export function weekNeeds(
  meals: readonly PlannedMeal[],
  recipeOf: (slug: string) => Recipe | undefined,
  { foods, vocabulary, isStaple, maySwap, listFrom = "" }: WeekKitchen,
): WeekNeeds {
  const left = new Map(foods.map((food) => [food.foodId, food]));
  const byMeal = new Map<string, readonly AskedFood[]>();
  const listed = new Map<string, ListedRecipe>();
  for (const meal of meals) {
    const recipe = recipeOf(meal.slug);
    if (!recipe || meal.leftoverOf !== null) continue;
    const ingredients = scaled(recipe.ingredients, meal.cooked / recipe.servings);
    const atHand = resolveAtHand([...left.values()], vocabulary, { isStaple, maySwap });
    const asked = explain(ingredients, atHand, isStaple);
    for (const food of asked) use(left, food);
    byMeal.set(meal.id, asked);
    if (meal.day < listFrom) continue;
    const before = listed.get(meal.slug);
    listed.set(meal.slug, {
      slug: meal.slug,
      title: recipe.title,
      servings: meal.cooked + (before?.servings ?? 0),
      wanted: [...(before?.wanted ?? []), ...wantedFrom(ingredients, asked)],
    });
  }
  return { listed: [...listed.values()], byMeal };
}

/** Takes what a dish uses of one food out of what is left. */
function use(left: Map<string, PantryFood>, { by, has, wants, unit }: AskedFood): void {
  const food = by === null ? undefined : left.get(by);
  if (!food) return;
  if (has === null || wants === null) {
    left.set(food.foodId, { ...food, weight: Math.min(food.weight, MAY_BE_USED_UP) });
    return;
  }
  const rest = rounded(has - wants);
  if (rest <= 0) left.delete(food.foodId);
  else if (unit === "pc") left.set(food.foodId, { ...food, count: rest });
  else left.set(food.foodId, { ...food, amount: inBaseUnit({ quantity: rest, unit }) });
}
