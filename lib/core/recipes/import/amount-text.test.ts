import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAmountText } from "./amount-text";

/** Lines whose amount is certain: quantity (grams and millilitres to the nearest), unit, the rest. */
const CERTAIN = [
  ["1 and 1/2 cups flour", 1.5, "cup", "flour"],
  ["1 & 1/2 cups flour", 1.5, "cup", "flour"],
  ["1-1/2 cups flour", 1.5, "cup", "flour"],
  ["1 ½ cups flour", 1.5, "cup", "flour"],
  ["1½ cups flour", 1.5, "cup", "flour"],
  ["1\u20442 cup water", 0.5, "cup", "water"],
  ["1 1\u20442 cup water", 1.5, "cup", "water"],
  ["⅖ cup water", 0.4, "cup", "water"],
  ["one and a half cups milk", 1.5, "cup", "milk"],
  ["three quarters of a cup milk", 0.75, "cup", "milk"],
  ["half a teaspoon salt", 0.5, "tsp", "salt"],
  ["1 1/2 c. sugar", 1.5, "cup", "sugar"],
  ["2 c flour", 2, "cup", "flour"],
  // 4 × 29.57 ml
  ["4 fl oz cream", 118, "ml", "cream"],
  ["4 fl. oz. cream", 118, "ml", "cream"],
  ["2 x 400 g tins tomatoes", 800, "g", "tomatoes"],
  ["2 × 400g tins tomatoes", 800, "g", "tomatoes"],
  ["2x400g tins of tomatoes", 800, "g", "tomatoes"],
  // 14.5 × 28.35 g, 15 × 28.35 g
  ["1 14.5-ounce can tomatoes", 411, "g", "tomatoes"],
  ["One 15-ounce can beans", 425, "g", "beans"],
  ["1 14 oz. can beans", 397, "g", "beans"],
  ["1 can (14.5 oz) tomatoes", 411, "g", "tomatoes"],
  ["1 400 g tin tomatoes", 400, "g", "tomatoes"],
  ["8-ounce package cream cheese", 227, "g", "cream cheese"],
  ["1 dozen eggs", 12, "pc", "eggs"],
  ["half a dozen eggs", 6, "pc", "eggs"],
  ["1/2 dozen eggs", 6, "pc", "eggs"],
  ["seven eggs", 7, "pc", "eggs"],
  ["1 stick butter", 113, "g", "butter"],
  ["2 sticks unsalted butter", 227, "g", "unsalted butter"],
  ["1 stick (1/2 cup) butter", 113, "g", "butter"],
  ["2 sticks celery", 2, "stalk", "celery"],
  ["1 heaping tablespoon jam", 1, "tbsp", "jam"],
  ["2 tbsp + 1 tsp oil", 7 / 3, "tbsp", "oil"],
  ["1 lb 4 oz beef", 567, "g", "beef"],
  ["200g/7oz flour", 200, "g", "flour"],
  ["juice of 1 lemon", 1, "pc", "lemon, juice"],
  ["Juice and zest of 2 limes", 2, "pc", "limes, juice and zest"],
  ["zest of 2 limes", 2, "pc", "limes, zest"],
  ["juice of half a lemon", 0.5, "pc", "lemon, juice"],
  ["125 gm water", 125, "g", "water"],
  ["large handful parsley", 1, "handful", "parsley"],
  ["Pinch salt", 1, "pinch", "salt"],
  ["2 large cloves garlic", 2, "clove", "garlic"],
  ["3 large heads broccoli", 3, "head", "broccoli"],
  ["3 large eggs", 3, "pc", "large eggs"],
  ["2 EL Butter", 2, "tbsp", "Butter"],
  ["1 TL Oregano", 1, "tsp", "Oregano"],
  ["3 Zehen Knoblauch", 3, "clove", "Knoblauch"],
  ["1 Bund Petersilie", 1, "bunch", "Petersilie"],
  ["1 ts salt", 1, "tsp", "salt"],
  ["1 msk smör", 1, "tbsp", "smör"],
  ["2 tsk socker", 2, "tsp", "socker"],
  ["2 dl mjölk", 200, "ml", "mjölk"],
  ["2 cuillères à soupe de sucre", 2, "tbsp", "sucre"],
  ["2 c. à s. de sucre", 2, "tbsp", "sucre"],
  ["1 cuillère à café de sel", 1, "tsp", "sel"],
  ["1 cucharadita de sal", 1, "tsp", "sal"],
  ["2 cucharadas de aceite", 2, "tbsp", "aceite"],
  ["1,5 kg potatoes", 1.5, "kg", "potatoes"],
  ["0,125 l milk", 0.125, "l", "milk"],
  ["1 000 g flour", 1000, "g", "flour"],
  ["Flour 200 g", 200, "g", "Flour"],
  ["Butter: 100 g", 100, "g", "Butter"],
  ["2-inch piece ginger", 5.08, "cm", "ginger"],
  ["2 T-bone steaks", 2, "pc", "T-bone steaks"],
] as const;

