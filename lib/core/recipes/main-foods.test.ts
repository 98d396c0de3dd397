import { expect, it } from "vitest";
import type { Food } from "./food";
import { mainFoods } from "./main-foods";
import type { Ingredient } from "./recipe";
import { PLAIN_FOOD } from "./testing/plain-food";

const food = (id: string, over: Partial<Food> = {}): Food => ({
  id,
  name: id.replace("-", " "),
  plural: `${id.replace("-", " ")}s`,
  ...PLAIN_FOOD,
  ...over,
});
const foods = new Map(
  [
    food("potato", { plural: "potatoes" }),
    food("garlic"),
    food("egg"),
    food("lemon"),
    food("cinnamon", { aisle: "spices" }),
    food("soy-sauce", { aisle: "sauces" }),
    food("vegetable-stock", { aisle: "tins" }),
  ].map((entry) => [entry.id, entry]),
);
const line = (foodId: string, quantity: number | null, unit: Ingredient["unit"], optional = false) => ({
  foodId,
  quantity,
  unit,
  note: null,
  optional,
});
const mainOf = (title: string, ...ingredients: Ingredient[]) =>
  mainFoods({ title, ingredients }, (id) => foods.get(id));

it("takes what weighs at least a third of the heaviest", () => {
  // 3 eggs of 55 g are 165 g, a third of 400 g is 133 g; a clove is 4 g
  expect(
    mainOf("Supper", line("potato", 400, "g"), line("egg", 3, "pc"), line("garlic", 1, "clove")),
  ).toEqual(["potato", "egg"]);
  expect(mainOf("Supper", line("potato", 400, "g"), line("egg", 2, "pc"))).toEqual(["potato"]);
});

it("takes what the title names, however little there is of it", () => {
  expect(mainOf("Garlic potatoes", line("potato", 400, "g"), line("garlic", 2, "clove"))).toEqual([
    "potato",
    "garlic",
  ]);
  expect(mainOf("Cinnamon toast", line("egg", 1, "pc"), line("cinnamon", 1, "tsp"))).toContain("cinnamon");
});

it("takes no seasoning and no stock for its weight", () => {
  expect(
    mainOf("Soup", line("potato", 300, "g"), line("vegetable-stock", 1, "l"), line("soy-sauce", 1, "cup")),
  ).toEqual(["potato"]);
});

it("takes nothing one can leave out, and adds up what stands on two lines", () => {
  expect(
    mainOf(
      "Supper",
      line("potato", 300, "g"),
      line("egg", 6, "pc", true),
      line("lemon", 1, "pc"),
      line("lemon", 1, "pc"),
    ),
  ).toEqual(["potato", "lemon"]);
});
