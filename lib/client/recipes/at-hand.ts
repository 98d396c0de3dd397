import { isSafeAnywhere, requiredMask } from "@/lib/core/recipes/diet-and-allergen-filter";
import type { Substitution } from "@/lib/core/recipes/food";
import { kitchenFoods } from "@/lib/core/recipes/kitchen-foods";
import { type AtHand, type PantryFood, resolveAtHand } from "@/lib/core/recipes/needs";
import type { StockedFood } from "@/lib/core/recipes/stock/stocked-food";
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

/** The pantry that lasts, where it is on, and the day it is. */
export interface StockToday {
  readonly stock: readonly StockedFood[] | null;
  readonly today: string;
}

/** What is in the kitchen as the pages of recipes read it: the photos looked at last, the foods kept at home and the pantry. */
export function foodsInKitchen({ pantry, keptFoods }: Kitchen, { stock, today }: StockToday): PantryFood[] {
  return kitchenFoods({ seen: pantry, kept: keptFoods, stock, today });
}

/** What a kitchen never counts, and what may stand in for another food in it. */
export function kitchenRules(
  kitchen: Omit<Kitchen, "pantry" | "keptFoods">,
  vocabulary: Vocabulary,
): {
  readonly isStaple: (foodId: string) => boolean;
  readonly maySwap: (swap: Substitution) => boolean;
} {
  const required = requiredMask(kitchen.diets, kitchen.allergens);
  return {
    isStaple: (foodId) => {
      const food = vocabulary.byId.get(foodId);
      return food !== undefined && isOnShelf(food, kitchen);
    },
    maySwap: (swap) => {
      const food = vocabulary.byId.get(swap.use);
      return food !== undefined && isSafeAnywhere(food, required);
    },
  };
}

/** What the kitchen gives: for recipe page, shopping list and week, by the same rules as the suggestions. */
export function kitchenAtHand(kitchen: Kitchen, vocabulary: Vocabulary, own: StockToday): KitchenAtHand {
  const pantry = foodsInKitchen(kitchen, own);
  const { isStaple, maySwap } = kitchenRules(kitchen, vocabulary);
  const atHand = resolveAtHand(pantry, vocabulary, { isStaple, maySwap });
  return { atHand, isStaple, isKnown: pantry.length > 0 };
}
