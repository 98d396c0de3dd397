import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { foodSchema, type RecipeRecord, recipeRecordSchema, substitutionSchema } from "@/lib/contracts/recipes";
import type { Food, Substitution } from "@/lib/core/recipes/food";
import { parseIngredientLine } from "@/lib/core/recipes/ingredient-line";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { projectPath } from "@/server/storage/project-root";

/** The recipes, foods and substitutions that ship with the app. */
export interface Catalogue {
  /** Includes foods that no catalogue recipe uses, for imported lines. */
  readonly foods: readonly Food[];
  readonly substitutions: readonly Substitution[];
  readonly recipes: readonly Recipe[];
}

/**
 * Reads the catalogue files. They are read from the source tree, where `npm start` runs.
 * @throws ZodError or RangeError naming the entry when a file breaks the contract
 */
export async function readCatalogue(folder = catalogueFolder()): Promise<Catalogue> {
  const [cooked, more, substitutions] = await Promise.all([
    readEntries(path.join(folder, "foods.json"), z.array(foodSchema)),
    readEntries(path.join(folder, "foods-to-read.json"), z.array(foodSchema)),
    readEntries(path.join(folder, "substitutions.json"), z.array(substitutionSchema)),
  ]);
  const names = (await readdir(path.join(/*turbopackIgnore: true*/ folder, "recipes"))).filter((name) => name.endsWith(".json"));
  const batches = await Promise.all(
    names.sort().map((name) => readEntries(path.join(/*turbopackIgnore: true*/ folder, "recipes", name), z.array(recipeRecordSchema))),
  );
  return { foods: [...cooked, ...more], substitutions, recipes: batches.flat().map(toRecipe) };
}

/** A catalogue entry as a recipe. @throws RangeError naming a line that cannot be read */
export function toRecipe(record: RecipeRecord): Recipe {
  return {
    slug: record.slug,
    title: record.title,
    summary: record.summary,
    cuisine: record.cuisine,
    servings: record.servings,
    prepMinutes: record.prep,
    cookMinutes: record.cook,
    restMinutes: record.rest,
    ingredients: record.ingredients.map(parseIngredientLine),
    steps: record.steps,
    dishClass: record.dish,
    sourceUrl: null,
  };
}

async function readEntries<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const json: unknown = JSON.parse(await readFile(file, "utf8"));
  return schema.parse(json);
}

function catalogueFolder(): string {
  return projectPath("server", "recipes", "catalogue");
}
