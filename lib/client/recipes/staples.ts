import type { Food } from "@/lib/core/recipes/food";
import type { Season } from "@/lib/core/recipes/season";
import type { KitchenPreferences } from "./kitchen-store";

type Staples = Pick<KitchenPreferences, "staplesAdded" | "staplesRemoved">;

/** True for a food on the person's shelf: the usual staples, less and more what they changed. */
export function isOnShelf(food: Pick<Food, "id" | "staple">, staples: Staples): boolean {
  return food.staple ? !staples.staplesRemoved.includes(food.id) : staples.staplesAdded.includes(food.id);
}

/** The whole shelf for a request; null where it is the usual one. */
export function staplesForRequest(foods: readonly Food[], staples: Staples): string[] | null {
  if (staples.staplesAdded.length + staples.staplesRemoved.length === 0) return null;
  return foods.filter((food) => isOnShelf(food, staples)).map((food) => food.id);
}

/** The season to rank by; null where the person leaves it out. */
export function seasonOf(
  { hemisphere, month }: Pick<KitchenPreferences, "hemisphere" | "month">,
  now = new Date(),
): Season | null {
  return hemisphere === null ? null : { hemisphere, month: month ?? now.getMonth() + 1 };
}
