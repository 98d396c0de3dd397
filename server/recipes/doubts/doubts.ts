import type { z } from "zod";
import {
  type DoubtAnswer,
  type doubtListSchema,
  type RestoreDoubts,
  restoreDoubtsSchema,
  type SettleDoubts,
  settleDoubtsSchema,
} from "@/lib/contracts/recipe-doubts";
import { AppError } from "@/lib/core/errors";
import { OTHER_FOOD } from "@/lib/core/recipes/food";
import { readLine } from "@/lib/core/recipes/import/draft";
import { loadLanguages } from "@/lib/core/recipes/languages/registry";
import type { Ingredient, Recipe } from "@/lib/core/recipes/recipe";
import { inLanguage, type Vocabulary } from "@/lib/core/recipes/vocabulary";
import { connection, transaction } from "@/server/db/transaction";
import { ownReadingOf } from "../own/read-anew";
import { replaceOwnRecipes } from "../own/repository";
import { recipeMemoryNow } from "../recipe-memory-now";
import { toSeed } from "../seed/to-seed";
import { holdRecipes, readDoubtful } from "./repository";

/** Recipes looked through at a time; the page asks for more when it is through. */
const RECIPES = 500;

/** The doubtful lines of a person's recipes. */
export async function listDoubts(teamId: string): Promise<z.output<typeof doubtListSchema>> {
  const wordsOf = await vocabularies();
  const recipes = await readDoubtful(connection(), teamId, RECIPES + 1);
  return {
    doubts: recipes.slice(0, RECIPES).flatMap((recipe) => {
      const { slug, title, ingredients } = recipe;
      const vocabulary = wordsOf(recipe);
      return ingredients.flatMap((ingredient, place) =>
        ingredient.isDoubtful
          ? [{ slug, title, place, ingredient, candidates: candidatesOf(ingredient, vocabulary) }]
          : [],
      );
    }),
    hasMore: recipes.length > RECIPES,
  };
}

/** The vocabulary with the words of a recipe's own language. */
async function vocabularies(): Promise<(recipe: Recipe) => Vocabulary> {
  const [{ vocabulary }, languageOf] = await Promise.all([recipeMemoryNow(), loadLanguages()]);
  return (recipe) => inLanguage(vocabulary, languageOf(recipe.extras?.language));
}

function candidatesOf({ original, foodId }: Ingredient, vocabulary: Vocabulary): string[] {
  const read = original ? readLine({ text: original, foodId: null }, vocabulary).candidates : [];
  const all = foodId === OTHER_FOOD ? read : [foodId, ...read];
  return [...new Set(all)].filter((id) => id !== OTHER_FOOD).slice(0, 8);
}

/**
 * Gives one answer to doubtful lines, all or none.
 * @returns the lines as they were, for `restoreDoubts`
 * @throws AppError request/not-found, request/conflict for a line that was changed meanwhile, request/invalid for an unknown food
 */
export async function settleDoubts(input: SettleDoubts, teamId: string): Promise<RestoreDoubts> {
  const { lines, answer } = settleDoubtsSchema.parse(input);
  const { vocabulary } = await recipeMemoryNow();
  if (answer.kind === "food" && !vocabulary.byId.has(answer.foodId))
    throw new AppError("request/invalid", { facts: { food: answer.foodId } });
  const wordsOf = await vocabularies();
  const before = await changeLines(lines, teamId, (ingredient, _, recipe) =>
    answered(ingredient, answer, wordsOf(recipe)),
  );
  return { lines: before };
}

/** Puts lines back as they were before an answer. @throws as settleDoubts */
export async function restoreDoubts(input: RestoreDoubts, teamId: string): Promise<void> {
  const { lines } = restoreDoubtsSchema.parse(input);
  const { vocabulary } = await recipeMemoryNow();
  const unknown = lines.find(({ ingredient }) => !vocabulary.byId.has(ingredient.foodId));
  if (unknown) throw new AppError("request/invalid", { facts: { food: unknown.ingredient.foodId } });
  const former = new Map(lines.map((line) => [`${line.slug}/${line.place}`, line.ingredient]));
  await changeLines(lines, teamId, (ingredient, { slug, place }) => ({
    ...(former.get(`${slug}/${place}`) ?? ingredient),
    // the words are never changed by an answer
    ...(ingredient.original === undefined ? {} : { original: ingredient.original }),
  }));
}

interface LineKey {
  readonly slug: string;
  readonly place: number;
  readonly original: string;
}

async function changeLines(
  lines: readonly LineKey[],
  teamId: string,
  change: (ingredient: Ingredient, key: LineKey, recipe: Recipe) => Ingredient,
): Promise<(LineKey & { ingredient: Ingredient })[]> {
  const { vocabulary } = await recipeMemoryNow();
  return await transaction(async (queries) => {
    const slugs = [...new Set(lines.map(({ slug }) => slug))];
    const held = new Map<string, Recipe>(await holdRecipes(queries, slugs, teamId));
    const before: (LineKey & { ingredient: Ingredient })[] = [];
    for (const key of lines) {
      const recipe = held.get(key.slug);
      if (!recipe) throw new AppError("request/not-found", { facts: { slug: key.slug } });
      const ingredient = recipe.ingredients[key.place];
      if (ingredient?.original !== key.original) throw new AppError("request/conflict");
      before.push({ ...key, ingredient });
      const ingredients = recipe.ingredients.with(key.place, change(ingredient, key, recipe));
      held.set(key.slug, { ...recipe, ingredients });
    }
    const entries = [...held.values()].map((recipe) => toSeed(recipe, vocabulary));
    await replaceOwnRecipes(queries, entries, teamId, ownReadingOf(vocabulary));
    return before;
  });
}

/** The line with a person's answer; it is never read again. */
function answered(ingredient: Ingredient, answer: DoubtAnswer, vocabulary: Vocabulary): Ingredient {
  const { isDoubtful: _, ...settled } = ingredient;
  if (answer.kind === "right") return { ...settled, isChosen: true };
  const foodId = answer.kind === "food" ? answer.foodId : OTHER_FOOD;
  const { group } = ingredient;
  const read = readLine({ text: ingredient.original ?? "", foodId }, vocabulary).ingredient;
  return { ...read, ...(group === undefined ? {} : { group }), isChosen: true };
}
