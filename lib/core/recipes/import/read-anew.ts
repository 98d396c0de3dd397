import { OTHER_FOOD } from "../food";
import { foodWords } from "../food-words";
import { ENGLISH } from "../languages/english";
import type { LineLanguage } from "../languages/language";
import { tellLanguage } from "../languages/tell-language";
import type { Ingredient, Recipe } from "../recipe";
import { inLanguage, type Vocabulary } from "../vocabulary";
import { draftOf, partLines, readLines } from "./draft";

/** Increase when lines are read differently: kept recipes are then read again. */
export const READING_VERSION = 3;

/**
 * Reads the lines of a kept recipe by the current rules. What a person chose stays as chosen; a recipe with lines that
 * were never written out stays as it is.
 */
export function readAnew(
  recipe: Recipe,
  foods: Vocabulary,
  languageOf: (code: string | null) => LineLanguage = () => ENGLISH,
): Recipe {
  if (!recipe.ingredients.every((item) => item.original)) return recipe;
  const language = recipe.extras?.language ?? languageIn(recipe);
  const vocabulary = inLanguage(foods, languageOf(language));
  const marked = recipe.ingredients.map((item) => {
    if (item.isChosen || recipe.extras?.language || !isByHand(item, vocabulary)) return item;
    const { isDoubtful: _, ...rest } = item;
    return { ...rest, isChosen: true };
  });
  const draft = draftOf({ ...recipe, ingredients: marked }, (item) => item.original ?? "");
  const ingredients = readLines(partLines(draft, vocabulary), vocabulary).map((line) => line.ingredient);
  return ingredients.length === 0 || ingredients.length > 100 ? recipe : { ...recipe, ingredients };
}

/** Recipes kept before version 3 do not say their language. */
function languageIn({ title, ingredients, steps }: Recipe): string | null {
  return tellLanguage([title, ...ingredients.map((item) => item.original ?? ""), ...steps]);
}

/**
 * Recipes kept before version 2 do not say what a person chose. A food none of whose words stand in the line was chosen,
 * and so was "something else" without an open question: reading alone gives neither.
 */
function isByHand(item: Ingredient, vocabulary: Vocabulary): boolean {
  if (item.isDoubtful) return false;
  if (item.foodId === OTHER_FOOD) return true;
  const food = vocabulary.byId.get(item.foodId);
  if (!food) return false;
  const line = ` ${foodWords(item.original ?? "").join(" ")} `;
  return ![food.name, food.plural, ...(food.names ?? []), ...food.words].some((name) =>
    line.includes(` ${foodWords(name).join(" ")} `),
  );
}
