import { expect, it } from "vitest";
import { createVocabulary } from "../vocabulary";
import { draftFrom, readLine } from "./draft";

const vocabulary = createVocabulary(
  ["onion", "other"].map((id) => ({
    id,
    name: id,
    plural: `${id}s`,
    classes: [],
    aisle: "vegetables",
    staple: false,
    origin: "plant",
    alcohol: false,
    allergens: [],
    allergensToCheck: [],
    unit: "pc",
    countsAs: [],
    words: [],
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
