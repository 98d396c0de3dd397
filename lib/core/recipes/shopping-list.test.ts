import fc from "fast-check";
import { expect, it } from "vitest";
import { explain } from "./explain";
import { type Food, OTHER_FOOD, type Unit } from "./food";
import { type PantryFood, resolveAtHand } from "./needs";
import type { Ingredient } from "./recipe";
import { type ListedRecipe, mergeShopping, scaled, shoppingTable, wantedFrom } from "./shopping-list";
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
  [food("milk", "dairy"), food("onion", "vegetables"), food("garlic", "vegetables"), food("other", "tins")],
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
        {
          key: "garlic",
          foodId: "garlic",
          words: null,
          amounts: [{ quantity: 5 / 3, unit: "tbsp" }],
          recipes: ["a", "b"],
        },
        {
          key: "onion",
          foodId: "onion",
          words: null,
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
      items: [
        {
          key: "milk",
          foodId: "milk",
          words: null,
          amounts: [{ quantity: 1250, unit: "ml" }],
          recipes: ["a", "b"],
        },
      ],
    },
  ]);
});

it("lists a food without an amount", () => {
  expect(mergeShopping([recipe("a", some("onion", null, null))], vocabulary)[0]?.items[0]?.amounts).toEqual(
    [],
  );
});

const line = (foodId: string, over: Partial<Ingredient> = {}): Ingredient => ({
  foodId,
  quantity: 2,
  unit: "pc",
  note: null,
  optional: false,
  ...over,
});
const need = (foodId: string, count: number | null = null, weight = 1): PantryFood => ({
  foodId,
  weight,
  count,
});
const wanted = (lines: readonly Ingredient[], pantry: readonly PantryFood[], scale = 1) => {
  const ingredients = scaled(lines, scale);
  const atHand = resolveAtHand(pantry, vocabulary, { isStaple: () => false });
  return wantedFrom(
    ingredients,
    explain(ingredients, atHand, () => false),
  );
};

it("marks what a photo is not sure of, until a recipe wants it for certain", () => {
  const doubtful = wanted([line("onion")], [need("onion", null, 0.4)]);
  expect(doubtful).toEqual([{ foodId: "onion", quantity: 2, unit: "pc", isDoubtful: true }]);
  const listed = (...lists: ListedRecipe["wanted"][]) =>
    mergeShopping(
      lists.map((list, place) => recipe(String(place), ...list)),
      vocabulary,
    )[0]?.items[0];
  expect(listed(doubtful, doubtful)).toMatchObject({ isDoubtful: true });
  expect(listed(doubtful, wanted([line("onion")], []))).not.toHaveProperty("isDoubtful");
});

it("wants neither what is there nor what is optional, and scales the rest", () => {
  const lines = [line("milk"), line("onion"), line("garlic", { optional: true })];
  expect(wanted(lines, [need("milk")], 1.5)).toEqual([{ foodId: "onion", quantity: 3, unit: "pc" }]);
});

it("buys what is short of, once, and nothing where there is enough", () => {
  // 2 + 2 wanted for two lines, 3 there
  expect(wanted([line("onion"), line("onion")], [need("onion", 3)])).toEqual([
    { foodId: "onion", quantity: 1, unit: "pc" },
  ]);
  // twice the servings: 4 wanted, 3 there
  expect(wanted([line("onion")], [need("onion", 3)], 2)).toEqual([
    { foodId: "onion", quantity: 1, unit: "pc" },
  ]);
  expect(wanted([line("onion")], [need("onion", 3)])).toEqual([]);
});

it("keeps each food it does not know under its own words, and adds those of one name", () => {
  const other = (note: string, quantity: number) => line(OTHER_FOOD, { note, quantity });
  const list = mergeShopping(
    [
      recipe(
        "a",
        ...wanted([other("shallots, finely chopped", 3), other("cheddar", 200), other("Ja\u0301n", 1)], []),
      ),
      recipe("b", ...wanted([other("Shallots", 2), other("J\u00e1n", 1)], [])),
    ],
    vocabulary,
  );
  expect(list).toMatchObject([
    {
      aisle: "other",
      items: [
        { words: "cheddar", amounts: [{ quantity: 200, unit: "pc" }] },
        { amounts: [{ quantity: 2, unit: "pc" }], recipes: ["a", "b"] },
        { words: "shallots", amounts: [{ quantity: 5, unit: "pc" }], recipes: ["a", "b"] },
      ],
    },
  ]);
  expect(new Set(list[0]?.items.map((item) => item.key)).size).toBe(3);
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
          key: "onion",
          foodId: "onion",
          words: null,
          amounts: [{ quantity: 3, unit: "pc" as const }],
          recipes: ["Soup, hot", 'The "pie"'],
        },
        { key: "leek", foodId: "leek", words: null, amounts: [], recipes: [] },
        { key: "other:yam", foodId: "other", words: "yam", amounts: [], recipes: [] },
      ],
    },
  ];
  expect(shoppingTable(aisles, ["=SUM(A1)"], (id) => id).split("\r\n")).toEqual([
    "aisle,food,quantity,unit,recipes",
    'vegetables,onion,3,pc,"Soup, hot; The ""pie"""',
    "vegetables,leek,,,",
    "vegetables,yam,,,",
    ",'=SUM(A1),,,",
    "",
  ]);
});
