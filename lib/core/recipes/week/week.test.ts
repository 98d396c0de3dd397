import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Unit } from "../food";
import type { PantryFood } from "../needs";
import type { Recipe } from "../recipe";
import { mergeShopping } from "../shopping-list";
import { applyChange } from "../stock/row-changes";
import { PLAIN_FOOD } from "../testing/plain-food";
import { createVocabulary } from "../vocabulary";
import {
  leftToPlan,
  type MealStep,
  moveMeal,
  planDish,
  planLeftover,
  removeMeal,
  setCooked,
  setEaten,
  weekOf,
} from "./plan";
import type { PlannedMeal } from "./planned-meal";
import { weekNeeds } from "./week-shopping";

const meal = (id: string, day: string, over: Partial<PlannedMeal> = {}): PlannedMeal => ({
  id,
  changeId: "c0",
  slug: "omelette",
  day,
  cooked: 4,
  eaten: 4,
  leftoverOf: null,
  ...over,
});
const leftover = (id: string, day: string, eaten: number, of = "dish") =>
  meal(id, day, { cooked: 0, eaten, leftoverOf: of });
const changedBy = (meals: readonly PlannedMeal[], steps: readonly MealStep[]) =>
  applyChange(meals, { id: "c1", steps });
const MONDAY = "2026-03-09";

describe("the days of a week", () => {
  it("begin on Monday, over the end of a year and summer time too", () => {
    expect(weekOf("2026-03-15")).toEqual(weekOf(MONDAY));
    expect(weekOf(MONDAY)[0]).toBe(MONDAY);
    expect(weekOf("2027-01-01")).toEqual(
      [28, 29, 30, 31].map((day) => `2026-12-${day}`).concat(["2027-01-01", "2027-01-02", "2027-01-03"]),
    );
    expect(weekOf("2026-03-29").at(-1)).toBe("2026-03-29");
  });
});

describe("leftovers", () => {
  it("of a dish for 4 with 2 eaten are carried over to the next day", () => {
    const dish = meal("dish", MONDAY);
    const meals = changedBy([dish], setEaten(dish, 2, [dish], "rest"));
    expect(meals).toMatchObject([
      { id: "dish", cooked: 4, eaten: 2 },
      { id: "rest", day: "2026-03-10", cooked: 0, eaten: 2, leftoverOf: "dish", slug: "omelette" },
    ]);
  });

  it("that somebody planned stay; what else is left is said", () => {
    const meals = [meal("dish", MONDAY, { eaten: 3 }), leftover("rest", "2026-03-12", 1)];
    const [dish] = meals;
    const less = changedBy(meals, setEaten(dish!, 1, meals, "new"));
    expect(less).toMatchObject([{ eaten: 1 }, { id: "rest", eaten: 1 }]);
    expect(leftToPlan(less[0]!, less)).toBe(2);
    expect(planLeftover(less[0]!, "new", "2026-03-11", 2).put).toMatchObject({
      eaten: 2,
      leftoverOf: "dish",
    });
  });

  it("are eaten after all, the latest first", () => {
    const meals = [
      meal("dish", MONDAY, { cooked: 5, eaten: 2 }),
      leftover("a", "2026-03-10", 2),
      leftover("b", "2026-03-11", 1),
    ];
    expect(changedBy(meals, setEaten(meals[0]!, 4, meals, "new"))).toMatchObject([
      { eaten: 4 },
      { id: "a", eaten: 1 },
    ]);
  });

  it("grow and shrink within what is left of the dish", () => {
    const meals = [meal("dish", MONDAY, { eaten: 1 }), leftover("a", "2026-03-10", 2)];
    expect(changedBy(meals, setEaten(meals[1]!, 3, meals, ""))[1]).toMatchObject({ eaten: 3 });
    expect(setEaten(meals[1]!, 4, meals, "")).toEqual([]);
    expect(setEaten(meals[1]!, 0, meals, "")).toEqual([]);
  });

  it("move with their dish, never come before it, and go with it", () => {
    const meals = [meal("dish", MONDAY, { eaten: 2 }), leftover("a", "2026-03-11", 2)];
    const moved = moveMeal(meals[0]!, "2026-03-12", meals);
    expect("steps" in moved && changedBy(meals, moved.steps)).toMatchObject([
      { day: "2026-03-12" },
      { day: "2026-03-14" },
    ]);
    expect(moveMeal(meals[1]!, "2026-03-08", meals)).toEqual({ problem: "before-its-dish" });
    expect(moveMeal(meals[1]!, MONDAY, meals)).toMatchObject({ steps: [{ put: { day: MONDAY } }] });
    expect(changedBy(meals, removeMeal(meals[0]!, meals))).toEqual([]);
    expect(changedBy(meals, removeMeal(meals[1]!, meals))).toHaveLength(1);
  });

  it("are never more than what is left, whatever is changed", () => {
    const change = fc.tuple(fc.constantFrom("cooked", "eaten"), fc.integer({ min: 0, max: 8 }), fc.nat(3));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        let meals: PlannedMeal[] = changedBy([], [planDish("dish", "omelette", MONDAY, 4)]);
        for (const [place, [what, servings, which]] of changes.entries()) {
          const target = meals[which % meals.length]!;
          const steps =
            what === "cooked"
              ? setCooked(target, servings, meals)
              : setEaten(target, servings, meals, `n${place}`);
          meals = changedBy(meals, steps);
          const dish = meals.find(({ id }) => id === "dish")!;
          const planned = meals.reduce((sum, { eaten }) => sum + eaten, 0);
          expect(planned).toBeLessThanOrEqual(dish.cooked);
          expect(meals.every(({ eaten }) => eaten >= 1)).toBe(true);
        }
      }),
    );
  });
});

