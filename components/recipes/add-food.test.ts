import { expect, it } from "vitest";
import type { Food } from "@/lib/core/recipes/food";
import { PLAIN_FOOD } from "@/lib/core/recipes/testing/plain-food";
import { findFoods } from "./add-food";

const food = (name: string, over: Partial<Food> = {}): Food => ({
  id: name.replaceAll(" ", "-"),
  name,
  plural: name,
  ...PLAIN_FOOD,
  aisle: "dairy",
  ...over,
});
const foods = [
  food("almond milk", { words: ["milk"] }),
  food("milk"),
  food("milk powder"),
  food("crème fraîche"),
  food("eggplant", { names: ["aubergine"] }),
];
const found = (query: string, present: readonly string[] = []) =>
  findFoods(foods, query, new Set(present)).map((entry) => entry.name);

it("offers the food of that very name first", () => {
  expect(found("milk")).toEqual(["milk", "milk powder", "almond milk"]);
  expect(found("Milk", ["milk"])).toEqual(["milk powder", "almond milk"]);
});

it("finds a food by its other names and without accents", () => {
  expect(found("aubergine")).toEqual(["eggplant"]);
  expect(found("creme f")).toEqual(["crème fraîche"]);
});

it("finds a food by its name in another language, after those that are called so in English", () => {
  const names = new Map([
    ["eggplant", [{ text: "Melanzane", plain: "melanzane" }]],
    ["almond-milk", [{ text: "Milchersatz", plain: "milchersatz" }]],
    ["milk", [{ text: "Milch", plain: "milch" }]],
  ]);
  const called = (query: string) => findFoods(foods, query, new Set(), names).map((entry) => entry.name);
  expect(called("Melanz")).toEqual(["eggplant"]);
  expect(called("Milch")).toEqual(["milk", "almond milk"]);
  expect(called("milk")[0]).toBe("milk");
});

it("offers no shorter name for a longer one", () => {
  expect(found("oat milk")).toEqual([]);
});
