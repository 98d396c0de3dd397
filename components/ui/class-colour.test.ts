import { describe, expect, it } from "vitest";
import { classColour, contrast, luminance } from "./class-colour";

const ids = Array.from({ length: 200 }, (_, id) => id);

describe("classColour", () => {
  it("gives an id the same colour every time", () => {
    expect(classColour(17, "leaf")).toEqual(classColour(17, "leaf"));
  });

  it("writes readable text on every chip, in both themes", () => {
    for (const kind of ["ingredient", "dish", "leaf"] as const) {
      for (const id of ids) {
        const colour = classColour(id, kind);
        expect(contrast(colour.light, colour.inkOnLight)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(colour.dark, colour.inkOnDark)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it("keeps swatches at 3:1 against paper and the dark surface", () => {
    for (const id of ids) {
      const colour = classColour(id, "ingredient");
      expect(contrast(colour.light, "#fbfaf7")).toBeGreaterThanOrEqual(3);
      expect(contrast(colour.dark, "#121513")).toBeGreaterThanOrEqual(3);
    }
  });

  it("puts neighbouring ids at another lightness, for colour-blind eyes", () => {
    for (const id of ids.slice(1)) {
      const gap = Math.abs(
        luminance(classColour(id, "leaf").light) - luminance(classColour(id - 1, "leaf").light),
      );
      expect(gap).toBeGreaterThan(0.03);
    }
  });

  it("keeps food warm and plants cool: red leads in one, green or blue in the other", () => {
    const red = (hex: string) => Number.parseInt(hex.slice(1, 3), 16);
    const green = (hex: string) => Number.parseInt(hex.slice(3, 5), 16);
    const blue = (hex: string) => Number.parseInt(hex.slice(5, 7), 16);
    for (const id of ids) {
      const food = classColour(id, "dish").light;
      const leaf = classColour(id, "leaf").light;
      expect(red(food)).toBeGreaterThan(blue(food) * 0.9);
      expect(Math.max(green(leaf), blue(leaf))).toBeGreaterThan(red(leaf));
    }
  });
});
