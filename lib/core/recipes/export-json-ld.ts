import type { Ingredient, Recipe } from "./recipe";
import { totalMinutes } from "./recipe";
import type { Vocabulary } from "./vocabulary";

/** A recipe in schema.org's words, as other sites and apps read it. */
export interface RecipeJsonLd {
  readonly "@type": "Recipe";
  readonly name: string;
  readonly [property: string]: unknown;
}

/** @param url address of the recipe; left out if it has none */
export function toJsonLd(recipe: Recipe, vocabulary: Pick<Vocabulary, "byId">, url?: string): RecipeJsonLd {
  const times = [
    ["prepTime", recipe.prepMinutes],
    ["cookTime", recipe.cookMinutes],
    ["totalTime", totalMinutes(recipe)],
  ] as const;
  return {
    "@type": "Recipe",
    name: recipe.title,
    ...(recipe.summary ? { description: recipe.summary } : {}),
    ...(recipe.cuisine === "international" ? {} : { recipeCuisine: recipe.cuisine }),
    recipeYield: String(recipe.servings),
    ...Object.fromEntries(
      times.filter(([, minutes]) => minutes > 0).map(([name, minutes]) => [name, `PT${minutes}M`]),
    ),
    recipeIngredient: recipe.ingredients.flatMap((item, place) => {
      const line = ingredientText(item, vocabulary);
      const isNext = item.group !== undefined && item.group !== recipe.ingredients[place - 1]?.group;
      return isNext ? [`${item.group}:`, line] : [line];
    }),
    recipeInstructions: recipe.steps.map((text) => ({ "@type": "HowToStep", text })),
    ...(recipe.sourceUrl ? { isBasedOn: recipe.sourceUrl } : {}),
    ...(url ? { url } : {}),
  };
}

/** The line as it was written where it is kept, else in plain words: "200 g red lentils, rinsed". */
export function ingredientText(item: Ingredient, { byId }: Pick<Vocabulary, "byId">): string {
  if (item.original) return item.original;
  const food = byId.get(item.foodId);
  const many = item.quantity === null || item.unit !== "pc" || item.quantity > 1;
  const name = (many ? food?.plural : food?.name) ?? item.note ?? item.foodId;
  const amount =
    item.quantity === null
      ? ""
      : `${Math.round(item.quantity * 1000) / 1000}${item.unit === "pc" ? "" : ` ${item.unit}`} `;
  return `${amount}${name}${item.note && food ? `, ${item.note}` : ""}${item.optional ? ", optional" : ""}`;
}