/** Lines that can be read in two ways or not at all: always marked as unsure. */
const DOUBTFUL = [
  "1.000 g flour",
  "1,500 g flour",
  "1 cup + 2 tbsp milk",
  "2-3 eggs",
  "2 to 3 eggs",
  "1 or 2 onions",
  "a few sprigs thyme",
  "a couple of onions",
  "several onions",
  "a little butter",
  "a knob of butter",
  "1 can tomatoes",
  "1 packet yeast",
  "1 pint milk",
  "1 Tasse Mehl",
  "2 14 onions",
  "1 500 g flour",
  "1/0 cup water",
  "0 eggs",
  "999999999 eggs",
  "flour, 200 g",
  "salt (about 2 tsp)",
  "type 00 flour",
] as const;

describe("readAmountText", () => {
  it.each(CERTAIN)("reads %s", (line, quantity, unit, rest) => {
    const read = readAmountText(line);
    const told = quantity > 20 ? Math.round(read.quantity ?? 0) : read.quantity;
    expect(told).toBeCloseTo(quantity, 6);
    expect(read).toMatchObject({ unit, rest, isCertain: true });
  });

  it.each(DOUBTFUL)("marks %s", (line) => {
    expect(readAmountText(line).isCertain).toBe(false);
  });

  it.each([
    ["2 grüne Paprika", 2, "grüne Paprika"],
    ["½ grön paprika", 0.5, "grön paprika"],
    ["3 lökar", 3, "lökar"],
    ["2 gälar butter", 2, "gälar butter"],
    ["1 cœur de laitue", 1, "cœur de laitue"],
    ["2 gru\u0308ne Paprika", 2, "gru\u0308ne Paprika"],
    ["1 tłuszcz", 1, "tłuszcz"],
  ])("takes no letters before an accented one for a unit: %s", (line, quantity, rest) => {
    expect(readAmountText(line)).toMatchObject({ quantity, unit: "pc", rest });
  });

  it("takes the lower end of a range", () => {
    expect(readAmountText("½-¾ cup milk")).toMatchObject({ quantity: 0.5, unit: "cup", isCertain: false });
    expect(readAmountText("1 - 1 1/2 cups milk")).toMatchObject({ quantity: 1, unit: "cup", rest: "milk" });
  });

  it("gives a positive number that fits, or none, whatever the line", () => {
    const piece = fc.constantFrom(
      "1",
      "0",
      "1/2",
      "½",
      " ",
      "-",
      "–",
      "x ",
      "g",
      "cup",
      "(",
      ")",
      ",",
      ".",
      "/",
      "+",
      "and",
      "of ",
      "can ",
      "oz",
      "to ",
      "a ",
      "ü",
      "99999999999",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const { quantity, unit } = readAmountText(pieces.join(""));
        expect(quantity === null || (quantity > 0 && quantity <= 100_000)).toBe(true);
        expect(quantity === null || unit !== null).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
