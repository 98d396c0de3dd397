import { elementsOf, type HtmlElement, parseHtml, textOf } from "./html";

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

/**
 * Finds the recipes marked with microdata or RDFa on a page, in the shape of JSON-LD, for `findRecipes`. Nested things,
 * `itemref`, several properties on one element and `content` on any element are followed.
 */
export function findMarkedRecipes(page: string): Item[] {
  if (!/\bRecipe\b/.test(page)) return [];
  const root = parseHtml(page);
  return MARKUPS.flatMap((markup) =>
    [...elementsOf(root)]
      .filter((element) => isRecipe(element.attributes.get(markup.type)))
      .map((element) => readItem(element, markup, root)),
  );
}

function isRecipe(type: string | undefined): boolean {
  return type?.split(/\s+/).some((name) => /(?:^|[/#:])Recipe$/.test(name)) ?? false;
}

function readItem(element: HtmlElement, markup: Markup, root: HtmlElement): Item {
  const item: Record<string, unknown[]> = {};
  const visit = (inner: HtmlElement) => {
    const names = inner.attributes.get(markup.property)?.split(/\s+/).filter(Boolean) ?? [];
    const isThing = inner.attributes.has("itemscope") || inner.attributes.has(markup.type);
    for (const full of names) {
      const name = full.replace(/^.*[/:#]/, "");
      item[name] = [
        ...(item[name] ?? []),
        ...(isThing ? [readItem(inner, markup, root)] : readValue(inner, name)),
      ];
    }
    // another thing's properties are its own
    if (!isThing) for (const child of childElements(inner)) visit(child);
  };
  for (const child of childElements(element)) visit(child);
  for (const id of element.attributes.get("itemref")?.split(/\s+/).filter(Boolean) ?? []) {
    const other = [...elementsOf(root)].find((entry) => entry.attributes.get("id") === id);
    if (other && other !== element) visit(other);
  }
  const type = element.attributes.get(markup.type)?.split(/\s+/) ?? [];
  // one value stands as itself, so that a text of many lines is read as one
  const plain = Object.entries(item).map(([name, values]) => [
    name,
    values.length === 1 ? values[0] : values,
  ]);
  return { ...Object.fromEntries(plain), "@type": type };
}

function readValue(element: HtmlElement, name: string): unknown[] {
  const { attributes, tag } = element;
  const said = attributes.get("content") ?? (tag === "time" ? attributes.get("datetime") : undefined);
  if (said !== undefined && said !== "") return [said];
  if (tag === "data" || tag === "meter") return [attributes.get("value") ?? textOf(element)];
  if (tag === "link" || (name === "url" && tag === "a")) return [attributes.get("href") ?? ""];
  const text = textOf(element).trim();
  if (!LISTS.has(name)) return [text];
  return text
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function childElements(element: HtmlElement): HtmlElement[] {
  return element.children.filter((child): child is HtmlElement => typeof child !== "string");
}
