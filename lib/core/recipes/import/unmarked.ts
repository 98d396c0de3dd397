import { childElements, elementsOf, type HtmlElement, textOf } from "./html";
import { readMinutes } from "./iso-duration";
import { type ForeignRecipe, withoutTwins } from "./json-ld";
import { partMethod, splitSteps } from "./method-text";
import { plainText } from "./plain-text";
import {
  COOK_TIME,
  END_HEADING,
  INGREDIENTS_HEADING,
  METHOD_HEADING,
  NOTES_HEADING,
  PREP_TIME,
  TOTAL_TIME,
  YIELD_LABEL,
} from "./section-words";
import { readYield } from "./yield-text";

/** A piece of a page as a reader sees it. */
interface Block {
  readonly kind: "heading" | "item" | "text";
  /** Of a heading: 1 to 6, 7 for a line in bold. */
  readonly level: number;
  readonly text: string;
}

const SKIPPED = new Set(
  "script style nav footer aside form noscript template svg button select iframe".split(" "),
);
const MAX_BLOCKS = 20_000;
const MAX_HEADING = 80;
const SHORT = 70;

/**
 * Finds the recipe on a page that does not mark it: ingredients and method stand below headings that say so. All of it is
 * doubtful.
 * @returns null where there are no two such headings with something below
 */
export function findUnmarked(root: HtmlElement, titles: readonly string[]): ForeignRecipe | null {
  const blocks = blocksOf(root);
  const isHeading = (pattern: RegExp) => (block: Block) =>
    block.kind === "heading" && pattern.test(block.text);
  const from = blocks.findIndex(isHeading(INGREDIENTS_HEADING));
  if (from < 0) return null;
  const method = blocks.findIndex((block, place) => place > from && isHeading(METHOD_HEADING)(block));
  const heading = blocks[method];
  if (!heading) return null;
  const end = blocks.findIndex(
    (block, place) =>
      place > method &&
      block.kind === "heading" &&
      (END_HEADING.test(block.text) || (block.level <= heading.level && block.level < 7)),
  );
  const ingredients = withoutTwins(linesOf(blocks.slice(from + 1, method)));
  const steps = partMethod(
    linesOf(blocks.slice(method + 1, end < 0 ? blocks.length : end)).flatMap((line) => splitSteps(line)),
  );
  const [title] = titles;
  if (ingredients.length === 0 || steps.length === 0 || !title) return null;
  const short = [...blocks.slice(0, method), ...blocks.slice(method, method + 1)].filter(
    (block) => block.text.length <= SHORT,
  );
  return {
    title,
    summary: null,
    cuisine: null,
    ...timesIn(short),
    ...yieldIn(short, blocks[from]!.text),
    ingredients,
    steps,
    url: null,
    isUnmarked: true,
  };
}

/** Lines of a part: its list items where it has any, else its paragraphs; headings inside become lines with a colon. */
function linesOf(blocks: readonly Block[]): string[] {
  const ended = blocks.findIndex((block) => block.kind === "heading" && END_HEADING.test(block.text));
  const part = ended < 0 ? blocks : blocks.slice(0, ended);
  const hasItems = part.some((block) => block.kind === "item");
  return part.flatMap((block, place) => {
    if (block.kind === "heading") {
      const next = part[place + 1];
      return next && next.kind !== "heading" ? [`${block.text.replace(/[\s:：]+$/, "")}:`] : [];
    }
    return hasItems && block.kind === "text" ? [] : [block.text];
  });
}

function yieldIn(blocks: readonly Block[], heading: string): Pick<ForeignRecipe, "servings" | "extras"> {
  const texts = [heading.replace(INGREDIENTS_HEADING, ""), ...withValues(blocks).flatMap(parted)].map(
    (text) => text.replace(/^[\s(:–—-]+|[\s):]+$/g, ""),
  );
  for (const text of texts) {
    const { servings } = readYield(text);
    if (servings !== null && /\p{L}/u.test(text)) return { servings };
  }
  for (const text of texts)
    if (YIELD_LABEL.test(text)) {
      const made = readYield(text.replace(YIELD_LABEL, ""));
      return { servings: made.servings, extras: { yieldText: made.yieldText } };
    }
  return { servings: null };
}

function timesIn(
  blocks: readonly Block[],
): Pick<ForeignRecipe, "prepMinutes" | "cookMinutes" | "totalMinutes"> {
  const texts = withValues(blocks).flatMap(parted);
  const read = (label: RegExp) => {
    for (const text of texts) {
      const found = label.exec(text);
      const minutes = found
        ? readMinutes(text.slice(found.index + found[0].length).replace(/^[\s:–-]+/, ""))
        : null;
      if (minutes !== null) return minutes;
    }
    return null;
  };
  return { prepMinutes: read(PREP_TIME), cookMinutes: read(COOK_TIME), totalMinutes: read(TOTAL_TIME) };
}

/** A label and what stands after it as one: "Prep time" and "10 min". */
function withValues(blocks: readonly Block[]): string[] {
  return blocks.map((block, place) => {
    const next = blocks[place + 1];
    return !/\d/.test(block.text) && next && /^\D{0,12}\d/.test(next.text) && next.text.length <= 30
      ? `${block.text} ${next.text}`
      : block.text;
  });
}

