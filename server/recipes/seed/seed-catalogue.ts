import { createHash } from "node:crypto";
import { safetyMask } from "@/lib/core/recipes/diets";
import { requiredFoods } from "@/lib/core/recipes/rank";
import { type Recipe, totalMinutes } from "@/lib/core/recipes/recipe";
import { createVocabulary, type Vocabulary } from "@/lib/core/recipes/vocabulary";
import { type Catalogue, readCatalogue } from "../catalogue/catalogue";
import { type SeedRecipe, type SeedResult, writeCatalogue } from "./repository";

/**
 * Puts the shipped catalogue into the database; run at every start, and does nothing when nothing changed.
 * @throws ZodError or RangeError when a catalogue file is broken, AppError from the database
 */
export async function seedRecipes(catalogue?: Catalogue): Promise<SeedResult> {
  const { foods, substitutions, recipes } = catalogue ?? (await readCatalogue());
  const vocabulary = createVocabulary(foods, substitutions);
  return await writeCatalogue({
    foods: foods.map((food) => ({ food, contentHash: hashOf(food) })),
    substitutions,
    recipes: recipes.map((recipe) => toSeed(recipe, vocabulary)),
  });
}

function toSeed(recipe: Recipe, vocabulary: Vocabulary): SeedRecipe {
  const foods = [...new Set(recipe.ingredients.map((item) => item.foodId))];
  const facts = foods.map((id) => {
    const food = vocabulary.byId.get(id);
    if (!food) throw new RangeError(`${recipe.slug}: no food "${id}"`);
    return food;
  });
  const names = facts.filter((food) => !food.staple).flatMap((food) => [food.name, food.plural]);
  const derived = {
    recipe,
    minutes: totalMinutes(recipe),
    foods,
    requiredFoods: requiredFoods(recipe.ingredients),
    safeMask: safetyMask(facts),
    words: [recipe.title, recipe.summary, recipe.cuisine, recipe.dishClass ?? "", ...names].join(" "),
  };
  return { ...derived, contentHash: hashOf(derived) };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
