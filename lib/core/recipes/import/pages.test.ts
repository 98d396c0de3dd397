import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findRecipesInText } from "./find-in-text";
import expected from "./pages/expected.json";

/** What a page of `pages/` must give; `flaw` says what is lost on it. */
interface Expected {
  readonly count: number;
  readonly flaw?: string;
  readonly [field: string]: unknown;
}

const folder = join(import.meta.dirname, "pages");
const pages = readdirSync(folder).filter((name) => name.endsWith(".html"));
const outcomes = new Map<string, Expected>(Object.entries(expected));

describe("pages in the shapes real sites use", () => {
  it("are at least thirty, each with its outcome", () => {
    expect(pages.length).toBeGreaterThanOrEqual(30);
    expect(pages.map((name) => name.replace(".html", "")).sort()).toEqual([...outcomes.keys()].sort());
  });

  it.each([...outcomes])("%s", (name, { count, flaw: _, ...wanted }) => {
    const found = findRecipesInText(readFileSync(join(folder, `${name}.html`), "utf8"));
    expect(found.length).toBe(count);
    const [first] = found;
    if (!first) return;
    const told = {
      ...first,
      ingredients: first.ingredients.length,
      steps: first.steps.length,
      firstIngredient: first.ingredients[0],
    };
    expect(told).toMatchObject(wanted);
    expect([...first.ingredients, ...first.steps].filter((text) => /[<>]|&\w+;/.test(text))).toEqual([]);
  });
});
