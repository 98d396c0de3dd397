import { describe, expect, it } from "vitest";
import type { Food } from "../food";
import { createVocabulary } from "../vocabulary";
import { readAmountText } from "./amount-text";
import { readIngredientText } from "./ingredient-text";
import { readMinutes } from "./iso-duration";

describe("readAmountText", () => {
  it.each([
    ["200 g flour", 200, "g", "flour"],
    ["200g flour", 200, "g", "flour"],
    ["1 1/2 cups milk", 1.5, "cup", "milk"],
    ["1½ cups milk", 1.5, "cup", "milk"],
    ["½ tsp. salt", 0.5, "tsp", "salt"],
    ["1,5 l water", 1.5, "l", "water"],
    ["2 Tablespoons of oil", 2, "tbsp", "oil"],
    ["1 T oil", 1, "tbsp", "oil"],
    ["a pinch of salt", 1, "pinch", "salt"],
    ["three eggs", 3, "pc", "eggs"],
    ["2 cloves garlic", 2, "clove", "garlic"],
    ["3 leaves basil", 3, "leaf", "basil"],
    // 16 oz = 453.59 g, to the nearest gram
    ["16 oz pasta", 454, "g", "pasta"],
    ["2 (400 g) cans tomatoes", 800, "g", "tomatoes"],
    ["1 (14-oz) can tomatoes", 397, "g", "tomatoes"],
  ] as const)("reads %s", (line, quantity, unit, rest) => {
    const read = readAmountText(line);
    expect(read.unit === "g" ? Math.round(read.quantity!) : read.quantity).toBeCloseTo(quantity, 6);
    expect(read).toMatchObject({ unit, rest, isCertain: true });
  });

  it("takes the lower end of a range and says so", () => {
    for (const line of ["2-3 eggs", "2 to 3 eggs", "2 – 3 eggs"])
      expect(readAmountText(line)).toMatchObject({ quantity: 2, unit: "pc", rest: "eggs", isCertain: false });
  });

  it("does not know the size of a bare can", () => {
    expect(readAmountText("1 can tomatoes")).toMatchObject({
      quantity: 1,
      rest: "tomatoes",
      isCertain: false,
    });
  });

  it("reads a line without an amount", () => {
    expect(readAmountText("salt and pepper")).toMatchObject({
      quantity: null,
      unit: null,
      rest: "salt and pepper",
    });
  });
});

const food = (name: string, words: string[] = []): Food => ({
  id: name.replaceAll(" ", "-"),
  name,
  plural: `${name}s`,
  classes: [],
  aisle: "vegetables",
  staple: false,
  origin: "plant",
  alcohol: false,
  allergens: [],
  allergensToCheck: [],
  unit: "pc",
  countsAs: [],
  words,
});
const vocabulary = createVocabulary(
  [
    food("onion"),
    food("tomato"),
    food("tomato paste"),
    food("black pepper", ["pepper"]),
    food("bell pepper", ["pepper"]),
  ],
  [],
);

describe("readIngredientText", () => {
  it("keeps what is said about the food as a note, and the line itself", () => {
    expect(readIngredientText("2 large onions, finely chopped", vocabulary)).toEqual({
      original: "2 large onions, finely chopped",
      ingredient: {
        foodId: "onion",
        quantity: 2,
        unit: "pc",
        note: "large, finely chopped",
        optional: false,
      },
      candidates: ["onion"],
      isCertain: true,
    });
  });

  it("takes the longer name", () => {
    expect(readIngredientText("1 tbsp tomato paste", vocabulary)).toMatchObject({
      ingredient: { foodId: "tomato-paste" },
      isCertain: true,
    });
  });

  it("asks where a word means several foods", () => {
    const read = readIngredientText("1 pepper", vocabulary);
    expect(read.isCertain).toBe(false);
    expect([...read.candidates].sort()).toEqual(["bell-pepper", "black-pepper"]);
  });

  it("sees what is optional", () => {
    expect(readIngredientText("1 onion (optional)", vocabulary).ingredient).toMatchObject({
      optional: true,
      note: null,
    });
  });

  it("names no food it does not know", () => {
    expect(readIngredientText("1 unicorn", vocabulary)).toMatchObject({ ingredient: null, isCertain: false });
  });
});

it("reads durations as sites write them", () => {
  expect(
    ["PT1H30M", "P1DT2H", "PT90S", "1 hour 10 min", "45", "PT0M", "soon", null].map(readMinutes),
  ).toEqual([90, 1560, 2, 70, 45, null, null, null]);
});
