import type { Ingredient, Recipe } from "../recipe";
import { totalMinutes } from "../recipe";
import type { Vocabulary } from "../vocabulary";
import { withKeptCopy } from "./kept-copy";
import type { RecipeWriter } from "./recipe-writer";

/** A recipe in schema.org's words, as other sites and apps read it. */
export interface RecipeJsonLd {
  readonly "@type": "Recipe";
  readonly name: string;
  readonly [property: string]: unknown;
}

/** @param picture name or address of its picture, or null */
export function toJsonLd(
  recipe: Recipe,
  vocabulary: Pick<Vocabulary, "byId">,
  picture: string | null = null,
): RecipeJsonLd {
  const { extras } = recipe;
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
    ...(picture === null ? {} : { image: picture }),
    recipeYield: extras?.yieldText
      ? [`${recipe.servings} servings`, extras.yieldText]
      : String(recipe.servings),
    ...Object.fromEntries(
      times.filter(([, minutes]) => minutes > 0).map(([name, minutes]) => [name, `PT${minutes}M`]),
    ),
    recipeIngredient: recipe.ingredients.flatMap((item, place) => {
      const line = ingredientText(item, vocabulary);
      const isNext = item.group !== undefined && item.group !== recipe.ingredients[place - 1]?.group;
      return isNext ? [`${item.group}:`, line] : [line];
    }),
    recipeInstructions: instructionsOf(recipe),
    ...(extras && extras.tags.length > 0 ? { keywords: extras.tags } : {}),
    ...(extras && extras.categories.length > 0 ? { recipeCategory: extras.categories } : {}),
    ...(extras?.rating
      ? {
          aggregateRating: {
            "@type": "AggregateRating",
            ratingValue: extras.rating.stars,
            ...(extras.rating.count === null ? {} : { ratingCount: extras.rating.count }),
          },
        }
      : {}),
    ...(extras && extras.notes.length > 0
      ? { comment: extras.notes.map((text) => ({ "@type": "Comment", name: "Author Notes", text })) }
      : {}),
    ...(extras?.author ? { author: { "@type": "Person", name: extras.author } } : {}),
    ...(extras?.language ? { inLanguage: extras.language } : {}),
    ...(recipe.sourceUrl ? { isBasedOn: recipe.sourceUrl } : {}),
  };
}

/** The same, with the recipe as Forage keeps it: to be taken over exactly. */
export const toJsonLdFile: RecipeWriter = (recipe, vocabulary, picture) =>
  withKeptCopy({ "@context": "https://schema.org", ...toJsonLd(recipe, vocabulary, picture) }, recipe);

/** Steps, those below a heading as its section. */
function instructionsOf({ steps, extras }: Recipe): unknown[] {
  const groups = extras?.stepGroups ?? [];
  const step = (text: string) => ({ "@type": "HowToStep", text });
  const first = Math.min(...groups.map(({ from }) => from), steps.length);
  return [
    ...steps.slice(0, first).map(step),
    ...groups.map(({ from, title }, place) => ({
      "@type": "HowToSection",
      name: title,
      itemListElement: steps.slice(from, groups[place + 1]?.from ?? steps.length).map(step),
    })),
  ];
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
