import { ALLERGENS, type Allergen, type Food } from "./food";

/** Only "yes" may ever be shown as suitable. */
export type Suitability = "yes" | "no" | "unknown";

/** The facts of a food that decide diets; the rest of Food does not matter here. */
export type FoodFacts = Pick<Food, "id" | "origin" | "alcohol" | "allergens" | "allergensToCheck">;

export interface AllergenReport {
  readonly contains: readonly Allergen[];
  /** Not in the food itself but in some brands of it. */
  readonly toCheck: readonly Allergen[];
  /** False when one food has no allergen data: nothing may then be called free of anything. */
  readonly complete: boolean;
}

/** What the foods of one recipe contain, lists in the order of ALLERGENS. */
export function allergenReport(foods: readonly FoodFacts[]): AllergenReport {
  const contained = new Set(foods.flatMap((food) => food.allergens ?? []));
  const doubtful = new Set(foods.flatMap((food) => food.allergensToCheck));
  return {
    contains: ALLERGENS.filter((allergen) => contained.has(allergen)),
    toCheck: ALLERGENS.filter((allergen) => doubtful.has(allergen) && !contained.has(allergen)),
    complete: foods.every((food) => food.allergens !== null),
  };
}

/** Whether all foods are free of an allergen. "yes" needs data for every food and no brand in doubt. */
export function freeOf(allergen: Allergen, foods: readonly FoodFacts[]): Suitability {
  if (foods.some((food) => food.allergens?.includes(allergen))) return "no";
  const known = foods.every((food) => food.allergens !== null && !food.allergensToCheck.includes(allergen));
  return known ? "yes" : "unknown";
}
