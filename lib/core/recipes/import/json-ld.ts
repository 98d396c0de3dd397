import { readMinutes } from "./iso-duration";

/** A recipe as another site wrote it: texts only, nothing understood yet. */
export interface ForeignRecipe {
  readonly title: string;
  readonly summary: string | null;
  readonly cuisine: string | null;
  readonly servings: number | null;
  readonly prepMinutes: number | null;
  readonly cookMinutes: number | null;
  readonly totalMinutes: number | null;
  readonly ingredients: readonly string[];
  readonly steps: readonly string[];
  readonly url: string | null;
}

type Node = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 12;

/**
 * Finds the recipes in schema.org JSON-LD, wherever they are: at the top, in an array, in `@graph`, nested as a page's
 * main entity, with `@type` as text or list.
 * @param document parsed JSON of any shape
 */
export function findRecipes(document: unknown): ForeignRecipe[] {
  const found: ForeignRecipe[] = [];
  const visit = (value: unknown, depth: number) => {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1);
      return;
    }
    if (!isNode(value)) return;
    if (isRecipe(value)) {
      const recipe = toForeign(value);
      if (recipe) found.push(recipe);
      return;
    }
    for (const inner of Object.values(value)) if (typeof inner === "object") visit(inner, depth + 1);
  };
  visit(document, 0);
  return found;
}

function toForeign(node: Node): ForeignRecipe | null {
  const title = plainText(first(node.name) ?? first(node.headline));
  const ingredients = texts(node.recipeIngredient ?? node.ingredients ?? node.ingredient);
  const steps = readSteps(node.recipeInstructions ?? node.instructions);
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
    url: plainText(first(node.url)) ?? (typeof node["@id"] === "string" ? node["@id"] : null),
  };
}

function readSteps(value: unknown, depth = 0): string[] {
  if (depth > MAX_DEPTH || value === null || value === undefined) return [];
  if (typeof value === "string") return splitSteps(value);
  if (Array.isArray(value)) return value.flatMap((item) => readSteps(item, depth + 1));
  if (!isNode(value)) return [];
  const inner = value.itemListElement ?? value.steps;
  if (inner !== undefined) return readSteps(inner, depth + 1);
  // ListItem wraps the step itself
  if (isNode(value.item)) return readSteps(value.item, depth + 1);
  const text =
    plainText(first(value.text)) ?? plainText(first(value.name)) ?? plainText(first(value.description));
  return text ? [text] : [];
}

/** Splits a method written as one text: it may hold paragraphs, list items, line breaks or "1. … 2. …". */
export function splitSteps(text: string): string[] {
  const marked = text.replace(/<\/?(?:p|li|br|div|ol|ul)\b[^>]*>/gi, "\n");
  return marked
    .split(/\r?\n+/)
    .flatMap((line) => line.split(/(?<=[.!?)])\s+(?=\d{1,2}[.)]\s)/))
    .map((line) => (plainText(line) ?? "").replace(/^(?:step\s*)?\d{1,2}[.):]\s*/i, ""))
    .filter((line) => line !== "");
}

export function readServings(value: unknown): number | null {
  const list = Array.isArray(value) ? value : [value];
  for (const entry of list) {
    const number = typeof entry === "number" ? entry : Number(/\d+/.exec(String(entry ?? ""))?.[0]);
    if (number > 0 && number < 1000) return Math.round(number);
  }
  return null;
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value)
    ? value.flat()
    : typeof value === "string"
      ? value.split(/\r?\n/)
      : [value];
  return list.flatMap((entry) => plainText(isNode(entry) ? thingText(entry) : entry) ?? []);
}

/** A thing in place of a line: its name, with the amount where that stands apart. */
function thingText(thing: Node): string {
  return [first(thing.amount), first(thing.name ?? thing.text)].filter(Boolean).join(" ");
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  frac12: "½",
  frac14: "¼",
  frac34: "¾",
  deg: "°",
  ndash: "–",
  mdash: "—",
  rsquo: "’",
  eacute: "é",
};

/** Text without markup and entities, spaces tidied; null when nothing is left. */
export function plainText(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return null;
  const text = value
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(x?)([0-9a-f]+);/gi, (whole, hex: string, digits: string) => {
      const code = Number.parseInt(digits, hex ? 16 : 10);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .replace(/&([a-z0-9]+);/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole)
    .replace(/\s+/g, " ")
    .trim();
  return text === "" ? null : text;
}

function isRecipe(node: Node): boolean {
  const types = Array.isArray(node["@type"]) ? node["@type"] : [node["@type"]];
  return types.some((type) => typeof type === "string" && /(?:^|[/#:])Recipe$/.test(type));
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
