import type { RecipeCard, RecipePage } from "@/lib/contracts/recipes";
import { allergenReport, type FoodFacts } from "@/lib/core/recipes/allergens";
import { DIETS, suits } from "@/lib/core/recipes/diets";
import { type Recipe, totalMinutes } from "@/lib/core/recipes/recipe";
import type { RecipeMemory } from "./recipe-memory";
import type { StoredRecipe } from "./repository";

export function factsOf(foodIds: readonly string[], memory: RecipeMemory): FoodFacts[] {
  return foodIds.map((id) => memory.vocabulary.byId.get(id) ?? unknownFood(id));
}

/** A food that the vocabulary no longer has: no claim about it is safe. */
function unknownFood(id: string): FoodFacts {
  return { id, origin: "unknown", alcohol: false, allergens: null, allergensToCheck: [] };
}

/** Diets and allergens that follow from a recipe's foods. */
export function toReport(recipe: Recipe, memory: RecipeMemory): RecipePage["report"] {
  const facts = factsOf([...new Set(recipe.ingredients.map((item) => item.foodId))], memory);
  const { contains, toCheck, complete } = allergenReport(facts);
  return {
    diets: DIETS.filter((diet) => suits(diet, facts) === "yes"),
    contains: [...contains],
    toCheck: [...toCheck],
    allergensKnown: complete,
  };
}

export function toCard(
  { recipe, pictureId }: Pick<StoredRecipe, "recipe" | "pictureId">,
  memory: RecipeMemory,
): RecipeCard {
  return {
    slug: recipe.slug,
    title: recipe.title,
    summary: recipe.summary,
    cuisine: recipe.cuisine,
    servings: recipe.servings,
    dishClass: recipe.dishClass,
    pictureId,
    minutes: totalMinutes(recipe),
    ingredientCount: recipe.ingredients.length,
    ...toReport(recipe, memory),
  };
}
