import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRecipeIndex, type IndexedRecipe, type RankQuery, type RecipeIndex } from "./recipe-index";

const recipe = (id: number, foods: number[], minutes = 30, safeMask = 0): IndexedRecipe => ({
  id,
  foods,
  minutes,
  safeMask,
});

const ask = (foods: readonly number[], over: Partial<RankQuery> = {}): RankQuery => ({
  weights: new Map(foods.map((food) => [food, 1])),
  staples: new Set(),
  mode: "use-up-most",
  maxMissing: null,
  requiredMask: 0,
  limits: { now: 100, one: 100, trip: 100 },
  ...over,
});

/** All shelves after one another, as one list. */
const order = (index: RecipeIndex, query: RankQuery) => {
  const { now, one, trip } = index.rank(query);
  return { ids: [...now.ids, ...one.ids, ...trip.ids], total: now.total + one.total + trip.total };
};

describe("the order", () => {
  it("puts what can be cooked first, then what lacks one food, then two, whatever they use", () => {
    const index = createRecipeIndex([
      recipe(1, [1, 2, 3, 8, 9]),
      recipe(2, [1, 2, 3, 4, 8]),
      recipe(3, [1], 90),
    ]);
    expect(index.rank(ask([1, 2, 3, 4]))).toEqual({
      now: { ids: [3], total: 1 },
      one: { ids: [2], total: 1 },
      trip: { ids: [1], total: 1 },
    });
  });

  it("puts what uses more first within a shelf", () => {
    const index = createRecipeIndex([recipe(1, [1], 5), recipe(2, [1, 2], 60)]);
    expect(index.rank(ask([1, 2])).now.ids).toEqual([2, 1]);
  });

  it("counts a food that only garnishes for half", () => {
    const index = createRecipeIndex([
      { ...recipe(1, [1, 2]), mainFoods: [] },
      { ...recipe(2, [1, 3]), mainFoods: [1] },
      // one and a half foods are more than one
      { ...recipe(3, [1]), mainFoods: [1] },
    ]);
    expect(index.rank(ask([1, 2, 3])).now.ids).toEqual([2, 1, 3]);
  });

  it("lets what spoils first decide among those that use as much, and a season after that", () => {
    const index = createRecipeIndex([recipe(1, [1], 5), recipe(2, [2], 60), recipe(3, [3], 30)]);
    const over = { spoiling: new Set([2]), seasonal: new Set([3]) };
    expect(index.rank(ask([1, 2, 3], over)).now.ids).toEqual([2, 3, 1]);
  });

  it("keeps to the number of recipes of each shelf, and counts them all", () => {
    const index = createRecipeIndex([recipe(1, [1]), recipe(2, [1]), recipe(3, [1, 2])]);
    expect(index.rank(ask([1], { limits: { now: 1, one: 0, trip: 1 } }))).toEqual({
      now: { ids: [1], total: 2 },
      one: { ids: [], total: 1 },
      trip: { ids: [], total: 0 },
    });
  });

  it("breaks a tie by time, then by id", () => {
    const index = createRecipeIndex([recipe(7, [1], 20), recipe(5, [1], 20), recipe(6, [1], 10)]);
    expect(order(index, ask([1])).ids).toEqual([6, 5, 7]);
  });

  it("puts the quickest of a shelf first in quickest", () => {
    const index = createRecipeIndex([recipe(1, [1, 2, 3], 60), recipe(2, [1], 45), recipe(3, [1, 8, 9], 5)]);
    expect(order(index, ask([1, 2, 3], { mode: "quickest" })).ids).toEqual([2, 1, 3]);
  });

  it("weighs by confidence: one sure food beats a doubtful one", () => {
    const index = createRecipeIndex([recipe(1, [1]), recipe(2, [2])]);
    const weights = new Map([
      [1, 0.4],
      [2, 1],
    ]);
    expect(order(index, ask([], { weights })).ids).toEqual([2, 1]);
  });

  it("leaves out recipes that use nothing", () => {
    expect(order(createRecipeIndex([recipe(1, [5])]), ask([1]))).toEqual({ ids: [], total: 0 });
  });
});

describe("filters", () => {
  it("keeps a recipe that misses exactly the number allowed", () => {
    const index = createRecipeIndex([recipe(1, [1, 2]), recipe(2, [1, 2, 3])]);
    expect(order(index, ask([1], { maxMissing: 1 })).ids).toEqual([1]);
  });

  it("keeps only recipes with every required bit", () => {
    const index = createRecipeIndex([recipe(1, [1], 30, 0b011), recipe(2, [1], 30, 0b110)]);
    expect(order(index, ask([1], { requiredMask: 0b010 })).total).toBe(2);
    expect(order(index, ask([1], { requiredMask: 0b101 })).total).toBe(0);
    expect(order(index, ask([1], { requiredMask: 0b110 })).ids).toEqual([2]);
  });
});

describe("staples", () => {
  it("counts neither the usual ones nor those of the query as missing", () => {
    const index = createRecipeIndex([recipe(1, [1, 50, 51])], new Set([50]));
    expect(order(index, ask([1], { staples: new Set([50, 51]), maxMissing: 0 })).ids).toEqual([1]);
    expect(order(index, ask([1], { staples: new Set([50]), maxMissing: 0 })).ids).toEqual([]);
  });

  it("counts a usual staple as missing when the person has none", () => {
    const index = createRecipeIndex([recipe(1, [1, 50])], new Set([50]));
    expect(order(index, ask([1], { maxMissing: 0 })).ids).toEqual([]);
    expect(order(index, ask([1], { maxMissing: 1 })).ids).toEqual([1]);
  });
});

