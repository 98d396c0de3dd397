import { ALLERGENS, type Allergen, type Food, type FoodOrigin } from "./food";

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

const MEAT: ReadonlySet<FoodOrigin> = new Set(["poultry", "beef", "lamb", "pork", "mixed-meat"]);
const SEA: ReadonlySet<FoodOrigin> = new Set(["fish", "crustacean", "mollusc"]);
const DAIRY: ReadonlySet<FoodOrigin> = new Set(["dairy", "dairy-rennet"]);

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
 * Whether a stand-in breaks no required diet whatever it is cooked with: cream is kosher-style by itself, and not in
 * a meat dish. The recipe itself passed the filters, so only what the stand-in adds matters.
 */
export function isSafeAnywhere(food: FoodFacts, required: number): boolean {
  const keepsApart = requiredMask(["kosher-style"], []);
  if (!isSafe(safetyMask([food]), required)) return false;
  if ((required & keepsApart) === 0) return true;
  return COMPANIONS.every((companion) => isSafe(safetyMask([food, companion]), keepsApart));
}
