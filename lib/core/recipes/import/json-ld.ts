import type { RecipeExtras } from "../recipe";
import { readMinutes } from "./iso-duration";
import {
  first,
  isNode,
  isOfType,
  MAX_DEPTH,
  MAX_NODES,
  type Node,
  plainLinkedData,
  type Resolve,
  resolverOf,
} from "./linked-data";
import { ONLY_NUMBER, partMethod, splitSteps, withHeading } from "./method-text";
import { plainText } from "./plain-text";
import { readExtras, readPictures, sourceAddress } from "./schema-org-extras";
import { readServings } from "./yield-text";

/** A recipe as another site wrote it: texts only, nothing understood yet. */
export interface ForeignRecipe {
  readonly title: string;
  readonly summary: string | null;
  readonly cuisine: string | null;
  readonly servings: number | null;
  readonly prepMinutes: number | null;
  readonly cookMinutes: number | null;
  readonly totalMinutes: number | null;
  /** Lines as they were written; one that ends in a colon is the heading of those after it. */
  readonly ingredients: readonly string[];
  /** Likewise: one that ends in a colon is the heading of those after it. */
  readonly steps: readonly string[];
  readonly url: string | null;
  /**
   * Its pictures, the best first: addresses (http, https); from a file also data in base64 ("data:") and names of files in
   * the same archive.
   */
  readonly pictures?: readonly string[];
  /** Left out where there is nothing of it. Step groups stay empty here: `steps` holds the headings. */
  readonly extras?: Partial<RecipeExtras>;
  /** The recipe as Forage itself exported it, not parsed yet; undefined for another app's. */
  readonly kept?: unknown;
  /** True where nothing marks the page as a recipe: a person should look at all of it. */
  readonly isUnmarked?: boolean;
}

/** Where recipes lie that are not the page's own. */
const RELATED = new Set([
  "isRelatedTo",
  "isSimilarTo",
  "relatedLink",
  "significantLink",
  "mentions",
  "hasPart",
  "itemListElement",
  "citation",
  "isPartOf",
  "suggestedRecipes",
  "relatedRecipes",
]);

/**
 * Finds the recipes in schema.org JSON-LD, wherever they are: at the top, in an array, in `@graph`, nested as a page's
 * main entity, with `@type` as text or list, in parts that name each other by `@id`.
 * @param written parsed JSON of any shape
 * @returns the page's own first, then others, then related ones; each once
 */
export function findRecipes(written: unknown): ForeignRecipe[] {
  const document = plainLinkedData(written);
  const resolve = resolverOf(document);
  const found: { readonly recipe: ForeignRecipe; readonly place: number }[] = [];
  const seen = new Set<Node>();
  let left = MAX_NODES;
  const visit = (value: unknown, depth: number, place: number) => {
    if (depth > MAX_DEPTH || left-- <= 0) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1, place);
      return;
    }
    const node = resolve(value);
    if (!isNode(node) || seen.has(node)) return;
    if (isOfType(node, "Recipe")) {
      seen.add(node);
      const recipe = toForeign(node, resolve);
      const isMain = node.mainEntityOfPage !== undefined && place === OWN;
      if (recipe) found.push({ recipe, place: isMain ? MAIN : place });
      return;
    }
    for (const [key, inner] of Object.entries(node))
      if (typeof inner === "object")
        visit(
          inner,
          depth + 1,
          key === "mainEntity" && place !== OTHER ? MAIN : RELATED.has(key) ? OTHER : place,
        );
  };
  // what a page calls its main entity is looked at first, so that a mention of it elsewhere does not count
  visit(document, 0, OWN);
  const once = new Map<string, ForeignRecipe>();
  for (const { recipe } of found.sort((a, b) => a.place - b.place)) {
    const key = JSON.stringify([recipe.title, recipe.ingredients, recipe.steps]);
    if (!once.has(key)) once.set(key, recipe);
  }
  return [...once.values()];
}

const MAIN = 0;
const OWN = 1;
const OTHER = 2;

function toForeign(node: Node, resolve: Resolve): ForeignRecipe | null {
  const title = plainText(first(node.name) ?? first(node.headline));
  const ingredients = withoutTwins(
    texts(node.recipeIngredient ?? node.ingredients ?? node.ingredient, resolve),
  );
  const steps = partMethod(
    withoutRepeat(readSteps(node.recipeInstructions ?? node.instructions ?? node.step, resolve)),
  );
  if (!title || ingredients.length + steps.length === 0) return null;
  return {
    title,
    summary: plainText(first(node.description)),
    cuisine: plainText(first(node.recipeCuisine)),
    servings: readServings(node.recipeYield ?? node.yield),
    prepMinutes: readMinutes(first(node.prepTime)),
    cookMinutes: readMinutes(first(node.cookTime) ?? first(node.performTime)),
    totalMinutes: readMinutes(first(node.totalTime)),
    ingredients,
    steps,
    url: plainText(first(node.url)) ?? sourceAddress(node) ?? plainText(node["@id"]),
    pictures: readPictures(node, resolve),
    extras: readExtras(node, resolve),
  };
}

