import { describe, expect, it } from "vitest";
import { PLAIN_FOOD } from "../testing/plain-food";
import { createVocabulary } from "../vocabulary";
import { draftFrom, draftOf, partLine, readLine, readLines } from "./draft";

const vocabulary = createVocabulary(
  ["onion", "salt", "black pepper", "other"].map((id) => ({
    id,
    name: id,
    plural: `${id}s`,
    ...PLAIN_FOOD,
  })),
  [],
);
const foreign = {
  title: "Soup",
  summary: null,
  cuisine: null,
  servings: null,
  prepMinutes: null,
  cookMinutes: null,
  totalMinutes: null,
  ingredients: ["2 onions"],
  steps: ["Cook."],
  url: null,
};

it("works out the times a site leaves out", () => {
  expect(draftFrom({ ...foreign, totalMinutes: 40, prepMinutes: 10 })).toMatchObject({
    prepMinutes: 10,
    cookMinutes: 30,
  });
  expect(draftFrom({ ...foreign, totalMinutes: 60, prepMinutes: 10, cookMinutes: 20 })).toMatchObject({
    restMinutes: 30,
  });
});

it("keeps no address that is not a web page", () => {
  expect(draftFrom({ ...foreign, url: "#recipe" }).sourceUrl).toBeNull();
});

it("keeps an unknown food by its words, with its amount", () => {
  expect(readLine({ text: "200 g unicorn, diced", foodId: null }, vocabulary)).toEqual({
    ingredient: {
      foodId: "other",
      quantity: 200,
      unit: "g",
      note: "unicorn, diced",
      optional: false,
      original: "200 g unicorn, diced",
      isDoubtful: true,
    },
    candidates: [],
    isDoubtful: true,
  });
});

it("takes a person's choice of food over the reading, and doubts it no more", () => {
  expect(readLine({ text: "1 shallot", foodId: "onion" }, vocabulary)).toMatchObject({
    ingredient: { foodId: "onion", quantity: 1 },
    isDoubtful: false,
  });
});

describe("headings", () => {
  const lines = [
    "For the dough:",
    "200 g unicorn",
    "For the sauce",
    "2 onions",
    "SAUCE:",
    "1 onion",
    "Filling",
    "3 onions",
  ];
  const draft = draftFrom({ ...foreign, ingredients: lines });

  it("are no ingredients, and stay with those below them", () => {
    expect(
      readLines(draft, vocabulary).map(({ ingredient }) => [ingredient.original, ingredient.group]),
    ).toEqual([
      ["200 g unicorn", "For the dough"],
      ["2 onions", "For the sauce"],
      ["1 onion", "SAUCE"],
      ["3 onions", "Filling"],
    ]);
  });

  it("come back when the recipe is edited", () => {
    const ingredients = readLines(draft, vocabulary).map(({ ingredient }) => ingredient);
    const recipe = { ...draft, slug: "x", cuisine: "international" as const, dishClass: null, ingredients };
    const again = draftOf(recipe, () => "");
    expect(again.lines.map(({ text }) => text)).toEqual([
      "For the dough:",
      "200 g unicorn",
      "For the sauce:",
      "2 onions",
      "SAUCE:",
      "1 onion",
      "Filling:",
      "3 onions",
    ]);
    expect(readLines(again, vocabulary)).toEqual(readLines(draft, vocabulary));
  });

  it("are none where a person says it is a food, or there is an amount", () => {
    expect(readLines({ ...draft, lines: [{ text: "Sauce", foodId: "onion" }] }, vocabulary)).toHaveLength(1);
    expect(readLines({ ...draft, lines: [{ text: "2 onions:", foodId: null }] }, vocabulary)).toHaveLength(1);
  });

  it("stand apart from a line they share a row with", () => {
    const shared = draftFrom({ ...foreign, ingredients: ["For the dough: 2 onions"] });
    expect(
      readLines(shared, vocabulary).map(({ ingredient }) => [
        ingredient.foodId,
        ingredient.quantity,
        ingredient.group,
      ]),
    ).toEqual([["onion", 2, "For the dough"]]);
  });
});

it("parts a line of several foods without an amount, and no other", () => {
  const parted = (text: string) => partLine({ text, foodId: null }, vocabulary).map((line) => line.text);
  expect(parted("Salt and pepper")).toEqual(["Salt and pepper"]);
  expect(parted("salt and black pepper, to taste")).toEqual(["salt, to taste", "black pepper, to taste"]);
  expect(parted("20 g each salt and black pepper")).toEqual(["20 g salt", "20 g black pepper"]);
  expect(parted("1 tsp salt and black pepper")).toEqual(["1 tsp salt and black pepper"]);
  expect(parted("salt and unicorn")).toEqual(["salt and unicorn"]);
  expect(parted("peeled and diced onion")).toEqual(["peeled and diced onion"]);
});
