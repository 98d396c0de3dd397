import { recipesInExportedPage, recipesInJson, recipesInPlainText } from "./apps/read-export";
import { elementsOf, type HtmlElement, parseHtml, textOf } from "./html";
import { type ForeignRecipe, findRecipes } from "./json-ld";
import { parseLoosely } from "./loose-json";
import { findMarkedRecipes } from "./microdata";
import { plainText } from "./plain-text";

/** A page has a tag by then. */
const LOOKED_AT = 20_000;

/**
 * Finds the recipes in a saved page (JSON-LD, else microdata or RDFa), in JSON-LD itself, in what another recipe app
 * writes, or in plain text. A block that is not JSON is skipped, as a browser does; comments and CDATA around it are removed.
 * @returns the page's own recipe first
 */
export function findRecipesInText(text: string): ForeignRecipe[] {
  const direct = parseLoosely(text);
  if (direct !== undefined) return recipesInJson(direct);
  if (!/<[a-z!?]/i.test(text.slice(0, LOOKED_AT))) return recipesInPlainText(text);
  const root = parseHtml(text);
  const exported = recipesInExportedPage(root);
  if (exported.length > 0) return exported;
  const elements = elementsOf(root);
  const blocks = elements.filter(isJsonLd).flatMap((script) => {
    const json = parseLoosely(script.children.filter((child) => typeof child === "string").join(""));
    return json === undefined ? [] : [json];
  });
  const found = ownFirst(findRecipes(blocks), elements);
  if (found.some(isWhole)) return found;
  const marked = ownFirst(findRecipes(findMarkedRecipes(root, elements)), elements);
  return marked.length > 0 ? marked : found;
}

function isWhole(recipe: ForeignRecipe): boolean {
  return recipe.ingredients.length > 0 && recipe.steps.length > 0;
}

function isJsonLd({ tag, attributes }: HtmlElement): boolean {
  return tag === "script" && /^\s*application\/ld\+json/i.test(attributes.get("type") ?? "");
}

/** The recipe whose address or title is the page's comes first, and a complete one before a mere mention. */
function ownFirst(recipes: readonly ForeignRecipe[], elements: readonly HtmlElement[]): ForeignRecipe[] {
  if (recipes.length < 2) return [...recipes];
  const named = (tag: string, attribute: string, value: string, said: string) =>
    elements
      .find((entry) => entry.tag === tag && entry.attributes.get(attribute)?.toLowerCase() === value)
      ?.attributes.get(said);
  const addresses = [
    named("link", "rel", "canonical", "href"),
    named("meta", "property", "og:url", "content"),
  ]
    .flatMap((address) => plainText(address) ?? [])
    .map(addressKey);
  const heads = elements.filter(({ tag }) => tag === "title" || tag === "h1").slice(0, 5);
  const titles = heads.map((head) => (plainText(textOf(head)) ?? "").toLowerCase());
  const worth = (recipe: ForeignRecipe) =>
    (recipe.url !== null && addresses.includes(addressKey(recipe.url)) ? 4 : 0) +
    (titles.some((title) => title.includes(recipe.title.toLowerCase())) ? 2 : 0) +
    (isWhole(recipe) ? 1 : 0);
  return recipes
    .map((recipe) => ({ recipe, worth: worth(recipe) }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ recipe }) => recipe);
}

function addressKey(address: string): string {
  return address
    .toLowerCase()
    .replace(/[?#].*$/, "")
    .replace(/\/$/, "");
}
