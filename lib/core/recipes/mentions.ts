import { type Food, OTHER_FOOD } from "./food";
import { foodWords, nameForms } from "./food-words";
import type { Ingredient } from "./recipe";
import { shoppingName } from "./shopping-list";

/** True when a step speaks of the food by its name, its plural or one of its other words. */
export function mentionsFood(step: string, food: Pick<Food, "name" | "plural" | "names" | "words">): boolean {
  const text = ` ${step.toLowerCase().replace(/[^a-zà-ÿ'-]+/g, " ")} `;
  return [food.name, food.plural, ...(food.names ?? []), ...food.words].some((word) =>
    text.includes(` ${word.toLowerCase()} `),
  );
}

interface Mention {
  readonly ingredient: Ingredient;
  readonly from: number;
  readonly to: number;
}

/**
 * The ingredients a step speaks of, in the recipe's order. A name inside a longer one of the same recipe is no mention:
 * "stir in the peanut butter" does not speak of the butter. What the vocabulary does not have goes by its own words.
 */
export function mentionedIngredients(
  step: string,
  ingredients: readonly Ingredient[],
  foodOf: (foodId: string) => Food | undefined,
): Ingredient[] {
  const words = foodWords(step);
  const mentions = ingredients.flatMap((ingredient) =>
    namesOf(ingredient, foodOf(ingredient.foodId)).flatMap((name) => placesOf(name, words, ingredient)),
  );
  const isInside = (a: Mention, b: Mention) =>
    a.ingredient.foodId !== b.ingredient.foodId &&
    b.from <= a.from &&
    b.to >= a.to &&
    b.to - b.from > a.to - a.from;
  const told = new Set(
    mentions
      .filter((mention) => !mentions.some((other) => isInside(mention, other)))
      .map((mention) => mention.ingredient),
  );
  return ingredients.filter((ingredient) => told.has(ingredient));
}

function namesOf(ingredient: Ingredient, food: Food | undefined): string[][] {
  if (ingredient.foodId === OTHER_FOOD)
    return ingredient.note ? nameForms(shoppingName(ingredient.note)) : [];
  if (!food) return [];
  const exact = [food.name, food.plural, ...(food.names ?? [])].flatMap(nameForms);
  return [...exact, ...food.words.map(foodWords)];
}

function placesOf(name: readonly string[], words: readonly string[], ingredient: Ingredient): Mention[] {
  if (name.length === 0) return [];
  return words.flatMap((_, from) =>
    name.every((word, i) => words[from + i] === word) ? [{ ingredient, from, to: from + name.length }] : [],
  );
}
