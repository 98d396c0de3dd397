import type { Recipe } from "./recipe";

/** How much a recipe asks of the cook. The place in this list is what the index and the database keep; 0 is not known. */
export const EFFORTS = ["unknown", "easy", "medium", "demanding"] as const;
export type Effort = (typeof EFFORTS)[number];

const EASY = { steps: 3, ingredients: 8, activeMinutes: 35 };
const DEMANDING = { steps: 6, ingredients: 14, activeMinutes: 90 };

/** Judged by steps, ingredients and minutes at work; waiting does not count. */
export function effortOf(
  recipe: Pick<Recipe, "steps" | "ingredients" | "prepMinutes" | "cookMinutes">,
): Effort {
  const steps = recipe.steps.length;
  const ingredients = recipe.ingredients.filter((item) => !item.optional).length;
  const activeMinutes = recipe.prepMinutes + recipe.cookMinutes;
  if (
    steps >= DEMANDING.steps ||
    ingredients >= DEMANDING.ingredients ||
    activeMinutes >= DEMANDING.activeMinutes
  )
    return "demanding";
  const isEasy =
    steps <= EASY.steps && ingredients <= EASY.ingredients && activeMinutes <= EASY.activeMinutes;
  return isEasy ? "easy" : "medium";
}