const food = (id: string, unit: Unit = "pc") => ({ ...PLAIN_FOOD, id, name: id, plural: id, unit });
const vocabulary = createVocabulary([food("egg"), food("flour", "g"), food("onion"), food("salt")], []);
const line = (foodId: string, quantity: number | null, unit: Unit | null) => ({
  foodId,
  quantity,
  unit,
  note: null,
  optional: false,
});
const recipe = (slug: string, ...ingredients: Recipe["ingredients"]): Recipe => ({
  slug,
  title: slug,
  summary: "",
  cuisine: "french",
  servings: 2,
  prepMinutes: 1,
  cookMinutes: 1,
  restMinutes: 0,
  ingredients,
  steps: ["Cook."],
  dishClass: null,
  sourceUrl: null,
});
const RECIPES = [
  recipe("omelette", line("egg", 4, "pc"), line("salt", null, null)),
  recipe("pancakes", line("egg", 2, "pc"), line("flour", 200, "g"), line("onion", 1, "pc")),
];

describe("one shopping list for the week", () => {
  const list = (meals: readonly PlannedMeal[], foods: readonly PantryFood[]) => {
    const needs = weekNeeds(meals, (slug) => RECIPES.find((entry) => entry.slug === slug), {
      foods,
      vocabulary,
      isStaple: (id) => id === "salt",
      maySwap: () => true,
    });
    return mergeShopping(needs.listed, vocabulary).flatMap(({ items }) =>
      items.map(({ foodId, amounts, isDoubtful }) => [
        foodId,
        amounts.map(({ quantity, unit }) => `${quantity} ${unit}`).join(" "),
        ...(isDoubtful ? ["?"] : []),
      ]),
    );
  };
  const there = (foodId: string, over: Partial<PantryFood> = {}): PantryFood => ({
    foodId,
    weight: 1,
    count: null,
    ...over,
  });
  const two = { cooked: 2, eaten: 2 };

  it("adds up what the dishes need, for the servings cooked", () => {
    const meals = [
      meal("a", MONDAY, { ...two, cooked: 4 }),
      meal("b", "2026-03-10", { ...two, slug: "pancakes" }),
    ];
    expect(list(meals, [])).toEqual([
      ["egg", "10 pc"],
      ["flour", "200 g"],
      ["onion", "1 pc"],
    ]);
  });

  it("uses what is there once, not for each dish anew", () => {
    const meals = [meal("a", MONDAY, two), meal("b", "2026-03-10", { ...two, slug: "pancakes" })];
    const foods = [
      there("egg", { count: 5 }),
      there("flour", { amount: { quantity: 150, unit: "g" } }),
      there("onion"),
    ];
    // 5 eggs: 4 for the omelette, 1 of the 2 for the pancakes
    expect(list(meals, foods)).toEqual([
      ["egg", "1 pc"],
      ["flour", "50 g"],
    ]);
  });

  it("does not rely for a second dish on a food of which nobody knows how much there is", () => {
    const meals = [1, 2].map((day) => meal(`m${day}`, `2026-03-1${day}`, { ...two, slug: "pancakes" }));
    expect(list(meals, [there("egg", { count: 9 }), there("flour"), there("onion", { count: 2 })])).toEqual([
      ["flour", "200 g", "?"],
    ]);
  });

  it("buys nothing for leftovers", () => {
    const dish = meal("dish", MONDAY, { cooked: 4, eaten: 2 });
    expect(list([dish, leftover("a", "2026-03-10", 2)], [])).toEqual([["egg", "8 pc"]]);
  });

  it("leaves what an earlier week takes out of the kitchen, and its dishes off the list", () => {
    const meals = [meal("a", MONDAY, two), meal("b", "2026-03-16", two)];
    const { listed } = weekNeeds(meals, () => RECIPES[0], {
      foods: [there("egg", { count: 5 })],
      vocabulary,
      isStaple: (id) => id === "salt",
      maySwap: () => true,
      listFrom: "2026-03-16",
    });
    // 5 eggs: 4 on the 9th, 1 of the 4 on the 16th
    expect(listed).toMatchObject([{ servings: 2, wanted: [{ foodId: "egg", quantity: 3 }] }]);
  });

  it("has the same recipe on two days once, with all its servings", () => {
    const meals = [meal("a", MONDAY, two), meal("b", "2026-03-10", two)];
    const { listed } = weekNeeds(meals, () => RECIPES[0], {
      foods: [],
      vocabulary,
      isStaple: () => false,
      maySwap: () => true,
    });
    expect(listed).toMatchObject([{ slug: "omelette", servings: 4 }]);
  });
});
