import { describe, expect, it } from "vitest";
import type { Food } from "../food";
import { PLAIN_FOOD } from "../testing/plain-food";
import { createVocabulary } from "../vocabulary";
import { readIngredientText } from "./ingredient-text";
import { readMinutes } from "./iso-duration";

const food = (name: string, names: string[] = []): Food => ({
  id: name.replaceAll(" ", "-"),
  name,
  plural: `${name}s`,
  ...PLAIN_FOOD,
  names,
});
const vocabulary = createVocabulary(
  [
    food("onion"),
    food("tomato"),
    { ...food("tomato paste"), aisle: "tins", unit: "tbsp" },
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
      amount: { quantity: 2, unit: "pc", rest: "large onions, finely chopped", isCertain: true },
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

it.each([
  ["P0Y0M0DT0H30M", 30],
  ["P0Y0M0W1DT2H", 1560],
  ["half an hour", 30],
  ["an hour and a half", 90],
  ["1 1/2 hours", 90],
  ["1½ hours", 90],
  ["thirty minutes", 30],
  ["30-40 minutes", 30],
  ["1 h 30", 90],
  ["1h30min", 90],
  ["1:30", 90],
  ["1 Stunde 20 Minuten", 80],
  ["1 heure 15", 75],
  ["2 horas", 120],
  ["2 days", 2880],
  ["P30M", null],
  ["overnight", null],
  ["", null],
])("reads the duration %s", (text, minutes) => {
  expect(readMinutes(text)).toBe(minutes);
});

it("reads durations as sites write them", () => {
  expect(
    ["PT1H30M", "P1DT2H", "PT90S", "1 hour 10 min", "45", "PT0M", "soon", null].map(readMinutes),
  ).toEqual([90, 1560, 2, 70, 45, null, null, null]);
});
