import type { FoodFacts } from "./allergens";
import { freeOf } from "./allergens";
import { DIETS, type Diet, suits } from "./diets";
import { ALLERGENS, type Allergen } from "./food";

/** Bit of each diet and allergen in a recipe's safety mask: set only where the verdict is "yes". */
const DIET_BIT = new Map<Diet, number>(DIETS.map((diet, index) => [diet, 2 ** index]));
const ALLERGEN_BIT = new Map<Allergen, number>(ALLERGENS.map((a, index) => [a, 2 ** (DIETS.length + index)]));

/** 21-bit mask of the diets the foods suit and the allergens they are certainly free of. */
export function safetyMask(foods: readonly FoodFacts[]): number {
  if (foods.length === 0) return 0;
  const diets = DIETS.filter((diet) => suits(diet, foods) === "yes");
  const free = ALLERGENS.filter((allergen) => freeOf(allergen, foods) === "yes");
  return requiredMask(diets, free);
}

/** The bits a recipe must have for a person with these diets who avoids these allergens. */
export function requiredMask(diets: readonly Diet[], avoid: readonly Allergen[]): number {
  const bits = [...new Set(diets)].map((diet) => DIET_BIT.get(diet) ?? 0);
  const more = [...new Set(avoid)].map((allergen) => ALLERGEN_BIT.get(allergen) ?? 0);
  return [...bits, ...more].reduce((sum, bit) => sum + bit, 0);
}

export function isSafe(mask: number, required: number): boolean {
  return (mask & required) === required;
}

const COMPANIONS: readonly FoodFacts[] = [
  { id: "any-meat", origin: "beef", alcohol: false, allergens: [], allergensToCheck: [] },
  { id: "any-dairy", origin: "dairy", alcohol: false, allergens: ["milk"], allergensToCheck: [] },
];

/**
 * Whether a stand-in breaks no required diet with any food it is cooked with: cream alone is kosher-style, but not in
 * a meat dish. The recipe itself passed the filters, so only what the stand-in adds matters.
 */
export function isSafeAnywhere(food: FoodFacts, required: number): boolean {
  const keepsApart = requiredMask(["kosher-style"], []);
  if (!isSafe(safetyMask([food]), required)) return false;
  if ((required & keepsApart) === 0) return true;
  return COMPANIONS.every((companion) => isSafe(safetyMask([food, companion]), keepsApart));
}
