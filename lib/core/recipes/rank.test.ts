import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AskedFood, explain, requiredFoods, servingsAtHand, shortBy } from "./explain";
import type { Food, Substitution } from "./food";
import { type PantryFood, resolveAtHand } from "./needs";
import { openingFoods, type RankRequest, rankRecipes, staplesOf } from "./rank";
import { RANK_MODES } from "./rank-mode";
import type { Ingredient } from "./recipe";
import { createRecipeIndex } from "./recipe-index";
import { isInSeason } from "./season";
import { SHELVES } from "./shelves";
import { PLAIN_FOOD } from "./testing/plain-food";
import { createVocabulary } from "./vocabulary";

const food = (id: string, over: Partial<Food> = {}): Food => ({
  id,
  name: id,
  plural: `${id}s`,
  ...PLAIN_FOOD,
  classes: [id],
  ...over,
});
const swap: Substitution = { wanted: "sour-cream", use: "yogurt", ratio: 1, note: "off the heat" };
/** A chain: yogurt for sour cream, cream for sour cream, milk for cream. */
const swaps: Substitution[] = [
  swap,
  { ...swap, use: "cream" },
  { wanted: "cream", use: "milk", ratio: 1, note: "thinner" },
];
const names = ["onion", "tomato", "egg", "yogurt", "sour-cream", "pasta", "milk", "cream"];
const foods = [
  ...names.map((id) => food(id)),
  food("fusilli", { countsAs: ["pasta"] }),
  food("salt", { staple: true }),
  food("oil", { staple: true }),
];
const vocabulary = createVocabulary(foods, swaps);
const numberOf = (id: string) => foods.findIndex((item) => item.id === id);

const has = (foodId: string, weight = 1, count: number | null = null): PantryFood => ({
  foodId,
  weight,
  count,
});
const needs = (...ids: string[]): Ingredient[] =>
  ids.map((foodId) => ({ foodId, quantity: 2, unit: "pc", note: null, optional: false }));

const LIMITS = { now: 100, one: 100, trip: 100 };

const toRows = (recipes: readonly Ingredient[][]) =>
  recipes.map((ingredients, id) => ({
    id,
    foods: requiredFoods(ingredients).map(numberOf),
    minutes: 10,
    safeMask: 0,
  }));
const usual = new Set([...staplesOf(vocabulary)].map(numberOf));

function rank(
  recipes: readonly Ingredient[][],
  pantry: readonly PantryFood[],
  over: Partial<RankRequest> = {},
) {
  const { shelves } = rankRecipes(createRecipeIndex(toRows(recipes), usual), vocabulary, numberOf, {
    pantry,
    mode: "use-up-most",
    maxMissing: null,
    requiredMask: 0,
    limits: LIMITS,
    ...over,
  });
  return { ...shelves, ids: SHELVES.flatMap((shelf) => shelves[shelf].ids) };
}
const isStaple = (id: string) => staplesOf(vocabulary).has(id);
const explained = (ingredients: readonly Ingredient[], pantry: readonly PantryFood[]) =>
  explain(ingredients, resolveAtHand(pantry, vocabulary, { isStaple }), isStaple);
const missingOf = (asked: readonly AskedFood[]) =>
  asked.filter((food) => food.state === "missing").map((food) => food.foodId);

