import { isSafeAnywhere, requiredMask } from "@/lib/core/recipes/diet-and-allergen-filter";
import { type AtHand, type PantryFood, resolveAtHand } from "@/lib/core/recipes/needs";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import type { KitchenPreferences } from "./kitchen-store";
import { isOnShelf } from "./staples";

type Kitchen = Pick<
  KitchenPreferences,
  "pantry" | "keptFoods" | "diets" | "allergens" | "staplesAdded" | "staplesRemoved"
>;

/** What a kitchen gives, and what it never counts. */
export interface KitchenAtHand {
  readonly atHand: AtHand;
  readonly isStaple: (foodId: string) => boolean;
  /** False when nothing is known about the kitchen. */
  readonly isKnown: boolean;
}

/**
 * What the pantry looked at last and the foods kept at home give: for recipe page and shopping list, by the same rules as the
 * suggestions.
 */
export function kitchenAtHand(kitchen: Kitchen, vocabulary: Vocabulary): KitchenAtHand {
  const required = requiredMask(kitchen.diets, kitchen.allergens);
  const isStaple = (foodId: string) => {
    const food = vocabulary.byId.get(foodId);
    return food !== undefined && isOnShelf(food, kitchen);
  };
  const kept = kitchen.keptFoods.map((foodId): PantryFood => ({ foodId, weight: 1, count: null }));
  const seen = new Set(kitchen.pantry.map((food) => food.foodId));
  const pantry = [...kitchen.pantry, ...kept.filter((food) => !seen.has(food.foodId))];
  const atHand = resolveAtHand(pantry, vocabulary, {
    isStaple,
    maySwap: (swap) => {
      const food = vocabulary.byId.get(swap.use);
      return food !== undefined && isSafeAnywhere(food, required);
    },
  });
  return { atHand, isStaple, isKnown: pantry.length > 0 };
}
