import { childElements, type HtmlElement, textOf } from "./html";

/** How a page marks things and their properties: HTML microdata, or RDFa Lite. */
interface Markup {
  readonly type: "itemtype" | "typeof";
  readonly property: "itemprop" | "property";
}
const MARKUPS: readonly Markup[] = [
  { type: "itemtype", property: "itemprop" },
  { type: "typeof", property: "property" },
];

type Item = Record<string, unknown>;

/** Properties whose element holds a list of texts rather than one. */
const LISTS = new Set(["recipeIngredient", "ingredients"]);

/** Properties whose value on a link is its address. */
const ADDRESSES = new Set(["url", "image", "thumbnailUrl", "contentUrl"]);

/** What one item may hold; a page with circular parts stops here. */
const MAX_VISITS = 50_000;
const MAX_NESTING = 12;

/**
 * Finds the recipes marked with microdata or RDFa on a page, in the shape of JSON-LD, for `findRecipes`. Nested things,
 * `itemref`, several properties on one element and `content` on any element are followed.
 * @param elements every element below the root
 */
export function findMarkedRecipes(root: HtmlElement, elements: readonly HtmlElement[]): Item[] {
  const byId = new Map<string, HtmlElement>();
  for (const element of elements) {
    const id = element.attributes.get("id");
    if (id !== undefined && !byId.has(id)) byId.set(id, element);
  }
  const reading: Reading = { root, byId, visitsLeft: MAX_VISITS };
  return MARKUPS.flatMap((markup) =>
    elements
      .filter((element) => isRecipe(element.attributes.get(markup.type)))
      .map((element) => readItem(element, markup, reading, [])),
  );
}

interface Reading {
  readonly root: HtmlElement;
  readonly byId: ReadonlyMap<string, HtmlElement>;
  visitsLeft: number;
}

function isRecipe(type: string | undefined): boolean {
  return type?.split(/\s+/).some((name) => /(?:^|[/#:])Recipe$/.test(name)) ?? false;
}

/** @param around the items this one lies in: an item is not part of itself */
function readItem(
  element: HtmlElement,
  markup: Markup,
  reading: Reading,
  around: readonly HtmlElement[],
): Item {
  const item = new Map<string, unknown[]>();
  const within = [...around, element];
  const read = new Set<HtmlElement>([element]);
  /** @param inProperty properties whose element this one lies in: their text has it already */
  const visit = (inner: HtmlElement, inProperty: readonly string[]) => {
    if (read.has(inner) || reading.visitsLeft-- <= 0) return;
    read.add(inner);
    const named = inner.attributes.get(markup.property) ?? oldRelation(inner, markup);
    const names = (named?.split(/\s+/).filter(Boolean) ?? []).map((full) => full.replace(/^.*[/:#]/, ""));
    const isThing = inner.attributes.has("itemscope") || inner.attributes.has(markup.type);
    if (isThing && (within.includes(inner) || within.length > MAX_NESTING)) return;
    for (const name of names) {
      // a list item inside a list of the same property
      if (!isThing && inProperty.includes(name)) continue;
      const values = isThing ? [readItem(inner, markup, reading, within)] : readValue(inner, name);
      item.set(name, [...(item.get(name) ?? []), ...values]);
    }
    // another thing's properties are its own
    if (!isThing) for (const child of childElements(inner)) visit(child, [...inProperty, ...names]);
  };
  for (const child of childElements(element)) visit(child, []);
  for (const id of new Set(element.attributes.get("itemref")?.split(/\s+/).filter(Boolean) ?? [])) {
    const other = reading.byId.get(id);
    if (other) visit(other, []);
  }
  const type = element.attributes.get(markup.type)?.split(/\s+/) ?? [];
  // one value stands as itself, so that a text of many lines is read as one
  const plain = [...item].map(([name, values]) => [name, values.length === 1 ? values[0] : values]);
  return { ...Object.fromEntries(plain), "@type": type };
}

/** RDFa before Lite names a property that holds a thing by `rel`: `rel="v:ingredient"`. */
function oldRelation(element: HtmlElement, markup: Markup): string | undefined {
  const relation = markup.type === "typeof" ? element.attributes.get("rel") : undefined;
  return relation && /^(?:v|schema|s):/.test(relation) ? relation : undefined;
}

/** Where a picture lies; a page that loads it late writes it elsewhere. */
export function pictureAddress({ attributes }: HtmlElement): string {
  const late =
    attributes.get("data-src") ?? attributes.get("data-lazy-src") ?? attributes.get("data-original");
  const src = attributes.get("src");
  const first = attributes.get("srcset")?.trim().split(/\s+/)[0];
  return (src && !src.startsWith("data:") ? src : undefined) ?? late ?? first ?? src ?? "";
}

function readValue(element: HtmlElement, name: string): unknown[] {
  const { attributes, tag } = element;
  const said = attributes.get("content") ?? (tag === "time" ? attributes.get("datetime") : undefined);
  if (said !== undefined && said !== "") return [said];
  if (tag === "data" || tag === "meter") return [attributes.get("value") ?? textOf(element)];
  if (tag === "link" || (ADDRESSES.has(name) && tag === "a")) return [attributes.get("href") ?? ""];
  if (tag === "img") return [pictureAddress(element)];
  const resource = attributes.get("resource");
  if (name === "image" && resource) return [resource];
  const text = textOf(element).trim();
  if (!LISTS.has(name)) return [text];
  return text
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
