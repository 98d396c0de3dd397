import type { FoodFacts, Suitability } from "./allergens";
import { freeOf } from "./allergens";
import type { Allergen, FoodOrigin } from "./food";

export const DIETS = [
  "vegan",
  "vegetarian",
  "pescatarian",
  "halal",
  "kosher-style",
  "gluten-free",
  "lactose-free",
] as const;
export type Diet = (typeof DIETS)[number];

const MEAT: ReadonlySet<FoodOrigin> = new Set(["poultry", "beef", "lamb", "pork", "mixed-meat"]);
const SEA: ReadonlySet<FoodOrigin> = new Set(["fish", "crustacean", "mollusc"]);
const DAIRY: ReadonlySet<FoodOrigin> = new Set(["dairy", "dairy-rennet"]);

/**
 * Whether foods cooked together suit a diet. An empty list suits nothing: there is no data.
 * Halal and kosher-style look at kinds of food only; how an animal was slaughtered is for the cook to see to.
 */
export function suits(diet: Diet, foods: readonly FoodFacts[]): Suitability {
  if (foods.length === 0) return "unknown";
  switch (diet) {
    case "gluten-free":
      return freeOf("gluten", foods);
    case "lactose-free":
      return freeOf("milk", foods);
    case "kosher-style":
      return worst([...foods.map((food) => allowed(diet, food)), meatWithDairy(foods)]);
    default:
      return worst(foods.map((food) => allowed(diet, food)));
  }
}

function worst(verdicts: readonly Suitability[]): Suitability {
  if (verdicts.includes("no")) return "no";
  return verdicts.includes("unknown") ? "unknown" : "yes";
}

function meatWithDairy(foods: readonly FoodFacts[]): Suitability {
  const dairy = foods.some((food) => DAIRY.has(food.origin) || food.allergens?.includes("milk"));
  const meat = foods.some((food) => MEAT.has(food.origin));
  if (dairy && meat) return "no";
  const maybeDairy = foods.some((food) => food.allergens === null || food.allergensToCheck.includes("milk"));
  return meat && maybeDairy ? "unknown" : "yes";
}

function allowed(diet: Exclude<Diet, "gluten-free" | "lactose-free">, food: FoodFacts): Suitability {
  const { origin } = food;
  if (origin === "unknown") return "unknown";
  switch (diet) {
    case "vegan":
      return veganFood(food);
    case "vegetarian":
      return MEAT.has(origin) || SEA.has(origin) || origin === "gelatine" || origin === "dairy-rennet"
        ? "no"
        : meatlessByLabel(food);
    case "pescatarian":
      return MEAT.has(origin) || origin === "gelatine" || origin === "dairy-rennet" ? "no" : "yes";
    case "halal":
      if (origin === "pork" || food.alcohol) return "no";
      return origin === "mixed-meat" || origin === "gelatine" ? "unknown" : "yes";
    case "kosher-style":
      if (origin === "pork" || origin === "crustacean" || origin === "mollusc") return "no";
      return origin === "mixed-meat" || origin === "gelatine" || origin === "dairy-rennet"
        ? "unknown"
        : "yes";
  }
}

const ANIMAL_ALLERGENS: readonly Allergen[] = ["milk", "eggs", "fish", "crustaceans", "molluscs"];

function veganFood(food: FoodFacts): Suitability {
  if (food.origin !== "plant") return "no";
  if (food.allergens === null) return "unknown";
  if (food.allergens.some((allergen) => ANIMAL_ALLERGENS.includes(allergen))) return "no";
  return food.allergensToCheck.some((allergen) => ANIMAL_ALLERGENS.includes(allergen)) ? "unknown" : "yes";
}

const SEA_ALLERGENS: readonly Allergen[] = ["fish", "crustaceans", "molluscs"];

function meatlessByLabel(food: FoodFacts): Suitability {
  if (food.allergens?.some((allergen) => SEA_ALLERGENS.includes(allergen))) return "no";
  return food.allergensToCheck.some((allergen) => SEA_ALLERGENS.includes(allergen)) ? "unknown" : "yes";
}
