import { expect, it } from "vitest";
import type { Food } from "./food";
import { buildPantry, SURE_SCORE } from "./pantry";
import { createVocabulary } from "./vocabulary";

const food = (id: string, unit: Food["unit"], classes = [id]): Food => ({
  id,
  name: id,
  plural: id,
  classes,
  aisle: "dairy",
  staple: false,
  origin: "plant",
  alcohol: false,
  allergens: [],
  allergensToCheck: [],
  unit,
  countsAs: [],
  words: [],
});
const vocabulary = createVocabulary([food("egg", "pc"), food("rice", "g"), food("soup", "ml", [])], []);

it("is sure at the sure score and asks below it", () => {
  const seen = [
    { className: "egg", count: 3, score: SURE_SCORE },
    { className: "rice", count: 2, score: SURE_SCORE - 0.01 },
  ];
  expect(buildPantry(seen, vocabulary)).toEqual([
    { foodId: "egg", weight: 1, count: 3, certainty: "sure" },
    { foodId: "rice", weight: SURE_SCORE - 0.01, count: null, certainty: "check" },
  ]);
});

it("asks which of two foods it is, and weighs it as a doubt, however sure it is", () => {
  const seen = [{ className: "rice", count: 1, score: 0.6, rival: "egg" }];
  expect(buildPantry(seen, vocabulary)).toEqual([
    { foodId: "rice", weight: 0.6, count: null, certainty: "check", orFoodId: "egg" },
  ]);
  expect(buildPantry(seen, vocabulary, { present: { egg: null }, absent: ["rice"] })).toEqual([
    { foodId: "egg", weight: 1, count: null, certainty: "hand" },
  ]);
  expect(buildPantry(seen, vocabulary, { present: {}, absent: ["egg"] })[0]).toMatchObject({
    certainty: "sure",
    weight: 1,
  });
});

it("does not ask when the rival is the same food or none at all", () => {
  const twice = createVocabulary([food("pasta", "g", ["spaghetti", "pasta packet"])], []);
  expect(
    buildPantry([{ className: "spaghetti", count: 1, score: 0.9, rival: "pasta packet" }], twice)[0],
  ).toMatchObject({ certainty: "sure" });
  expect(
    buildPantry([{ className: "egg", count: 1, score: 0.9, rival: "leaf" }], vocabulary)[0],
  ).toMatchObject({ certainty: "sure" });
});

it("ignores classes that are no food", () => {
  expect(buildPantry([{ className: "leaf", count: 1, score: 0.9 }], vocabulary)).toEqual([]);
});

it("follows a person's yes, no and addition", () => {
  const seen = [{ className: "rice", count: 1, score: 0.3 }];
  expect(buildPantry(seen, vocabulary, { present: { rice: null }, absent: [] })[0]).toMatchObject({
    weight: 1,
    certainty: "hand",
  });
  expect(buildPantry(seen, vocabulary, { present: { rice: null }, absent: ["rice"] })).toEqual([]);
  expect(buildPantry([], vocabulary, { present: { soup: null }, absent: [] })).toHaveLength(1);
});
