import type { PantryFood } from "./needs";
import { type StockedFood, stockAsPantry } from "./stock/stocked-food";

/** Everything that says what is in the kitchen. */
export interface KitchenSources {
  /** The foods on the photos, as told. */
  readonly seen: readonly PantryFood[];
  /** Foods added by hand and kept in this browser. */
  readonly kept: readonly string[];
  /** The pantry that lasts; null where it is switched off. */
  readonly stock: readonly StockedFood[] | null;
  /** YYYY-MM-DD. */
  readonly today: string;
}

/**
 * What is in the kitchen: the one list that suggestions, recipe pages, shopping list and week read. What a person wrote down
 * stands before what a photo shows.
 */
export function kitchenFoods({ seen, kept, stock, today }: KitchenSources): PantryFood[] {
  const foods = new Map<string, PantryFood>();
  for (const food of stockAsPantry(stock ?? [], today)) foods.set(food.foodId, food);
  for (const food of seen) {
    const known = foods.get(food.foodId);
    if (!known) foods.set(food.foodId, food);
    // "some" of it is written down, and a photo shows how many
    else if (known.count === null && !known.amount && food.weight === 1)
      foods.set(food.foodId, { ...known, count: food.count });
  }
  for (const foodId of kept) {
    const known = foods.get(foodId);
    foods.set(foodId, known ? { ...known, weight: 1 } : { foodId, weight: 1, count: null });
  }
  return [...foods.values()];
}
