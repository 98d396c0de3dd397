import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EFFORTS, effortOf } from "./effort";
import { type CookProfile, NO_PROFILE, personalOrder, personalReasons } from "./personal";
import { RANK_MODES } from "./rank-mode";
import { ONE_FOOD, type RankQuery } from "./rank-query";
import { createRecipeIndex, type IndexedRecipe } from "./recipe-index";

const FOODS = ["egg", "onion", "olive", "tomato", "kale", "rice"];
const numberOf = (id: string) => (FOODS.includes(id) ? FOODS.indexOf(id) : undefined);
const row = (id: number, foods: number[], over: Partial<IndexedRecipe> = {}): IndexedRecipe => ({
  id,
  foods,
  minutes: 30,
  safeMask: 0,
  ...over,
});
const ask = (foods: readonly number[], profile: CookProfile, over: Partial<RankQuery> = {}): RankQuery => ({
  weights: new Map(foods.map((food) => [food, 1])),
  staples: new Set(),
  mode: "use-up-most",
  maxMissing: null,
  requiredMask: 0,
  limit: 100,
  offset: 0,
  personal: personalOrder(profile, numberOf),
  ...over,
});

describe("order", () => {
  const index = createRecipeIndex([
    row(1, [0]),
    row(2, [0]),
    row(3, [0, 2], { minutes: 20 }),
    row(4, [0], { servings: 2, effort: EFFORTS.indexOf("easy") }),
    row(5, [0], { servings: 8, effort: EFFORTS.indexOf("demanding") }),
  ]);
  const order = (profile: Partial<CookProfile>, foods = [0]) =>
    index.rank(ask(foods, { ...NO_PROFILE, ...profile })).ids;

  it("puts favourites first and disliked recipes last", () => {
    expect(order({ favourites: [2], dislikedRecipes: [1] })).toEqual([2, 4, 5, 3, 1]);
  });

  it("puts what holds a disliked food behind", () => {
    expect(order({}, [0, 2])[0]).toBe(3);
    expect(order({ dislikedFoods: ["olive"] }, [0, 2]).at(-1)).toBe(3);
  });

  it("wants something else after a recipe was cooked lately, and the often cooked again later", () => {
    expect(order({ cooked: [{ recipeId: 1, times: 5, daysAgo: 6 }] }).at(-1)).toBe(1);
    expect(order({ cooked: [{ recipeId: 2, times: 2, daysAgo: 7 }] })[0]).toBe(2);
  });

  it("prefers the household's size and what suits the cook's practice", () => {
    expect(order({ household: 2 })[0]).toBe(4);
    expect(order({ skill: "new" })[0]).toBe(4);
    expect(order({ skill: "new" }).at(-1)).toBe(5);
    expect(order({ skill: "keen" })[0]).toBe(5);
  });
});

const anyRow = fc.record({
  foods: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 }),
  minutes: fc.integer({ min: 5, max: 90 }),
  servings: fc.integer({ min: 0, max: 12 }),
  effort: fc.integer({ min: 0, max: 3 }),
});
const anyRows = fc
  .array(anyRow, { minLength: 1, maxLength: 20 })
  .map((list) => list.map((entry, id) => row(id, entry.foods, entry)));
const anyMode = fc.constantFrom(...RANK_MODES);
const anyPantry = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1 });
const someIds = fc.uniqueArray(fc.integer({ min: 0, max: 19 }), { maxLength: 5 });
const anyProfile: fc.Arbitrary<CookProfile> = fc.record({
  favourites: someIds,
  dislikedRecipes: someIds,
  dislikedFoods: fc.uniqueArray(fc.constantFrom(...FOODS), { maxLength: 2 }),
  cooked: fc.uniqueArray(
    fc.record({
      recipeId: fc.integer({ min: 0, max: 19 }),
      times: fc.integer({ min: 1, max: 9 }),
      daysAgo: fc.integer({ min: 0, max: 40 }),
    }),
    { selector: (entry) => entry.recipeId, maxLength: 5 },
  ),
  household: fc.option(fc.integer({ min: 1, max: 8 })),
  skill: fc.option(fc.constantFrom("new", "practised", "keen")),
});

it("gives a person without history exactly the plain ranking", () => {
  fc.assert(
    fc.property(anyRows, anyPantry, anyMode, (rows, pantry, mode) => {
      const index = createRecipeIndex(rows);
      const { personal: _, ...plain } = ask(pantry, NO_PROFILE, { mode });
      expect(personalOrder(NO_PROFILE, numberOf)).toBeUndefined();
      expect(index.rank(ask(pantry, NO_PROFILE, { mode }))).toEqual(index.rank(plain));
      // and so does one whose wishes touch no recipe: the way through the points is the plain one too
      const elsewhere = { ...NO_PROFILE, favourites: [99], skill: "practised" as const };
      expect(index.rank(ask(pantry, elsewhere, { mode }))).toEqual(index.rank(plain));
    }),
  );
});

it("never hides a recipe and never shows another: history changes the order alone", () => {
  fc.assert(
    fc.property(anyRows, anyPantry, anyMode, anyProfile, (rows, pantry, mode, profile) => {
      const index = createRecipeIndex(rows);
      const plain = index.rank(ask(pantry, NO_PROFILE, { mode }));
      const shaped = index.rank(ask(pantry, profile, { mode }));
      expect(shaped.total).toBe(plain.total);
      expect([...shaped.ids].sort()).toEqual([...plain.ids].sort());
    }),
  );
});

it("moves each recipe by exactly the reasons it is shown with", () => {
  fc.assert(
    fc.property(anyRows, anyPantry, anyProfile, (rows, pantry, profile) => {
      const points = (entry: IndexedRecipe) =>
        personalReasons(
          {
            id: entry.id,
            foods: Array.from(entry.foods, (food) => FOODS[food]!),
            servings: entry.servings ?? 0,
            effort: EFFORTS[entry.effort ?? 0]!,
          },
          profile,
        ).reduce((sum, reason) => sum + reason.points, 0);
      const used = (entry: IndexedRecipe) => Array.from(entry.foods).filter((food) => pantry.includes(food));
      const expected = rows
        .filter((entry) => used(entry).length > 0)
        .map((entry) => ({
          id: entry.id,
          worth: (used(entry).length + points(entry)) * ONE_FOOD,
          missing: entry.foods.length - used(entry).length,
          minutes: entry.minutes,
        }))
        .sort((a, b) => b.worth - a.worth || a.missing - b.missing || a.minutes - b.minutes || a.id - b.id);
      const { ids } = createRecipeIndex(rows).rank(ask(pantry, profile));
      expect(ids).toEqual(expected.map((entry) => entry.id));
    }),
  );
});

it("judges effort by steps, ingredients and minutes at work", () => {
  const item = { foodId: "egg", quantity: null, unit: null, note: null, optional: false };
  const recipe = {
    steps: ["a", "b", "c"],
    ingredients: Array(8).fill(item),
    prepMinutes: 15,
    cookMinutes: 20,
  };
  expect(effortOf(recipe)).toBe("easy");
  expect(effortOf({ ...recipe, cookMinutes: 21 })).toBe("medium");
  expect(effortOf({ ...recipe, steps: Array(6).fill("x") })).toBe("demanding");
});