/** The steps of a method of any shape; the name of a section becomes a heading above its steps. */
function readSteps(value: unknown, resolve: Resolve, depth = 0): string[] {
  if (depth > MAX_DEPTH || value === null || value === undefined) return [];
  if (typeof value === "string") return splitSteps(value);
  if (Array.isArray(value)) return value.flatMap((item) => readSteps(item, resolve, depth + 1));
  const node = resolve(value);
  if (typeof node === "string") return splitSteps(node);
  if (!isNode(node)) return [];
  const heading = plainText(first(node.name));
  const inner = node.itemListElement ?? node.steps ?? node.step;
  if (inner !== undefined) {
    const own = plainText(allOf(node.text));
    const within = readSteps(inner, resolve, depth + 1);
    // a step that is parted further says as a whole what its parts say one by one
    const isSaidAgain = own !== null && within.length > 0 && within.every((step) => own.includes(step));
    const steps = own === null || isSaidAgain ? within : [own, ...within];
    if (heading === null || ONLY_NUMBER.test(heading)) return steps;
    if (steps.length === 0) return [heading];
    return isOfType(node, "HowToStep")
      ? [withHeading(heading, steps[0]!) ?? heading, ...steps.slice(1)]
      : [`${heading.replace(/[\s:：]+$/, "")}:`, ...steps];
  }
  // ListItem wraps the step itself
  const item = resolve(node.item);
  if (isNode(item) || typeof item === "string") return readSteps(item, resolve, depth + 1);
  const text = allOf(node.text) ?? allOf(node.description);
  const lines = typeof text === "string" ? splitSteps(text) : [];
  const [next = null, ...rest] =
    lines.length > 1 && !/<(?:p|li|br)\b/i.test(String(text)) ? [plainText(text)] : lines;
  const step = withHeading(heading, next);
  return [step, ...rest].filter((one) => one !== null);
}

function texts(value: unknown, resolve: Resolve, depth = 0): string[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value))
    return value.flatMap((entry) =>
      typeof entry === "string" ? (plainText(entry) ?? []) : texts(entry, resolve, depth + 1),
    );
  if (typeof value === "string")
    return value
      .replace(/<(?:br|\/li|\/p)\b[^<>]*>/gi, "\n")
      .split(/\r?\n/)
      .flatMap((line) => plainText(line) ?? []);
  const node = resolve(value);
  if (!isNode(node)) return [plainText(node)].filter((text) => text !== null);
  const inner =
    node.itemListElement ?? node.recipeIngredient ?? node.ingredients ?? node.ingredient ?? node.supply;
  if (inner !== undefined) {
    const heading = plainText(first(node.name));
    return [...(heading ? [`${heading.replace(/:$/, "")}:`] : []), ...texts(inner, resolve, depth + 1)];
  }
  if (isNode(node.item) || typeof node.item === "string") return texts(node.item, resolve, depth + 1);
  const text = plainText(thingText(node));
  return text === null ? [] : [text];
}

/** A thing in place of a line: its name, with the amount where that stands apart. */
function thingText(thing: Node): string {
  const quantity = first(thing.requiredQuantity);
  const measured = isNode(quantity) ? quantity : thing;
  const amount =
    first(thing.amount) ??
    first(thing.quantity) ??
    (isNode(quantity) ? undefined : quantity) ??
    first(measured.value);
  const unit = first(measured.unitText) ?? first(thing.unit);
  return [amount, unit, first(thing.name ?? thing.text)]
    .filter((part) => typeof part === "string" || typeof part === "number")
    .join(" ");
}

/**
 * Lines that stand twice only because the page shows them twice: the whole list again, the same line next to itself, or
 * twice below one heading. A line below two headings is two lines, and so is one a list without headings says again.
 */
export function withoutTwins(lines: readonly string[]): string[] {
  const hasHeadings = lines.some((line) => line.endsWith(":"));
  let group = new Set<string>();
  return withoutRepeat(lines).filter((line, place, all) => {
    if (line.endsWith(":")) {
      group = new Set();
      return true;
    }
    const isTwin = all[place - 1] === line || (hasHeadings && group.has(line));
    group.add(line);
    return !isTwin;
  });
}

/** A list that is one list written several times over. */
function withoutRepeat(lines: readonly string[]): string[] {
  for (let times = 2; times <= 4; times++) {
    const length = lines.length / times;
    if (length < 2 || !Number.isInteger(length)) continue;
    if (lines.every((line, place) => line === lines[place % length])) return lines.slice(0, length);
  }
  return [...lines];
}

function allOf(value: unknown): unknown {
  return Array.isArray(value) ? value.filter((part) => typeof part === "string").join(" ") : value;
}