describe("explain", () => {
  it("says of each food what the kitchen gives; staples are left out", () => {
    const asked = explained(needs("egg", "sour-cream", "onion", "salt"), [has("egg"), has("yogurt")]);
    expect(asked).toMatchObject([
      { foodId: "egg", state: "have", by: "egg", swap: null },
      { foodId: "sour-cream", state: "have", by: "yogurt", swap },
      { foodId: "onion", state: "missing", by: null },
    ]);
  });

  it("compares counts in pieces, and says for how many servings they last", () => {
    expect(explained(needs("egg"), [has("egg", 1, 3)])).toMatchObject([{ state: "have", has: 3, wants: 2 }]);
    const short = explained(needs("egg"), [has("egg", 1, 1)]);
    expect(short).toMatchObject([{ state: "some", has: 1, wants: 2 }]);
    expect(shortBy(short[0]!)).toBe(1);
    // 1 of 2 eggs for 4 are 2 servings; for 1 they are none
    expect([servingsAtHand(short, 4), servingsAtHand(short, 1)]).toEqual([2, 0]);
    const grams: Ingredient = { ...needs("egg")[0]!, unit: "g" };
    expect(explained([grams], [has("egg", 1, 1)])).toMatchObject([{ state: "have", has: null }]);
  });

  it("asks about what a photo is not sure of", () => {
    expect(explained(needs("egg"), [has("egg", 0.4, 3)])).toMatchObject([{ state: "doubtful", by: "egg" }]);
  });

  it("takes a special shape for the general food", () => {
    expect(explained(needs("pasta"), [has("fusilli")])).toMatchObject([{ foodId: "pasta", by: "fusilli" }]);
  });

  it("gives each food once: what is wanted itself stands in for nothing", () => {
    expect(missingOf(explained(needs("yogurt", "sour-cream"), [has("yogurt")]))).toEqual(["sour-cream"]);
    expect(missingOf(explained(needs("fusilli", "pasta"), [has("fusilli")]))).toEqual(["pasta"]);
  });

  it("gives as much as can be given: the cream for sour cream leaves nothing, the yogurt leaves the milk", () => {
    const asked = explained(needs("sour-cream", "cream"), [has("yogurt"), has("milk")]);
    expect(asked.map((food) => food.by)).toEqual(["yogurt", "milk"]);
    expect(missingOf(explained(needs("sour-cream", "cream"), [has("milk")]))).toEqual(["sour-cream"]);
  });

  it("does not count optional foods", () => {
    const optional = { ...needs("tomato")[0]!, optional: true };
    expect(missingOf(explained([...needs("egg"), optional], [has("egg")]))).toEqual([]);
  });
});

it("ranks a recipe as written before one that needs a stand-in", () => {
  expect(rank([needs("sour-cream"), needs("yogurt")], [has("yogurt")]).ids).toEqual([1, 0]);
});

const anyFood = fc.constantFrom(...foods.map((item) => item.id));
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
    fc.property(anyRecipes, anyFoods, anyFood, (recipes, pantry, more) => {
      for (const ingredients of recipes) {
        const count = (ids: readonly string[]) =>
          missingOf(
            explained(
              ingredients,
              ids.map((id) => has(id)),
            ),
          ).length;
        expect(count([...pantry, more])).toBeLessThanOrEqual(count(pantry));
      }
    }),
  );
});

