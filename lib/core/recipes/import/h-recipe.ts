import { childElements, elementsOf, type HtmlElement, textOf } from "./html";

/** Class names of microformats2 and of the older hRecipe, by what schema.org calls it. */
const PROPERTIES: readonly (readonly [property: string, classes: readonly string[]])[] = [
  ["name", ["p-name", "fn"]],
  ["recipeIngredient", ["p-ingredient", "ingredient"]],
  ["recipeInstructions", ["e-instructions", "instructions", "p-instructions", "instruction"]],
  ["recipeYield", ["p-yield", "yield"]],
  ["description", ["p-summary", "summary"]],
  ["author", ["p-author", "author"]],
  ["image", ["u-photo", "photo"]],
  ["url", ["u-url"]],
  ["recipeCategory", ["p-category", "tag"]],
  ["totalTime", ["dt-duration", "duration"]],
  ["prepTime", ["dt-preptime", "p-preptime", "preptime"]],
  ["cookTime", ["dt-cooktime", "p-cooktime", "cooktime"]],
  ["keywords", ["p-tag"]],
];
const BY_CLASS = new Map(
  PROPERTIES.flatMap(([property, classes]) => classes.map((name) => [name, property] as const)),
);

type Item = Record<string, unknown>;

/** Finds the recipes that class names mark (h-recipe, hRecipe), in the shape of JSON-LD, for `findRecipes`. */
export function findClassedRecipes(elements: readonly HtmlElement[]): Item[] {
  return elements.filter((element) => hasClass(element, "h-recipe", "hrecipe")).map(readItem);
}

function readItem(root: HtmlElement): Item {
  const item = new Map<string, unknown[]>();
  const visit = (element: HtmlElement, within: readonly string[]) => {
    // another recipe's parts are its own
    if (element !== root && hasClass(element, "h-recipe", "hrecipe")) return;
    const isOther = element !== root && classesOf(element).some((name) => /^h-\p{Ll}/u.test(name));
    const names = classesOf(element).flatMap((name) => BY_CLASS.get(name) ?? []);
    const own = [...new Set(names)].filter((name) => !within.includes(name));
    for (const name of own) item.set(name, [...(item.get(name) ?? []), ...readValue(element, name)]);
    if (!isOther) for (const child of childElements(element)) visit(child, [...within, ...own]);
  };
  for (const child of childElements(root)) visit(child, []);
  const plain = [...item].map(([name, values]) => [name, values.length === 1 ? values[0] : values]);
  return { ...Object.fromEntries(plain), "@type": "Recipe" };
}

function readValue(element: HtmlElement, name: string): unknown[] {
  const { attributes, tag } = element;
  if (name === "image")
    return [attributes.get("src") ?? attributes.get("data-src") ?? attributes.get("href") ?? ""];
  if (name === "url") return [attributes.get("href") ?? ""];
  const title = elementsOf(element)
    .find((inner) => hasClass(inner, "value-title"))
    ?.attributes.get("title");
  const said =
    title ??
    attributes.get("datetime") ??
    (tag === "data" ? attributes.get("value") : undefined) ??
    (tag === "abbr" ? attributes.get("title") : undefined);
  if (said !== undefined && name !== "recipeIngredient" && name !== "name") return [said];
  const text = textOf(element).trim();
  if (name !== "recipeIngredient") return [text];
  return text
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function classesOf({ attributes }: HtmlElement): string[] {
  return attributes.get("class")?.split(/\s+/) ?? [];
}

function hasClass(element: HtmlElement, ...names: string[]): boolean {
  return classesOf(element).some((name) => names.includes(name));
}
