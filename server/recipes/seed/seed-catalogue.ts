import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { transaction } from "@/server/db/transaction";
import { type Catalogue, readCatalogue } from "../catalogue/catalogue";
import { readOwnAnew } from "../own/read-anew";
import { type RecipeSeedResult, writeCatalogue } from "./repository";
import { hashOf, toSeed } from "./to-seed";

/**
 * Puts the shipped catalogue into the database; run at every start, and does nothing when nothing changed. Own
 * recipes read with other foods or rules are read again.
 * @throws ZodError or RangeError when a catalogue file is broken, AppError from the database
 */
export async function seedRecipes(catalogue?: Catalogue): Promise<RecipeSeedResult> {
  const { foods, substitutions, recipes } = catalogue ?? (await readCatalogue());
  const vocabulary = createVocabulary(foods, substitutions);
  const result = await transaction((queries) =>
    writeCatalogue(queries, {
      foods: foods.map((food) => ({ food, contentHash: hashOf(food) })),
      substitutions,
      recipes: recipes.map((recipe) => toSeed(recipe, vocabulary)),
    }),
  );
  await readOwnAnew();
  return result;
}