function parted(text: string): string[] {
  return [...text.split(/\s*[|·•;/]\s*|,\s+|\s[–—-]\s/), text];
}

/** The page as headings, list items and lines, in its order. */
function blocksOf(root: HtmlElement): Block[] {
  const blocks: Block[] = [];
  const branches = branchesOf(root);
  const add = (kind: Block["kind"], text: string, level = 0) => {
    for (const line of text.split("\n")) {
      const plain = plainText(line);
      if (plain !== null && blocks.length < MAX_BLOCKS) blocks.push({ kind, level, text: plain });
    }
  };
  const visit = (element: HtmlElement) => {
    if (SKIPPED.has(element.tag)) return;
    const { tag } = element;
    if (/^h[1-6]$/.test(tag)) return add("heading", textOf(element).replace(/\s+/g, " "), Number(tag[1]));
    if (tag === "li" || tag === "tr") {
      const nested = elementsOf(element).filter((inner) => inner.tag === "ul" || inner.tag === "ol");
      const cells = childElements(element).filter((inner) => inner.tag === "td" || inner.tag === "th");
      const own = cells.length > 0 ? cells.map((cell) => lineOf(cell)).join(" ") : lineOf(element, nested);
      add("item", own);
      for (const list of nested) visit(list);
      return;
    }
    if (element.tag !== "" && element.tag !== "head" && !branches.has(element)) {
      const lines = withBreaks(element);
      const bold = boldText(element);
      if (bold !== null && bold.length <= MAX_HEADING) add("heading", bold, 7);
      else add("text", lines);
      return;
    }
    for (const child of element.children)
      if (typeof child === "string") add("text", child.replace(/\s+/g, " "));
      else visit(child);
  };
  visit(root);
  return blocks.flatMap(asHeading);
}

/** "Ingredients" alone on a line is a heading, and so is the beginning of "Method: mix and bake". */
function asHeading(block: Block): readonly Block[] {
  if (block.kind !== "text") return [block];
  const found = INGREDIENTS_HEADING.exec(block.text) ?? METHOD_HEADING.exec(block.text);
  if (!found) return [block];
  const rest = block.text.slice(found[0].length);
  const heading: Block = { kind: "heading", level: 7, text: found[0] };
  if (/^\s*:?$/.test(rest)) return [heading];
  const inline = /^\s*:\s*(\S.*)$/s.exec(rest);
  return inline ? [heading, { ...block, text: inline[1]! }] : [block];
}

const BLOCKS = new Set(
  "p div ul ol li table tbody tr td section article main header h1 h2 h3 h4 h5 h6 dl dt dd figure blockquote body html head".split(
    " ",
  ),
);

/** Elements with blocks inside; the others hold words alone. */
function branchesOf(root: HtmlElement): ReadonlySet<HtmlElement> {
  const branches = new Set<HtmlElement>();
  const visit = (element: HtmlElement): boolean => {
    const inner = childElements(element).map(visit);
    if (inner.some(Boolean)) branches.add(element);
    return inner.some(Boolean) || BLOCKS.has(element.tag);
  };
  visit(root);
  return branches;
}

function lineOf(element: HtmlElement, without: readonly HtmlElement[] = []): string {
  const visit = (inner: HtmlElement): string =>
    without.includes(inner) || SKIPPED.has(inner.tag)
      ? ""
      : inner.children.map((child) => (typeof child === "string" ? child : ` ${visit(child)} `)).join("");
  const inline = visit(element).replace(/\s+/g, " ").trim();
  return inline.replace(/ ([,.;:)])/g, "$1").replace(/\( /g, "(");
}

/** Its lines as `<br>` parts them. */
function withBreaks(element: HtmlElement): string {
  const visit = (inner: HtmlElement): string =>
    inner.tag === "br"
      ? "\n"
      : SKIPPED.has(inner.tag)
        ? ""
        : inner.children
            .map((child) => (typeof child === "string" ? child.replace(/\s+/g, " ") : visit(child)))
            .join("");
  return visit(element);
}

/** What a line says that is all in bold; null for others. */
function boldText(element: HtmlElement): string | null {
  const parts = element.children.filter((child) => typeof child !== "string" || child.trim() !== "");
  const [only] = parts;
  if (element.tag === "b" || element.tag === "strong") return plainText(textOf(element));
  if (parts.length !== 1 || only === undefined || typeof only === "string") return null;
  return only.tag === "b" || only.tag === "strong" ? plainText(textOf(only)) : null;
}

/** Paragraphs below a heading such as "Notes". */
export function notesIn(root: HtmlElement): string[] {
  const blocks = blocksOf(root);
  const at = blocks.findIndex((block) => block.kind === "heading" && NOTES_HEADING.test(block.text));
  if (at < 0) return [];
  const end = blocks.findIndex((block, place) => place > at && block.kind === "heading");
  return blocks
    .slice(at + 1, end < 0 ? at + 6 : end)
    .map((block) => block.text)
    .slice(0, 10);
}
