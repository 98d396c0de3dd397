import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRecipeIndex, type IndexedRecipe, type RankQuery } from "./recipe-index";

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
  limit: 100,
  offset: 0,
  ...over,
});

describe("order", () => {
  it("puts the recipe that uses most first, then the one that misses fewest", () => {
    const index = createRecipeIndex([recipe(1, [1, 2, 9]), recipe(2, [1, 2, 3, 9]), recipe(3, [1, 2, 3])]);
    expect(index.rank(ask([1, 2, 3])).ids).toEqual([3, 2, 1]);
  });

  it("breaks a tie by time, then by id", () => {
    const index = createRecipeIndex([recipe(7, [1], 20), recipe(5, [1], 20), recipe(6, [1], 10)]);
    expect(index.rank(ask([1])).ids).toEqual([6, 5, 7]);
  });

  it("puts nothing missing first in fewest-missing, the quickest first in quickest", () => {
    const index = createRecipeIndex([
      recipe(1, [1, 2, 3, 8], 60),
      recipe(2, [1], 45),
      recipe(3, [1, 8, 9], 5),
    ]);
    expect(index.rank(ask([1, 2, 3], { mode: "fewest-missing" })).ids).toEqual([2, 1, 3]);
    expect(index.rank(ask([1, 2, 3], { mode: "quickest" })).ids).toEqual([3, 2, 1]);
  });

  it("weighs by confidence: one sure food beats a doubtful one", () => {
    const index = createRecipeIndex([recipe(1, [1]), recipe(2, [2])]);
    const weights = new Map([
      [1, 0.4],
      [2, 1],
    ]);
    expect(index.rank(ask([], { weights })).ids).toEqual([2, 1]);
  });

  it("leaves out recipes that use nothing", () => {
    expect(createRecipeIndex([recipe(1, [5])]).rank(ask([1]))).toEqual({ ids: [], total: 0 });
  });
});

describe("filters", () => {
  it("keeps a recipe that misses exactly the number allowed", () => {
    const index = createRecipeIndex([recipe(1, [1, 2]), recipe(2, [1, 2, 3])]);
    expect(index.rank(ask([1], { maxMissing: 1 })).ids).toEqual([1]);
  });

  it("keeps only recipes with every required bit", () => {
    const index = createRecipeIndex([recipe(1, [1], 30, 0b011), recipe(2, [1], 30, 0b110)]);
    expect(index.rank(ask([1], { requiredMask: 0b010 })).total).toBe(2);
    expect(index.rank(ask([1], { requiredMask: 0b101 })).total).toBe(0);
    expect(index.rank(ask([1], { requiredMask: 0b110 })).ids).toEqual([2]);
  });
});

describe("staples", () => {
  it("counts neither the usual ones nor those of the query as missing", () => {
    const index = createRecipeIndex([recipe(1, [1, 50, 51])], new Set([50]));
    expect(index.rank(ask([1], { staples: new Set([50, 51]), maxMissing: 0 })).ids).toEqual([1]);
    expect(index.rank(ask([1], { staples: new Set([50]), maxMissing: 0 })).ids).toEqual([]);
  });

  it("counts a usual staple as missing when the person has none", () => {
    const index = createRecipeIndex([recipe(1, [1, 50])], new Set([50]));
    expect(index.rank(ask([1], { maxMissing: 0 })).ids).toEqual([]);
    expect(index.rank(ask([1], { maxMissing: 1 })).ids).toEqual([1]);
  });
});

describe("changes", () => {
  it("finds an added recipe, follows an edit and forgets a removal", () => {
    const index = createRecipeIndex([recipe(1, [1])]);
    index.upsert(recipe(2, [2]));
    expect(index.rank(ask([2])).ids).toEqual([2]);
    index.upsert(recipe(1, [2, 3]));
    expect(index.rank(ask([1])).ids).toEqual([]);
    expect(index.rank(ask([2])).ids).toEqual([2, 1]);
    index.remove(2);
    expect(index.rank(ask([2])).ids).toEqual([1]);
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
    expect(index.rank(ask([3, 9], { limit: 50 }))).toEqual(built.rank(ask([3, 9], { limit: 50 })));
  });
});

it("pages without a gap or a repeat", () => {
  const index = createRecipeIndex(Array.from({ length: 30 }, (_, i) => recipe(i, [1, 2 + (i % 3)], i % 4)));
  const all = index.rank(ask([1, 3])).ids;
  const pages = [0, 10, 20].flatMap((offset) => index.rank(ask([1, 3], { offset, limit: 10 })).ids);
  expect(pages).toEqual(all);
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
  expect(index.rank(ask([1, 2], { owner: 7 }))).toEqual({ ids: [2, 1], total: 2 });
  expect(index.rank(ask([1, 2], { owner: 8 }))).toEqual({ ids: [3, 1], total: 2 });
  expect(index.rank(ask([1, 2]))).toEqual({ ids: [1], total: 1 });
});

it("gives the same order over many blocks as a plain sort", () => {
  const rows = Array.from({ length: 20_000 }, (_, id) => recipe(id, [id % 11, 11 + (id % 3)], 5 + (id % 90)));
  const expected = rows
    .filter((row) => row.foods[0] === 4 || row.foods[1] === 12)
    .map((row) => ({ ...row, used: [row.foods[0] === 4, row.foods[1] === 12].filter(Boolean).length }))
    .sort((a, b) => b.used - a.used || a.minutes - b.minutes || a.id - b.id);
  const page = createRecipeIndex(rows).rank(ask([4, 12], { limit: 500 }));
  expect(page.total).toBe(expected.length);
  expect(page.ids).toEqual(expected.slice(0, 500).map((row) => row.id));
});
