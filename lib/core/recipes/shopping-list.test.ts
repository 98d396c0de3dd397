import fc from "fast-check";
import { expect, it } from "vitest";
import type { Food, Unit } from "./food";
import { type ListedRecipe, mergeShopping, shoppingTable, wantedFrom } from "./shopping-list";
import { createVocabulary } from "./vocabulary";

const food = (id: string, aisle: Food["aisle"]): Food => ({
  id,
  name: id,
  plural: id,
  classes: [],
  aisle,
  staple: false,
  origin: "plant",
  alcohol: false,
  allergens: [],
  allergensToCheck: [],
  unit: "g",
  countsAs: [],
  words: [],
});
const vocabulary = createVocabulary(
  [food("milk", "dairy"), food("onion", "vegetables"), food("garlic", "vegetables")],
  [],
);
const recipe = (title: string, ...wanted: ListedRecipe["wanted"]): ListedRecipe => ({
  slug: title,
  title,
  servings: 2,
  wanted,
});
const some = (foodId: string, quantity: number | null, unit: Unit | null) => ({ foodId, quantity, unit });

it("adds weights, volumes and spoons across their units and keeps what cannot be added apart", () => {
  const list = mergeShopping(
    [
      recipe("a", some("milk", 250, "ml"), some("garlic", 2, "tsp"), some("onion", 1, "pc")),
      recipe("b", some("milk", 1, "l"), some("garlic", 1, "tbsp"), some("onion", 100, "g")),
    ],
    vocabulary,
  );
  expect(list).toEqual([
    {
      aisle: "vegetables",
      items: [
        // 2 tsp + 1 tbsp = 5 tsp = 5/3 tbsp
        { foodId: "garlic", amounts: [{ quantity: 5 / 3, unit: "tbsp" }], recipes: ["a", "b"] },
        {
          foodId: "onion",
          amounts: [
            { quantity: 1, unit: "pc" },
            { quantity: 100, unit: "g" },
          ],
          recipes: ["a", "b"],
        },
      ],
    },
    {
      aisle: "dairy",
      items: [{ foodId: "milk", amounts: [{ quantity: 1250, unit: "ml" }], recipes: ["a", "b"] }],
    },
  ]);
});

it("lists a food without an amount", () => {
  expect(mergeShopping([recipe("a", some("onion", null, null))], vocabulary)[0]?.items[0]?.amounts).toEqual(
    [],
  );
});

it("wants neither what is there nor what is optional, and scales the rest", () => {
  const line = (foodId: string, optional = false) => ({
    foodId,
    quantity: 2,
    unit: "pc" as const,
    note: null,
    optional,
  });
  expect(wantedFrom([line("milk"), line("onion"), line("garlic", true)], 1.5, (id) => id === "milk")).toEqual(
    [{ foodId: "onion", quantity: 3, unit: "pc" }],
  );
});

it("comes to the same list in whatever order recipes are added", () => {
  const wanted = fc.record({
    foodId: fc.constantFrom("milk", "onion", "garlic"),
    quantity: fc.integer({ min: 1, max: 9 }),
    unit: fc.constantFrom<Unit>("g", "kg", "pc"),
  });
  fc.assert(
    fc.property(fc.array(fc.array(wanted, { maxLength: 4 }), { maxLength: 5 }), (lists) => {
      const recipes = lists.map((list, i) => recipe(String(i), ...list));
      const totals = (from: readonly ListedRecipe[]) =>
        mergeShopping(from, vocabulary).map((group) =>
          group.items.map((item) => [
            item.foodId,
            [...item.amounts].sort((a, b) => a.unit.localeCompare(b.unit)),
          ]),
        );
      expect(totals([...recipes].reverse())).toEqual(totals(recipes));
    }),
  );
});

it("writes a table that any spreadsheet opens, and no formula", () => {
  const aisles = [
    {
      aisle: "vegetables" as const,
      items: [
        {
          foodId: "onion",
          amounts: [{ quantity: 3, unit: "pc" as const }],
          recipes: ["Soup, hot", 'The "pie"'],
        },
        { foodId: "leek", amounts: [], recipes: [] },
      ],
    },
  ];
  expect(shoppingTable(aisles, ["=SUM(A1)"], (id) => id).split("\r\n")).toEqual([
    "aisle,food,quantity,unit,recipes",
    'vegetables,onion,3,pc,"Soup, hot; The ""pie"""',
    "vegetables,leek,,,",
    ",'=SUM(A1),,,",
    "",
  ]);
});
