import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Food, Substitution } from "./food";
import type { PantryFood } from "./needs";
import { explain, rankRecipes, requiredFoods, staplesOf } from "./rank";
import type { Ingredient } from "./recipe";
import { createRecipeIndex } from "./recipe-index";
import { createVocabulary } from "./vocabulary";

const food = (id: string, over: Partial<Food> = {}): Food => ({
  id,
  name: id,
  plural: `${id}s`,
  classes: [id],
  aisle: "vegetables",
  staple: false,
  origin: "plant",
  alcohol: false,
  allergens: [],
  allergensToCheck: [],
  unit: "pc",
  countsAs: [],
  words: [],
  ...over,
});
const swap: Substitution = { wanted: "sour-cream", use: "yogurt", ratio: 1, note: "off the heat" };
const names = ["onion", "tomato", "egg", "yogurt", "sour-cream", "pasta"];
const foods = [
  ...names.map((id) => food(id)),
  food("fusilli", { countsAs: ["pasta"] }),
  food("salt", { staple: true }),
  food("oil", { staple: true }),
];
const vocabulary = createVocabulary(foods, [swap]);
const numberOf = (id: string) => foods.findIndex((item) => item.id === id);

const has = (foodId: string, weight = 1, count: number | null = null): PantryFood => ({
  foodId,
  weight,
  count,
});
const needs = (...ids: string[]): Ingredient[] =>
  ids.map((foodId) => ({ foodId, quantity: 2, unit: "pc", note: null, optional: false }));

function rank(recipes: readonly Ingredient[][], pantry: readonly PantryFood[]) {
  const usual = new Set([...staplesOf(vocabulary)].map(numberOf));
  const rows = recipes.map((ingredients, id) => ({
    id,
    foods: requiredFoods(ingredients).map(numberOf),
    minutes: 10,
    safeMask: 0,
  }));
  return rankRecipes(createRecipeIndex(rows, usual), vocabulary, numberOf, {
    pantry,
    mode: "use-up-most",
    maxMissing: null,
    requiredMask: 0,
    limit: 100,
    offset: 0,
  });
}
const explained = (ingredients: readonly Ingredient[], pantry: readonly PantryFood[]) =>
  explain(ingredients, rank([], pantry).needs, (id) => staplesOf(vocabulary).has(id));

describe("explain", () => {
  it("says what is used, what stands in and what is missing; staples are none of them", () => {
    const result = explained(needs("egg", "sour-cream", "onion", "salt"), [has("egg"), has("yogurt")]);
    expect(result.used.map((item) => item.foodId)).toEqual(["egg"]);
    expect(result.swaps).toEqual([swap]);
    expect(result.missing).toEqual(["onion"]);
  });

  it("compares counts in pieces", () => {
    expect(explained(needs("egg"), [has("egg", 1, 3)]).used[0]).toMatchObject({ has: 3, wants: 2 });
    const grams: Ingredient = { ...needs("egg")[0]!, unit: "g" };
    expect(explained([grams], [has("egg", 1, 3)]).used[0]).toMatchObject({ has: null, wants: null });
  });

  it("takes a special shape for the general food", () => {
    expect(explained(needs("pasta"), [has("fusilli")]).used[0]).toMatchObject({
      foodId: "pasta",
      by: "fusilli",
    });
  });

  it("does not count optional foods", () => {
    const optional = { ...needs("tomato")[0]!, optional: true };
    expect(explained([...needs("egg"), optional], [has("egg")]).missing).toEqual([]);
  });
});

it("ranks a recipe as written before one that needs a stand-in", () => {
  expect(rank([needs("sour-cream"), needs("yogurt")], [has("yogurt")]).ids).toEqual([1, 0]);
});

const anyFoods = fc.uniqueArray(fc.constantFrom(...foods.map((item) => item.id)), {
  minLength: 1,
  maxLength: 6,
});
const anyRecipes = fc.array(
  anyFoods.map((ids) => needs(...ids)),
  { minLength: 2, maxLength: 12 },
);

it("never covers less of a recipe when the pantry grows", () => {
  fc.assert(
    fc.property(
      anyRecipes,
      anyFoods,
      fc.constantFrom(...foods.map((item) => item.id)),
      (recipes, pantry, more) => {
        for (const ingredients of recipes) {
          const before = explained(
            ingredients,
            pantry.map((id) => has(id)),
          );
          const after = explained(
            ingredients,
            [...pantry, more].map((id) => has(id)),
          );
          expect(after.missing.length).toBeLessThanOrEqual(before.missing.length);
        }
      },
    ),
  );
});

it("never lets a staple change the order of two recipes that both use it", () => {
  fc.assert(
    fc.property(anyRecipes, anyFoods, fc.constantFrom("salt", "oil"), (recipes, pantry, staple) => {
      const plain = recipes.map((recipe) => recipe.filter((item) => item.foodId !== staple));
      const withStaple = plain.map((recipe) => [...recipe, ...needs(staple)]);
      const items = pantry.filter((id) => id !== staple).map((id) => has(id));
      const order = rank(plain, items).ids;
      expect(rank(withStaple, items).ids).toEqual(order);
      expect(rank(withStaple, [...items, has(staple)]).ids).toEqual(order);
    }),
  );
});

it("agrees with a plain sort over the explanations", () => {
  fc.assert(
    fc.property(anyRecipes, anyFoods, (recipes, pantry) => {
      const items = pantry.map((id) => has(id));
      const scored = recipes.map((ingredients, id) => ({ id, ...explained(ingredients, items) }));
      const expected = scored
        .filter((entry) => entry.used.length + entry.swaps.length > 0)
        .sort(
          (a, b) =>
            b.used.length + b.swaps.length * 0.75 - (a.used.length + a.swaps.length * 0.75) ||
            a.missing.length - b.missing.length ||
            a.id - b.id,
        );
      expect(rank(recipes, items).ids).toEqual(expected.map((entry) => entry.id));
    }),
  );
});

it("never lets a staple change the order of two recipes that both use it, whatever the season and the mode", () => {
  const modes = fc.constantFrom(...(["use-up-most", "fewest-missing", "quickest"] as const));
  const month = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(anyRecipes, anyFoods, modes, month, (recipes, pantry, mode, at) => {
      const items = pantry.filter((id) => id !== "tomato").map((id) => has(id));
      const plain = recipes.map((recipe) => recipe.filter((item) => item.foodId !== "tomato"));
      const withTomato = plain.map((recipe) => [...recipe, ...needs("tomato")]);
      const staples = new Set([...staplesOf(vocabulary), "tomato"]);
      const order = (list: readonly Ingredient[][]) => {
        const rows = list.map((ingredients, id) => ({
          id,
          foods: requiredFoods(ingredients).map(numberOf),
          minutes: 10,
          safeMask: 0,
        }));
        const usual = new Set([...staplesOf(vocabulary)].map(numberOf));
        return rankRecipes(createRecipeIndex(rows, usual), vocabulary, numberOf, {
          pantry: items,
          mode,
          maxMissing: null,
          requiredMask: 0,
          limit: 100,
          offset: 0,
          staples,
          season: { month: at, hemisphere: "north" },
        }).ids;
      };
      expect(order(withTomato)).toEqual(order(plain));
    }),
  );
});
