import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FoodFacts } from "./allergens";
import { allergenReport, freeOf } from "./allergens";
import { isSafe, requiredMask, safetyMask } from "./diet-and-allergen-filter";
import { DIETS, suits } from "./diets";
import { ALLERGENS, FOOD_ORIGINS } from "./food";

const food = (over: Partial<FoodFacts> = {}): FoodFacts => ({
  id: "x",
  origin: "plant",
  alcohol: false,
  allergens: [],
  allergensToCheck: [],
  ...over,
});

describe("suits", () => {
  it("calls nothing suitable for no foods", () => {
    for (const diet of DIETS) expect(suits(diet, [])).not.toBe("yes");
  });

  it("keeps meat from dairy in kosher-style only", () => {
    const foods = [food({ origin: "beef" }), food({ origin: "dairy", allergens: ["milk"] })];
    expect(suits("kosher-style", foods)).toBe("no");
    expect(suits("halal", foods)).toBe("yes");
  });

  it("does not promise halal for a sausage of unknown meat, and refuses pork and wine", () => {
    expect(suits("halal", [food({ origin: "mixed-meat" })])).toBe("unknown");
    expect(suits("halal", [food({ origin: "pork" })])).toBe("no");
    expect(suits("halal", [food({ alcohol: true })])).toBe("no");
  });

  it("does not promise vegan where a brand may hold milk, nor vegetarian where it may hold fish", () => {
    expect(suits("vegan", [food({ allergensToCheck: ["milk"] })])).toBe("unknown");
    expect(suits("vegetarian", [food({ allergensToCheck: ["fish"] })])).toBe("unknown");
  });

  it("refuses cheese made with animal rennet to vegetarians", () => {
    expect(suits("vegetarian", [food({ origin: "dairy-rennet", allergens: ["milk"] })])).toBe("no");
    expect(suits("vegetarian", [food({ origin: "dairy", allergens: ["milk"] })])).toBe("yes");
  });
});

it("lists what is contained and, apart, what depends on the brand", () => {
  const foods = [food({ allergens: ["soy"] }), food({ allergensToCheck: ["soy", "gluten"] })];
  expect(allergenReport(foods)).toEqual({ contains: ["soy"], toCheck: ["gluten"], complete: true });
});

const anyFood = fc.record({
  id: fc.constant("x"),
  origin: fc.constantFrom(...FOOD_ORIGINS),
  alcohol: fc.boolean(),
  allergens: fc.option(fc.uniqueArray(fc.constantFrom(...ALLERGENS), { maxLength: 4 }), { nil: null }),
  allergensToCheck: fc.uniqueArray(fc.constantFrom(...ALLERGENS), { maxLength: 3 }),
});

it("never calls a dish with one food of unknown allergens free of anything", () => {
  fc.assert(
    fc.property(fc.array(anyFood), fc.constantFrom(...ALLERGENS), (foods, allergen) => {
      expect(freeOf(allergen, [...foods, food({ allergens: null })])).not.toBe("yes");
    }),
  );
});

it("never becomes suitable by adding a food", () => {
  fc.assert(
    fc.property(
      fc.array(anyFood, { minLength: 1 }),
      anyFood,
      fc.constantFrom(...DIETS),
      (foods, more, diet) => {
        if (suits(diet, foods) !== "yes") expect(suits(diet, [...foods, more])).not.toBe("yes");
      },
    ),
  );
});

it("passes the mask exactly when every asked diet and allergen is a clear yes", () => {
  const diets = fc.uniqueArray(fc.constantFrom(...DIETS));
  const avoid = fc.uniqueArray(fc.constantFrom(...ALLERGENS));
  fc.assert(
    fc.property(fc.array(anyFood, { minLength: 1 }), diets, avoid, (foods, wanted, unwanted) => {
      const clear =
        wanted.every((diet) => suits(diet, foods) === "yes") &&
        unwanted.every((allergen) => freeOf(allergen, foods) === "yes");
      expect(isSafe(safetyMask(foods), requiredMask(wanted, unwanted))).toBe(clear);
    }),
  );
});
