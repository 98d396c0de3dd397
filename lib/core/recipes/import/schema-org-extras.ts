import type { RecipeExtras } from "../recipe";
import { first, isNode, listOf as list, type Node, type Resolve } from "./linked-data";
import { plainText } from "./plain-text";
import { isWebAddress } from "./web-address";
import { readYield } from "./yield-text";

const MAX_PICTURES = 12;
const MAX_PICTURE_TEXT = 80 * 2 ** 20;

/**
 * Pictures of a schema.org Recipe, the best first: texts, `ImageObject`s, lists of them, references.
 * @returns addresses, data in base64 and names of files, as they are written
 */
export function readPictures(node: Node, resolve: Resolve): string[] {
  const found: { readonly address: string; readonly width: number }[] = [];
  const visit = (value: unknown, depth: number) => {
    if (depth > 4 || found.length >= MAX_PICTURES) return;
    if (Array.isArray(value)) for (const item of value) visit(item, depth + 1);
    else if (typeof value === "string") add(value, 0);
    else {
      const image = resolve(value);
      if (!isNode(image)) return;
      const address = image.contentUrl ?? image.url ?? image.src ?? image["@id"];
      if (typeof address === "string") add(address, Number(image.width) || 0);
      else visit(address, depth + 1);
    }
  };
  const add = (text: string, width: number) => {
    const address = text.startsWith("data:") ? text : plainText(text);
    if (address && address.length < MAX_PICTURE_TEXT) found.push({ address, width });
  };
  for (const part of [node.image, node.imageUrl, node.photo, node.thumbnailUrl]) visit(part, 0);
  // the order of the page, but a picture said to be wider comes first
  return [...new Set(found.sort((a, b) => b.width - a.width).map(({ address }) => address))];
}

/** What a schema.org Recipe says beside the recipe; only what is there. */
export function readExtras(node: Node, resolve: Resolve): Partial<RecipeExtras> {
  const yieldText = readYieldText(node.recipeYield ?? node.yield);
  const tags = names(node.keywords, resolve);
  const categories = names(node.recipeCategory, resolve);
  const rating = readRating(resolve(first(node.aggregateRating)));
  const notes = list(node.comment).flatMap((comment) => authorNote(resolve(comment)));
  const author = names(node.author, resolve).slice(0, 3).join(", ") || plainText(node.creditText);
  const language = plainText(first(node.inLanguage))?.slice(0, 12) ?? null;
  return {
    ...(yieldText ? { yieldText } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(rating ? { rating } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    ...(author ? { author } : {}),
    ...(language ? { language } : {}),
  };
}

/** Readers' comments are not the author's notes. */
function authorNote(comment: unknown): string[] {
  if (!isNode(comment) || !/^author.?s? notes?$/i.test(plainText(comment.name) ?? "")) return [];
  return paragraphs(comment.text);
}

/** The paragraphs of a text, without markup. */
export function paragraphs(value: unknown): string[] {
  if (typeof value !== "string") return [];
  return value
    .replace(/<(?:br|\/li|\/p|\/div|\/h\d)\b[^<>]*>/gi, "\n")
    .split(/\r?\n/)
    .flatMap((line) => plainText(line) ?? []);
}

/** What a recipe makes where that is not a number of servings: "24 cookies", "one 9 × 13 pan". */
export function readYieldText(value: unknown): string | null {
  return readYield(value).yieldText;
}

/** Stars of 0 to 5, whatever the scale. */
export function readRating(value: unknown): RecipeExtras["rating"] {
  const node = isNode(value) ? value : { ratingValue: value };
  const best = number(node.bestRating) ?? 5;
  const stars = number(node.ratingValue);
  if (stars === null || stars <= 0 || best <= 0 || stars > best) return null;
  const count = number(node.ratingCount ?? node.reviewCount);
  return {
    stars: Math.round((stars / best) * 50) / 10,
    count: count === null || count < 0 ? null : Math.round(count),
  };
}

/** Words between commas, and names of things: "cake, birthday", [{ name: "cake" }]. */
export function names(value: unknown, resolve: Resolve = (same) => same): string[] {
  const found = list(value).flatMap((entry) => {
    const thing = resolve(entry);
    if (isNode(thing)) return plainText(thing.name ?? thing.text) ?? [];
    return typeof thing === "string" ? thing.split(/[,;]/).flatMap((part) => plainText(part) ?? []) : [];
  });
  return [...new Set(found)];
}

function number(value: unknown): number | null {
  const read = typeof value === "string" ? Number(value.trim().replace(",", ".")) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : null;
}

/** Where a recipe was taken from: a site's own address, or what it says it is based on. */
export function sourceAddress(node: Node): string | null {
  const based = first(node.isBasedOn);
  const address = plainText(isNode(based) ? (based.url ?? based["@id"]) : based);
  return address && isWebAddress(address) ? address : null;
}
