import { createHash } from "node:crypto";
import { safetyMask } from "@/lib/core/recipes/diet-and-allergen-filter";
import { EFFORTS, effortOf } from "@/lib/core/recipes/effort";
import { requiredFoods } from "@/lib/core/recipes/explain";
import { mainFoods } from "@/lib/core/recipes/main-foods";
import { type Recipe, totalMinutes } from "@/lib/core/recipes/recipe";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import type { SeedRecipe } from "./repository";

/** Works out everything a recipe's row holds beside the recipe. @throws RangeError for an unknown food */
export function toSeed(recipe: Recipe, vocabulary: Vocabulary): SeedRecipe {
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
    effort: EFFORTS.indexOf(effortOf(recipe)),
    doubtfulLines: recipe.ingredients.filter((item) => item.isDoubtful).length,
    foods,
    requiredFoods: requiredFoods(recipe.ingredients),
    mainFoods: mainFoods(recipe, (id) => vocabulary.byId.get(id)),
    safeMask: safetyMask(facts),
    words: [
      recipe.title,
      recipe.summary,
      recipe.cuisine,
      recipe.dishClass ?? "",
      ...names,
      ...(recipe.extras?.tags ?? []),
      ...(recipe.extras?.categories ?? []),
    ].join(" "),
  };
  return { ...derived, contentHash: hashOf(derived) };
}

/** SHA-256 of a value's JSON. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
