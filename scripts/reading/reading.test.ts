import { describe, expect, it, vi } from "vitest";
import { loadLanguages } from "@/lib/core/recipes/languages/registry";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { readCatalogue } from "@/server/recipes/catalogue/catalogue";
import { measurePage } from "./measure";
import { readPages } from "./page-data";
import { byLanguage, pageShares } from "./tables";

// reads every page
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const catalogue = await readCatalogue();
const vocabulary = createVocabulary(catalogue.foods, catalogue.substitutions);
const languageOf = await loadLanguages();

/** The floor of the lines, by folder: the frozen pages were written after the reading was finished and are not mended. */
const FLOORS = { pages: { english: 93, food: 75 }, frozen: { english: 90, food: 65 } };

describe.each([
  ["pages", 63],
  ["frozen", 21],
] as const)("the pages of %s", (folder, count) => {
  const pages = readPages(folder);
  const outcomes = pages.map((page) => measurePage(page, vocabulary, languageOf));

  it(`are at least ${count}, in nine languages`, () => {
    expect(pages.length).toBeGreaterThanOrEqual(count);
    expect(new Set(pages.map((page) => page.language)).size).toBe(9);
  });

  it("are found with title, yield, times, steps, picture and groups", () => {
    const shares = pageShares(outcomes);
    expect(shares.found).toBeGreaterThanOrEqual(98);
    for (const part of ["title", "yield", "times", "steps", "picture", "groups", "language"])
      expect([part, shares[part]! >= 97]).toEqual([part, true]);
    expect(shares.linesKept).toBeGreaterThanOrEqual(99.5);
  });

  it.each(byLanguage(outcomes))("lines in %s are read", (code, shares) => {
    if (code === "en") expect(shares.all).toBeGreaterThanOrEqual(FLOORS[folder].english);
    expect(shares.quantity).toBeGreaterThanOrEqual(95);
    expect(shares.unit).toBeGreaterThanOrEqual(92);
    expect(shares.food).toBeGreaterThanOrEqual(FLOORS[folder].food);
    expect(shares.wrongUnmarked).toBeLessThanOrEqual(1);
  });
});
