import { type AskedFood, explain, requiredFoods } from "@/lib/core/recipes/explain";
import { mainFoods } from "@/lib/core/recipes/main-foods";
import type { PantryFood } from "@/lib/core/recipes/needs";
import { rankRecipes, staplesOf } from "@/lib/core/recipes/rank";
import { type Recipe, totalMinutes } from "@/lib/core/recipes/recipe";
import { createRecipeIndex } from "@/lib/core/recipes/recipe-index";
import { createVocabulary, type Vocabulary } from "@/lib/core/recipes/vocabulary";
import type { Catalogue } from "@/server/recipes/catalogue/catalogue";

/** A kitchen that is asked what it can cook tonight. */
export interface AskedKitchen {
  /** What the person or the photo names. */
  readonly name: string;
  /** The foods it stands for: a packet of pasta on a photo may hold any of several. */
  readonly foods: readonly string[];
}

export interface Answer extends AskedKitchen {
  /** Slug of the first suggestion; null where there is none. */
  readonly first: string | null;
  readonly missing: readonly string[];
  /** Foods of the kitchen that are the first suggestion's main part. */
  readonly main: readonly string[];
  /** Why a person would not understand it as the first suggestion. */
  readonly absurd: readonly string[];
  readonly isRight: boolean;
}

/** Says why a recipe must not come first for a kitchen of these foods; nothing where it may. */
export type AbsurdCheck = (foods: readonly string[], recipe: Recipe) => readonly string[];

/**
 * Asks the shipped catalogue for the first suggestion of a kitchen that holds the shipped staples and these foods alone.
 * Right is what can be cooked without buying anything, has a food of the kitchen as its main part, and is not absurd.
 */
export function createTonight(
  catalogue: Catalogue,
  isAbsurd: AbsurdCheck,
): (kitchen: AskedKitchen) => Answer {
  const vocabulary = createVocabulary(catalogue.foods, catalogue.substitutions);
  const numbers = new Map(catalogue.foods.map((food, number) => [food.id, number]));
  const numberOf = (foodId: string) => numbers.get(foodId);
  const staples = staplesOf(vocabulary);
  const foodOf = (foodId: string) => vocabulary.byId.get(foodId);
  const numbered = (foodIds: readonly string[]) => foodIds.map((foodId) => numbers.get(foodId) ?? -1);
  const index = createRecipeIndex(
    catalogue.recipes.map((recipe, id) => ({
      id,
      foods: numbered(requiredFoods(recipe.ingredients)),
      mainFoods: numbered(mainFoods(recipe, foodOf)),
      minutes: totalMinutes(recipe),
      safeMask: 0,
    })),
    new Set(numbered([...staples])),
  );
  return (kitchen) => {
    const pantry = kitchen.foods.map((foodId): PantryFood => ({ foodId, weight: 1, count: null }));
    const ranking = rankRecipes(index, vocabulary, numberOf, {
      pantry,
      mode: "use-up-most",
      maxMissing: null,
      requiredMask: 0,
      limits: { now: 1, one: 1, trip: 1 },
      // as on the page, where the season is on by default
      season: { month: 11, hemisphere: "north" },
    });
    const { now, one, trip } = ranking.shelves;
    const recipe = catalogue.recipes[now.ids[0] ?? one.ids[0] ?? trip.ids[0] ?? -1];
    if (!recipe) return { ...kitchen, first: null, missing: [], main: [], absurd: [], isRight: false };
    const asked = explain(recipe.ingredients, ranking.atHand, (foodId) => staples.has(foodId));
    const missing = asked.filter((food) => food.state === "missing").map((food) => food.foodId);
    const body = new Set(mainFoods(recipe, foodOf));
    const given = [
      ...asked.flatMap(({ foodId, by }) => (by === null ? [] : [[foodId, by] as const])),
      // a staple that was named counts as named
      ...kitchen.foods.filter((foodId) => staples.has(foodId)).map((foodId) => [foodId, foodId] as const),
    ];
    const main = given.filter(([foodId]) => body.has(foodId)).map(([, by]) => by);
    const absurd = isAbsurd(kitchen.foods, asCooked(recipe, asked));
    return {
      ...kitchen,
      first: recipe.slug,
      missing,
      main,
      absurd,
      isRight: missing.length === 0 && main.length > 0 && absurd.length === 0,
    };
  };
}

/** The recipe with what stands in written for what it stands in for: tofu in place of chicken is no meat. */
function asCooked(recipe: Recipe, asked: readonly AskedFood[]): Recipe {
  const standIns = new Map(
    asked.flatMap(({ foodId, by, swap }) => (by && swap ? [[foodId, by] as const] : [])),
  );
  return {
    ...recipe,
    ingredients: recipe.ingredients.map((item) => ({
      ...item,
      foodId: standIns.get(item.foodId) ?? item.foodId,
    })),
  };
}

/** Aisles whose foods season a dish, and alone are not a dinner. */
const SEASONING_AISLES = new Set(["herbs", "spices", "sauces", "baking", "drinks"]);

/** Each class of the detector, each food one cooks from, and each food that seasons. */
export function singleFoods(vocabulary: Vocabulary, recipes: readonly Recipe[]) {
  const used = new Set(recipes.flatMap((recipe) => recipe.ingredients.map((item) => item.foodId)));
  const foods = vocabulary.foods.filter((food) => used.has(food.id) && !food.staple);
  const alone = (list: typeof foods): AskedKitchen[] => list.map(({ id }) => ({ name: id, foods: [id] }));
  return {
    classes: [...vocabulary.byClass].map(([name, shown]) => ({ name, foods: shown.map((food) => food.id) })),
    foods: alone(foods.filter((food) => !SEASONING_AISLES.has(food.aisle))),
    seasonings: alone(foods.filter((food) => SEASONING_AISLES.has(food.aisle))),
  };
}
