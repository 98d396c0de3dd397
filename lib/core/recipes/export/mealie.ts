import { totalMinutes } from "../recipe";
import { withKeptCopy } from "./kept-copy";
import { beginsGroup, linePartsOf } from "./line-parts";
import { type RecipeWriter, timeText } from "./recipe-writer";

const named = (names: readonly string[]) => names.map((name) => ({ name, slug: slugOf(name) }));

/** A recipe as Mealie exports one. */
export const toMealie: RecipeWriter = (recipe, vocabulary, picture) => {
  const { extras } = recipe;
  const document = {
    name: recipe.title,
    slug: slugOf(recipe.title),
    image: picture === null ? null : "original",
    description: recipe.summary,
    recipeServings: recipe.servings,
    recipeYield: extras?.yieldText ?? "",
    prepTime: timeText(recipe.prepMinutes),
    performTime: timeText(recipe.cookMinutes),
    totalTime: timeText(totalMinutes(recipe)),
    rating: extras?.rating?.stars ?? null,
    orgURL: recipe.sourceUrl,
    tags: named(extras?.tags ?? []),
    recipeCategory: named(extras?.categories ?? []),
    tools: [],
    recipeIngredient: recipe.ingredients.map((item, place) => {
      const { quantity, unit, food, note, text } = linePartsOf(item, vocabulary);
      return {
        title: beginsGroup(recipe.ingredients, place) ? item.group : null,
        quantity: quantity ?? 0,
        unit: unit === null ? null : { name: unit },
        food: food === null ? null : { name: food },
        note,
        originalText: text,
        display: text,
      };
    }),
    recipeInstructions: recipe.steps.map((text, place) => ({
      title: extras?.stepGroups.find((group) => group.from === place)?.title ?? "",
      summary: "",
      text,
      ingredientReferences: [],
    })),
    notes: (extras?.notes ?? []).map((text) => ({ title: "", text })),
    settings: { public: false, showNutrition: false, disableAmount: false },
    extras: {},
  };
  return withKeptCopy(document, recipe);
};

export function slugOf(name: string): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return words.slice(0, 80) || "recipe";
}
