import { describe, expect, it } from "vitest";
import { toMeasure } from "./measure";

const written = (...args: Parameters<typeof toMeasure>) => {
  const { text, unit } = toMeasure(...args);
  return `${text} ${unit}`;
};

describe("metric", () => {
  it("turns to kilograms and litres at a thousand", () => {
    expect(written(999.4, "g", "metric")).toBe("1000 g");
    expect(written(1000, "g", "metric")).toBe("1 kg");
    expect(written(1200, "ml", "metric")).toBe("1.2 l");
    expect(written(1.5, "kg", "metric")).toBe("1.5 kg");
  });
});

describe("US", () => {
  it("writes ounces below a pound and pounds from there", () => {
    // 200 g / 28.35 = 7.05 oz; 500 g / 453.6 = 1.10 lb
    expect(written(200, "g", "us")).toBe("7 oz");
    expect(written(500, "g", "us")).toBe("1⅛ lb");
  });
  it("climbs from teaspoons over tablespoons to cups", () => {
    // 4.93 ml a teaspoon, 14.79 a tablespoon, 236.6 a cup
    expect(written(5, "ml", "us")).toBe("1 tsp");
    expect(written(30, "ml", "us")).toBe("2 tbsp");
    expect(written(60, "ml", "us")).toBe("¼ cup");
    expect(written(1, "l", "us")).toBe("4¼ cup");
  });
  it("keeps counts and spoons", () => {
    expect(written(1.5, "pc", "us")).toBe("1½ pc");
    expect(written(2, "tbsp", "us")).toBe("2 tbsp");
    expect(written(5, "cm", "us")).toBe("2 in");
  });
});
