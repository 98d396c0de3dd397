import { describe, expect, it } from "vitest";
import { partMethod, splitSteps, withHeading } from "./method-text";

const method = (text: string) => partMethod(splitSteps(text));

describe("a method in one text", () => {
  it.each([
    [
      "Heat the oven to 200 C. Mix the flour and the eggs well. Bake for 20 minutes. Let cool and serve.",
      [
        "Heat the oven to 200 C.",
        "Mix the flour and the eggs well.",
        "Bake for 20 minutes.",
        "Let cool and serve.",
      ],
    ],
    [
      "Heat the oven to 200 C.Mix the flour and the eggs.Bake for 20 minutes.",
      ["Heat the oven to 200 C.", "Mix the flour and the eggs.", "Bake for 20 minutes."],
    ],
    ["1.切洋葱 2.煎鸡蛋 3.出盘", ["切洋葱", "煎鸡蛋", "出盘"]],
    ["1.切洋葱2.煎鸡蛋3.出盘", ["切洋葱", "煎鸡蛋", "出盘"]],
    ["切洋葱。煎鸡蛋。出盘。", ["切洋葱。", "煎鸡蛋。", "出盘。"]],
    ["1) Chop. 2) Fry. 3) Serve.", ["Chop.", "Fry.", "Serve."]],
    ["Step 1: Chop. Step 2: Fry.", ["Chop.", "Fry."]],
    ["1. Add 1.5 dl milk and 2.5 dl water 2. Boil", ["Add 1.5 dl milk and 2.5 dl water", "Boil"]],
    ["Step 1\nChop.\nStep 2\nFry.", ["Chop.", "Fry."]],
    ["For the sauce:\nFry onions.\nAdd cream.", ["For the sauce:", "Fry onions.", "Add cream."]],
  ])("%s", (text, steps) => {
    expect(method(text)).toEqual(steps);
  });

  it.each([
    "Add approx. Half of it stays.",
    "Cook as Mrs. Beeton says, for 20 min. Or so",
    "Stir in 1.5 dl milk",
    "mix. bake. eat",
  ])("is not parted where that is not sure: %s", (text) => {
    expect(method(text).length).toBeLessThanOrEqual(2);
    expect(method(text).join(" ")).toBe(text);
  });

  it("leaves a method of several steps as it is parted", () => {
    expect(partMethod(["Chop. Wash.", "Fry."])).toEqual(["Chop. Wash.", "Fry."]);
  });
});

it("keeps a step's text with its heading, and leaves out one that says nothing more", () => {
  expect(withHeading("Cook the meat", "Pat dry.")).toBe("Cook the meat: Pat dry.");
  expect(withHeading("Step 2", "Pat dry.")).toBe("Pat dry.");
  expect(withHeading("Pat dry…", "Pat dry, then fry.")).toBe("Pat dry, then fry.");
  expect(withHeading("Fry", null)).toBe("Fry");
});
