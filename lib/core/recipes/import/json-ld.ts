import type { RecipeExtras } from "../recipe";
import { readMinutes } from "./iso-duration";
import { partMethod, splitSteps, withHeading } from "./method-text";
import { plainText } from "./plain-text";
import { readExtras, readPictures, sourceAddress } from "./schema-org-extras";

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

type Node = Readonly<Record<string, unknown>>;
/** Finds the node that a mere `{ "@id": … }` stands for. */
type Resolve = (value: unknown) => unknown;

const MAX_DEPTH = 12;
const MAX_NODES = 200_000;
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
 * @param document parsed JSON of any shape
 * @returns the page's own first, then others, then related ones; each once
 */
export function findRecipes(document: unknown): ForeignRecipe[] {
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
    if (isRecipe(node)) {
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

function resolverOf(document: unknown): Resolve {
  const byId = new Map<string, Node>();
  const waiting: unknown[] = [document];
  for (let left = MAX_NODES; waiting.length > 0 && left > 0; left--) {
    const value = waiting.pop();
    if (Array.isArray(value)) for (const item of value) waiting.push(item);
    else if (isNode(value)) {
      const id = value["@id"];
      const known = typeof id === "string" ? byId.get(id) : undefined;
      // of several, the one with most content; a mere reference has none
      if (typeof id === "string" && Object.keys(value).length > Object.keys(known ?? {}).length)
        byId.set(id, value);
      for (const inner of Object.values(value)) if (typeof inner === "object") waiting.push(inner);
    }
  }
  return (value) => {
    if (!isNode(value) || typeof value["@id"] !== "string") return value;
    const isReference = Object.keys(value).every((key) => key === "@id" || key === "@type");
    return isReference ? (byId.get(value["@id"]) ?? value) : value;
  };
}

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
    cookMinutes: readMinutes(first(node.cookTime)),
    totalMinutes: readMinutes(first(node.totalTime)),
    ingredients,
    steps,
    url: plainText(first(node.url)) ?? sourceAddress(node) ?? plainText(node["@id"]),
    pictures: readPictures(node, resolve),
    extras: readExtras(node, resolve),
  };
}

function readSteps(value: unknown, resolve: Resolve, depth = 0): string[] {
  if (depth > MAX_DEPTH || value === null || value === undefined) return [];
  if (typeof value === "string") return splitSteps(value);
  if (Array.isArray(value)) return value.flatMap((item) => readSteps(item, resolve, depth + 1));
  const node = resolve(value);
  if (!isNode(node)) return [];
  const heading = plainText(first(node.name));
  const inner = node.itemListElement ?? node.steps ?? node.step;
  if (inner !== undefined) {
    const [next, ...rest] = readSteps(inner, resolve, depth + 1);
    const own = plainText(first(node.text));
    if (next === undefined) return [withHeading(heading, own)].filter((step) => step !== null);
    return own === null
      ? [withHeading(heading, next) ?? next, ...rest]
      : [withHeading(heading, own) ?? own, next, ...rest];
  }
  // ListItem wraps the step itself
  const item = resolve(node.item);
  if (isNode(item) || typeof item === "string") return readSteps(item, resolve, depth + 1);
  const text = plainText(allOf(node.text)) ?? plainText(allOf(node.description));
  const step = withHeading(heading, text);
  return step === null ? [] : [step];
}

/** "2 l", "500 g", "3 cups" say how much it makes, and not for how many. */
const HOW_MUCH =
  /^[^\d]{0,40}\d[\d.,/ ]{0,10}(?:l|ml|cl|dl|g|kg|oz|lbs?|cups?|lit(?:re|er)s?|pints?|quarts?|ounces?|pounds?|inch(?:es)?|cm)(?!\p{L})/iu;

/** For how many people, or into how many pieces; null where nothing says so. */
export function readServings(value: unknown): number | null {
  const list = Array.isArray(value) ? value : [value];
  for (const entry of list) {
    const text = String(entry ?? "").slice(0, 200);
    if (HOW_MUCH.test(text)) continue;
    const number = typeof entry === "number" ? entry : Number(/\d+(?:\.\d+)?/.exec(text)?.[0]);
    if (number > 0 && number < 1000) return Math.max(1, Math.round(number));
  }
  return null;
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
  const inner = node.itemListElement ?? node.recipeIngredient ?? node.ingredients;
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
  return [first(thing.amount), first(thing.name ?? thing.text)].filter(Boolean).join(" ");
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

function isRecipe(node: Node): boolean {
  const types = Array.isArray(node["@type"]) ? node["@type"] : [node["@type"]];
  return types.some((type) => typeof type === "string" && /(?:^|[/#:])Recipe$/.test(type));
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function allOf(value: unknown): unknown {
  return Array.isArray(value) ? value.filter((part) => typeof part === "string").join(" ") : value;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
