import type { Recipe } from "../recipe";

type Node = Readonly<Record<string, unknown>>;

/** The key under which a file of another format carries the recipe as Forage keeps it; other apps pass over it. */
const KEY = "forage";

/**
 * Adds a recipe, whole, to what another app reads of it, so that Forage takes it over exactly: with the foods a person chose,
 * and lines as they were written.
 */
export function withKeptCopy<Document extends Node>(document: Document, recipe: Recipe): Document {
  const { slug: _, dishClass: __, ...own } = recipe;
  return { ...document, [KEY]: { recipe: own, of: checksum(JSON.stringify(document)) } };
}

/**
 * The recipe in such a document, not yet parsed.
 * @returns undefined where there is none, or where what stands around it was changed since
 */
export function keptCopy(document: Node): unknown {
  const { [KEY]: copy, ...rest } = document;
  if (typeof copy !== "object" || copy === null || !("recipe" in copy) || !("of" in copy)) return undefined;
  return copy.of === checksum(JSON.stringify(rest)) ? copy.recipe : undefined;
}

/** FNV-1a, 32 bits twice: tells an edited file from an untouched one. No protection, and none is needed. */
function checksum(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 16777619);
    high = Math.imul(high ^ (code + at), 2246822519);
  }
  return [low, high].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
}