it("fills no two ingredients with one food, and as many as can be filled", () => {
  fc.assert(
    fc.property(anyFoods, anyFoods, (wanted, pantry) => {
      const given = explained(
        needs(...wanted),
        pantry.map((id) => has(id)),
      ).flatMap((food) => food.by ?? []);
      expect(new Set(given).size).toBe(given.length);
    }),
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

it("agrees with a plain sort over the explanations: lacks less, uses more, keeps less long, is in season", () => {
  const season = { month: 8, hemisphere: "north" as const };
  fc.assert(
    fc.property(anyRecipes, anyFoods, (recipes, pantry) => {
      const items = pantry.map((id) => has(id));
      const scored = recipes.map((ingredients, id) => {
        const asked = explained(ingredients, items);
        const given = asked.filter((food) => food.by !== null);
        return {
          id,
          missing: asked.length - given.length,
          use: given.reduce((sum, food) => sum + (food.swap ? 0.75 : 1), 0),
          // a food that must be bought gains nothing by its season
          inSeason: given.filter((food) => isInSeason(food.by ?? "", season)).length,
          used: given.length,
        };
      });
      const expected = scored
        .filter((entry) => entry.used > 0)
        .sort((a, b) => a.missing - b.missing || b.use - a.use || b.inSeason - a.inSeason || a.id - b.id);
      const ranked = rank(recipes, items, { season });
      expect(ranked.ids).toEqual(expected.map((entry) => entry.id));
      expect(ranked.now.total).toBe(expected.filter((entry) => entry.missing === 0).length);
      expect(ranked.one.total).toBe(expected.filter((entry) => entry.missing === 1).length);
    }),
  );
});

it("puts what is there for certain before what a photo is not sure of", () => {
  expect(rank([needs("egg", "onion"), needs("egg")], [has("egg"), has("onion", 0.45)]).ids).toEqual([1, 0]);
});

it("earns a food to buy nothing by its season", () => {
  const season = { month: 8, hemisphere: "north" as const };
  // tomatoes are in season, and both recipes lack one food
  expect(rank([needs("egg", "onion"), needs("egg", "tomato")], [has("egg")], { season }).ids).toEqual([0, 1]);
  expect(rank([needs("onion"), needs("tomato")], [has("onion"), has("tomato")], { season }).ids).toEqual([
    1, 0,
  ]);
});

it("never lets a staple change the order of two recipes that both use it, whatever the season and the mode", () => {
  const modes = fc.constantFrom(...RANK_MODES);
  const month = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(anyRecipes, anyFoods, modes, month, (recipes, pantry, mode, at) => {
      const items = pantry.filter((id) => id !== "tomato").map((id) => has(id));
      const plain = recipes.map((recipe) => recipe.filter((item) => item.foodId !== "tomato"));
      const withTomato = plain.map((recipe) => [...recipe, ...needs("tomato")]);
      const staples = new Set([...staplesOf(vocabulary), "tomato"]);
      const season = { month: at, hemisphere: "north" as const };
      const order = (list: readonly Ingredient[][]) => rank(list, items, { mode, staples, season }).ids;
      expect(order(withTomato)).toEqual(order(plain));
    }),
  );
});

describe("openingFoods", () => {
  const opening = (recipes: readonly Ingredient[][], pantry: readonly string[], shelf: "now" | "one") =>
    openingFoods(
      createRecipeIndex(toRows(recipes), usual),
      vocabulary,
      numberOf,
      {
        pantry: pantry.map((id) => has(id)),
        mode: "use-up-most",
        maxMissing: null,
        requiredMask: 0,
        limits: LIMITS,
      },
      shelf,
    );

  it("names the food that opens most, with how many", () => {
    const recipes = [
      needs("egg", "onion", "salt"),
      needs("egg", "onion"),
      needs("egg", "tomato"),
      needs("tomato"),
    ];
    expect(opening(recipes, ["egg"], "now")).toEqual([
      { foodId: "onion", recipes: 2 },
      // the recipe of tomatoes alone becomes possible with them
      { foodId: "tomato", recipes: 2 },
    ]);
  });

  it("counts what the food would stand in for as well", () => {
    expect(opening([needs("egg", "yogurt"), needs("egg", "sour-cream")], ["egg"], "now")).toEqual([
      { foodId: "yogurt", recipes: 2 },
      { foodId: "sour-cream", recipes: 1 },
    ]);
  });

  it("names for the shelf of one missing what leaves one missing", () => {
    expect(
      opening([needs("egg", "onion", "tomato"), needs("egg", "onion", "pasta")], ["egg"], "one")[0],
    ).toEqual({
      foodId: "onion",
      recipes: 2,
    });
  });

  it("says exactly how many recipes the shelf holds more once the food is there", () => {
    fc.assert(
      fc.property(anyRecipes, anyFoods, (recipes, pantry) => {
        const held = (ids: readonly string[]) =>
          rank(
            recipes,
            ids.map((id) => has(id)),
          ).now.total;
        for (const { foodId, recipes: more } of opening(recipes, pantry, "now"))
          expect(held([...pantry, foodId]) - held(pantry)).toBe(more);
      }),
    );
  });
});
