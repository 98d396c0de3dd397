import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EFFORTS, effortOf } from "./effort";
import { type CookProfile, NO_PROFILE, personalOrder, personalReasons } from "./personal";
import { RANK_MODES } from "./rank-mode";
import type { RankQuery } from "./rank-query";
import { createRecipeIndex, type IndexedRecipe, type RecipeIndex } from "./recipe-index";
import { SHELVES } from "./shelves";

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
  limits: { now: 100, one: 100, trip: 100 },
  personal: personalOrder(profile, numberOf),
  ...over,
});

const inOrder = (index: RecipeIndex, query: RankQuery) => {
  const { now, one, trip } = index.rank(query);
  return [...now.ids, ...one.ids, ...trip.ids];
};

describe("order", () => {
  const index = createRecipeIndex([
    row(1, [0]),
    row(2, [0]),
    row(3, [0, 2], { minutes: 20 }),
    row(4, [0], { servings: 2, effort: EFFORTS.indexOf("easy") }),
    row(5, [0], { servings: 8, effort: EFFORTS.indexOf("demanding") }),
  ]);
  const order = (profile: Partial<CookProfile>, foods = [0]) =>
    inOrder(index, ask(foods, { ...NO_PROFILE, ...profile }));

  it("puts favourites first on their shelf and disliked recipes last", () => {
    expect(order({ favourites: [2], dislikedRecipes: [1] })).toEqual([2, 4, 5, 1, 3]);
  });

  it("never lets a wish put what must be bought before what can be cooked", () => {
    expect(order({ favourites: [3], dislikedRecipes: [1, 2, 4, 5] }).at(-1)).toBe(3);
  });

  it("lets a favourite decide among those that use as much, never before one that uses more", () => {
    expect(order({ favourites: [2] }, [0, 2]).slice(0, 2)).toEqual([3, 2]);
  });

  it("puts what holds a disliked food behind", () => {
    expect(order({}, [0, 2])[0]).toBe(3);
    expect(order({ dislikedFoods: ["olive"] }, [0, 2]).at(-1)).toBe(3);
  });

  it("wants something else after a recipe was cooked lately, and the often cooked again later", () => {
    expect(order({ cooked: [{ recipeId: 1, times: 5, daysAgo: 6 }] }).at(-2)).toBe(1);
    expect(order({ cooked: [{ recipeId: 2, times: 2, daysAgo: 7 }] })[0]).toBe(2);
  });

  it("prefers the household's size and what suits the cook's practice", () => {
    expect(order({ household: 2 })[0]).toBe(4);
    expect(order({ skill: "new" })[0]).toBe(4);
    expect(order({ skill: "new" }).at(-2)).toBe(5);
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

it("never hides a recipe, shows another or moves one to another shelf: history changes the order alone", () => {
  fc.assert(
    fc.property(anyRows, anyPantry, anyMode, anyProfile, (rows, pantry, mode, profile) => {
      const index = createRecipeIndex(rows);
      const plain = index.rank(ask(pantry, NO_PROFILE, { mode }));
      const shaped = index.rank(ask(pantry, profile, { mode }));
      for (const shelf of SHELVES) {
        expect(shaped[shelf].total).toBe(plain[shelf].total);
        expect([...shaped[shelf].ids].sort()).toEqual([...plain[shelf].ids].sort());
      }
    }),
  );
});

it("moves each recipe by exactly the reasons it is shown with", () => {
  fc.assert(
    fc.property(anyRows, anyPantry, anyProfile, (rows, pantry, profile) => {
      const points = (entry: IndexedRecipe, force: "push" | "taste") =>
        personalReasons(
          {
            id: entry.id,
            foods: Array.from(entry.foods, (food) => FOODS[food]!),
            servings: entry.servings ?? 0,
            effort: EFFORTS[entry.effort ?? 0]!,
          },
          profile,
        ).reduce((sum, reason) => sum + (reason.force === force ? reason.points : 0), 0);
      const used = (entry: IndexedRecipe) => Array.from(entry.foods).filter((food) => pantry.includes(food));
      const expected = rows
        .filter((entry) => used(entry).length > 0)
        .map((entry) => ({
          id: entry.id,
          missing: entry.foods.length - used(entry).length,
          // a push counts as that many foods used more or less
          use: used(entry).length + points(entry, "push"),
          taste: points(entry, "taste"),
          minutes: entry.minutes,
        }))
        .sort(
          (a, b) =>
            a.missing - b.missing ||
            b.use - a.use ||
            b.taste - a.taste ||
            a.minutes - b.minutes ||
            a.id - b.id,
        );
      expect(inOrder(createRecipeIndex(rows), ask(pantry, profile))).toEqual(
        expected.map((entry) => entry.id),
      );
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
