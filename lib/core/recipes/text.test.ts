import { describe, expect, it } from "vitest";
import { findDurations } from "./durations";
import type { Food } from "./food";
import { parseIngredientLine } from "./ingredient-line";
import { mentionedIngredients, mentionsFood } from "./mentions";
import { formatFraction, roundForScale } from "./quantity";

describe("parseIngredientLine", () => {
  it("reads quantity, unit, food and note", () => {
    expect(parseIngredientLine("200 g red-lentils, rinsed")).toEqual({
      foodId: "red-lentils",
      quantity: 200,
      unit: "g",
      note: "rinsed",
      optional: false,
    });
  });
  it("reads fractions, optional foods and foods to taste", () => {
    expect(parseIngredientLine("1/2 pc lemon?, to serve")).toMatchObject({ quantity: 0.5, optional: true });
    expect(parseIngredientLine("salt")).toMatchObject({ foodId: "salt", quantity: null, unit: null });
  });
  it("refuses another shape, an unknown unit and nothing of a food", () => {
    for (const line of ["", "2 onions", "2 crates onion", "0 g salt", "1/0 g salt"])
      expect(() => parseIngredientLine(line)).toThrow(RangeError);
  });
});

describe("findDurations", () => {
  it("takes the shorter end and whole phrase", () => {
    expect(findDurations("Simmer for 20 to 25 minutes.")).toEqual([
      { text: "20 to 25 minutes", start: 11, seconds: 1200 },
    ]);
  });
  it("reads hours, halves and seconds", () => {
    expect(findDurations("Chill 1 1/2 hours, sear 30 seconds").map((item) => item.seconds)).toEqual([
      5400, 30,
    ]);
  });
  it("takes no rhythm for a time", () => {
    expect(findDurations("Stir every 5 minutes for 1 hour").map((item) => item.seconds)).toEqual([3600]);
  });
});

describe("mentionsFood", () => {
  const onion = { name: "onion", plural: "onions", words: [] };
  it("finds whole words only", () => {
    expect(mentionsFood("Chop the Onions.", onion)).toBe(true);
    expect(mentionsFood("Add the onionskin", onion)).toBe(false);
  });
});

describe("mentionedIngredients", () => {
  const line = (foodId: string, note: string | null = null) => ({
    foodId,
    quantity: 1,
    unit: "pc" as const,
    note,
    optional: false,
  });
  const names: Record<string, string> = {
    butter: "butter",
    peanut: "peanut butter",
    other: "something else",
  };
  const foodOf = (id: string) =>
    ({ id, name: names[id] ?? id, plural: names[id] ?? id, words: [] }) as unknown as Food;
  const lines = [line("butter"), line("peanut"), line("other", "shallots, chopped")];
  const told = (step: string) => mentionedIngredients(step, lines, foodOf).map((item) => item.foodId);

  it("takes no shorter name inside a longer one", () => {
    expect(told("Stir in the peanut butter.")).toEqual(["peanut"]);
    expect(told("Melt the butter, add the peanut butter.")).toEqual(["butter", "peanut"]);
  });

  it("finds what the vocabulary does not have by its own words", () => {
    expect(told("Fry the shallots.")).toEqual(["other"]);
  });
});

describe("amounts", () => {
  it("writes kitchen fractions", () => {
    expect([0.5, 1.5, 0.33, 2, 0.01, 0.96, 12.4].map(formatFraction)).toEqual([
      "½",
      "1½",
      "⅓",
      "2",
      "⅛",
      "1",
      "12",
    ]);
  });
  it("rounds to what a scale shows", () => {
    expect([1.26, 33.4, 412].map(roundForScale)).toEqual([1.3, 33, 410]);
  });
});
