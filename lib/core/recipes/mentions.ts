import type { Food } from "./food";

/** True when a step speaks of the food by its name, its plural or one of its other words. */
export function mentionsFood(step: string, food: Pick<Food, "name" | "plural" | "words">): boolean {
  const text = ` ${step.toLowerCase().replace(/[^a-zà-ÿ'-]+/g, " ")} `;
  return [food.name, food.plural, ...food.words].some((word) => text.includes(` ${word.toLowerCase()} `));
}
