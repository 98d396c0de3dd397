import { withKeptCopy } from "./kept-copy";
import { beginsGroup, linePartsOf } from "./line-parts";
import type { RecipeWriter } from "./recipe-writer";

/** A recipe as Tandoor exports one. All ingredients stand at the first step, as Forage does not know which step needs which. */
export const toTandoor: RecipeWriter = (recipe, vocabulary) => {
  const { extras } = recipe;
  const ingredients = recipe.ingredients.flatMap((item, place) => {
    const { quantity, unit, food, note, text } = linePartsOf(item, vocabulary);
    const heading = {
      food: null,
      unit: null,
      amount: 0,
      note: item.group,
      is_header: true,
      no_amount: true,
      original_text: null,
    };
    const line = {
      food: food === null ? null : { name: food },
      unit: unit === null ? null : { name: unit },
      amount: quantity ?? 0,
      note: food === null ? "" : note,
      is_header: false,
      no_amount: quantity === null,
      original_text: text,
    };
    return beginsGroup(recipe.ingredients, place) ? [heading, line] : [line];
  });
  const document = {
    name: recipe.title,
    description: recipe.summary,
    keywords: [...(extras?.tags ?? []), ...(extras?.categories ?? [])].map((name) => ({
      name,
      description: "",
    })),
    steps: recipe.steps.map((instruction, place) => {
      const group = extras?.stepGroups.find(({ from }) => from === place);
      return {
        name: group?.title ?? "",
        instruction,
        ingredients: place === 0 ? ingredients.map((ingredient, order) => ({ ...ingredient, order })) : [],
        time: 0,
        order: place,
        show_as_header: group !== undefined,
        show_ingredients_table: true,
      };
    }),
    working_time: recipe.prepMinutes,
    waiting_time: recipe.cookMinutes + recipe.restMinutes,
    internal: true,
    nutrition: null,
    servings: recipe.servings,
    servings_text: extras?.yieldText ?? "",
    source_url: recipe.sourceUrl ?? "",
  };
  return withKeptCopy(document, recipe);
};
