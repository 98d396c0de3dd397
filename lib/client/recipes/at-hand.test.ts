import { expect, it } from "vitest";
import { explain } from "@/lib/core/recipes/explain";
import type { Food } from "@/lib/core/recipes/food";
import type { StockedFood } from "@/lib/core/recipes/stock/stocked-food";
import { PLAIN_FOOD } from "@/lib/core/recipes/testing/plain-food";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { kitchenAtHand } from "./at-hand";
import { DEFAULT_PREFERENCES, type KitchenPreferences } from "./kitchen-store";

const food = (id: string, over: Partial<Food> = {}): Food => ({
  id,
  name: id,
  plural: id,
  ...PLAIN_FOOD,
  aisle: "dairy",
  ...over,
});
const vocabulary = createVocabulary(
  [
    food("egg"),
    food("salt", { staple: true }),
    food("cream"),
    food("yogurt", { origin: "dairy", allergens: ["milk"] }),
    food("pasta"),
    food("fusilli", { countsAs: ["pasta"] }),
  ],
  [{ wanted: "cream", use: "yogurt", ratio: 1, note: "" }],
);
const states = (
  wanted: string,
  kitchen: Partial<KitchenPreferences>,
  stock: readonly StockedFood[] | null = null,
) => {
  const { atHand, isStaple } = kitchenAtHand({ ...DEFAULT_PREFERENCES, ...kitchen }, vocabulary, {
    stock,
    today: "2026-03-10",
  });
  const line = { foodId: wanted, quantity: 1, unit: "pc" as const, note: null, optional: false };
  return explain([line], atHand, isStaple).map((asked) => asked.state);
};
const seen = (foodId: string, weight = 1) => ({ foodId, weight, count: null });

it("counts what the last pantry held and what is kept at home, by the suggestions' rules", () => {
  expect(states("egg", { pantry: [seen("egg")] })).toEqual(["have"]);
  expect(states("egg", { pantry: [seen("egg", 0.4)] })).toEqual(["doubtful"]);
  expect(states("egg", {})).toEqual(["missing"]);
  expect(states("pasta", { keptFoods: ["fusilli"] })).toEqual(["have"]);
});

it("counts the pantry that lasts while it is on", () => {
  const eggs = {
    id: "a",
    changeId: "b",
    quantity: 2,
    unit: "pc",
    place: "fridge",
    bestBefore: null,
  } as const;
  expect(states("egg", {}, [{ ...eggs, foodId: "egg" }])).toEqual(["have"]);
  expect(states("egg", {}, [])).toEqual(["missing"]);
});

it("knows the person's staples", () => {
  expect(states("salt", {})).toEqual([]);
  expect(states("salt", { staplesRemoved: ["salt"] })).toEqual(["missing"]);
  expect(states("egg", { staplesAdded: ["egg"] })).toEqual([]);
});

it("lets nothing stand in that a filter forbids", () => {
  expect(states("cream", { keptFoods: ["yogurt"] })).toEqual(["have"]);
  expect(states("cream", { keptFoods: ["yogurt"], allergens: ["milk"] })).toEqual(["missing"]);
});
