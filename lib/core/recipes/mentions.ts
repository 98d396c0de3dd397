import type { Food } from "./food";

/** True when a step speaks of the food by its name, its plural or one of its other words. */
export function mentionsFood(step: string, food: Pick<Food, "name" | "plural" | "names" | "words">): boolean {
  const text = ` ${step.toLowerCase().replace(/[^a-zà-ÿ'-]+/g, " ")} `;
  return [food.name, food.plural, ...(food.names ?? []), ...food.words].some((word) =>
    text.includes(` ${word.toLowerCase()} `),
  );
}