describe("changes", () => {
  it("finds an added recipe, follows an edit and forgets a removal", () => {
    const index = createRecipeIndex([recipe(1, [1])]);
    index.upsert(recipe(2, [2]));
    expect(order(index, ask([2])).ids).toEqual([2]);
    index.upsert(recipe(1, [2, 3]));
    expect(order(index, ask([1])).ids).toEqual([]);
    expect(order(index, ask([2])).ids).toEqual([2, 1]);
    index.remove(2);
    expect(order(index, ask([2])).ids).toEqual([1]);
    expect(index.size).toBe(1);
  });

  it("answers the same when built at once and when built by edits, across compactions", () => {
    const foods = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 });
    const edit = fc.record({
      id: fc.integer({ min: 1, max: 40 }),
      foods,
      minutes: fc.integer({ min: 1, max: 90 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 120 }), foods, (edits, pantry) => {
        const grown = createRecipeIndex([]);
        const last = new Map<number, IndexedRecipe>();
        for (const { id, foods: set, minutes } of edits) {
          grown.upsert(recipe(id, set, minutes));
          last.set(id, recipe(id, set, minutes));
        }
        const built = createRecipeIndex([...last.values()]);
        expect(grown.rank(ask(pantry))).toEqual(built.rank(ask(pantry)));
      }),
    );
  });

  it("keeps its answer through a compaction", () => {
    const index = createRecipeIndex([]);
    // more postings than a tail may hold before it is folded in
    for (let id = 1; id <= 3000; id++) index.upsert(recipe(id, [id % 7, 7 + (id % 5)], (id % 50) + 1));
    const built = createRecipeIndex(
      Array.from({ length: 3000 }, (_, i) =>
        recipe(i + 1, [(i + 1) % 7, 7 + ((i + 1) % 5)], ((i + 1) % 50) + 1),
      ),
    );
    expect(index.rank(ask([3, 9]))).toEqual(built.rank(ask([3, 9])));
  });
});

it("shows more of a shelf without changing what was shown", () => {
  const index = createRecipeIndex(Array.from({ length: 30 }, (_, i) => recipe(i, [1, 2 + (i % 3)], i % 4)));
  const all = index.rank(ask([1, 3])).one.ids;
  for (const one of [1, 7, 20])
    expect(index.rank(ask([1, 3], { limits: { now: 1, one, trip: 1 } })).one.ids).toEqual(all.slice(0, one));
});

it("refuses a recipe of more foods than it can count", () => {
  const many = Array.from({ length: 121 }, (_, i) => i);
  expect(() => createRecipeIndex([recipe(1, many)])).toThrow(RangeError);
});

it("ranks a person's own recipes for that person alone, and counts them for nobody else", () => {
  const index = createRecipeIndex([
    recipe(1, [1]),
    { ...recipe(2, [1, 2]), owner: 7 },
    { ...recipe(3, [1, 2]), owner: 8 },
  ]);
  expect(order(index, ask([1, 2], { owner: 7 }))).toEqual({ ids: [2, 1], total: 2 });
  expect(order(index, ask([1, 2], { owner: 8 }))).toEqual({ ids: [3, 1], total: 2 });
  expect(order(index, ask([1, 2]))).toEqual({ ids: [1], total: 1 });
});

it("gives the same order over many blocks as a plain sort", () => {
  const rows = Array.from({ length: 20_000 }, (_, id) => recipe(id, [id % 11, 11 + (id % 3)], 5 + (id % 90)));
  const expected = rows
    .filter((row) => row.foods[0] === 4 || row.foods[1] === 12)
    .map((row) => ({ ...row, used: [row.foods[0] === 4, row.foods[1] === 12].filter(Boolean).length }))
    .sort((a, b) => b.used - a.used || a.minutes - b.minutes || a.id - b.id);
  const limits = { now: 20_000, one: 20_000, trip: 20_000 };
  const page = order(createRecipeIndex(rows), ask([4, 12], { limits }));
  expect(page.total).toBe(expected.length);
  expect(page.ids).toEqual(expected.map((row) => row.id));
});

describe("foods that recipes lack", () => {
  const index = createRecipeIndex([
    recipe(1, [1, 7]),
    recipe(2, [1, 7, 50]),
    recipe(3, [1, 8]),
    recipe(4, [1, 8, 9]),
    recipe(5, [7, 8]),
  ]);

  it("are counted over the recipes that lack as many", () => {
    const query = ask([1], { staples: new Set([50]) });
    expect(index.lackedFoods(query, 1)).toEqual([
      { food: 7, recipes: 2 },
      { food: 8, recipes: 1 },
    ]);
    expect(index.lackedFoods(query, 2).map(({ food }) => food)).toEqual([8, 9]);
  });

  it("say nothing of recipes a filter leaves out", () => {
    expect(index.lackedFoods(ask([1], { requiredMask: 1 }), 1)).toEqual([]);
  });
});

describe("foods given for one another", () => {
  // the kitchen's 1 may be given for 2 or for 3; 1 is bit 0, 2 is bit 1, 3 is bit 2
  const group = {
    foods: [1, 2, 3],
    fill: (wanted: number) => {
      const bit = (wanted & 1) !== 0 ? 0 : (wanted & 2) !== 0 ? 2 : wanted & 4;
      return bit === 0 ? [] : [{ bit, weight: 1, spoilsFirst: false, isInSeason: false }];
    },
  };

  it("fill one ingredient, once", () => {
    const index = createRecipeIndex([recipe(1, [2]), recipe(2, [1, 2]), recipe(3, [2, 3]), recipe(4, [3])]);
    const { now, one } = index.rank(ask([1], { groups: [group] }));
    expect(now.ids).toEqual([1, 4]);
    expect(one.ids).toEqual([2, 3]);
  });
});
