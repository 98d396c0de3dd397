import type { Food } from "../food";

/** A food with nothing special about it, for tests: only its id and names are missing. */
export const PLAIN_FOOD: Omit<Food, "id" | "name" | "plural"> = {
  classes: [],
  aisle: "vegetables",
  staple: false,
  origin: "plant",
  alcohol: false,
  allergens: [],
  allergensToCheck: [],
  unit: "pc",
  countsAs: [],
  words: [],
};
