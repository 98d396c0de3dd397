import { isLanguage } from "../languages/registry";
import { tellLanguage } from "../languages/tell-language";
import { recipesInExportedPage, recipesInJson, recipesInPlainText } from "./apps/read-export";
import { findClassedRecipes } from "./h-recipe";
import { elementsOf, type HtmlElement, parseHtml, textOf } from "./html";
import { type ForeignRecipe, findRecipes } from "./json-ld";
import { parseLoosely } from "./loose-json";
import { findMarkedRecipes, pictureAddress } from "./microdata";
import { plainText } from "./plain-text";
import { findUnmarked, notesIn } from "./unmarked";
import { wholeAddress } from "./web-address";

/** A page has a tag by then. */
const LOOKED_AT = 20_000;

/**
 * Finds the recipes in a saved page (JSON-LD, else microdata, RDFa or h-recipe, else headings and lists), in JSON-LD itself,
 * in what another recipe app writes, or in plain text. A block that is not JSON is skipped, as a browser does; comments and
 * CDATA around it are removed.
 * @param address where the page was read, if that is known
 * @returns the page's own recipe first
 */
export function findRecipesInText(text: string, address: string | null = null): ForeignRecipe[] {
  const direct = parseLoosely(text);
  if (direct !== undefined) return recipesInJson(direct);
  if (!/<[a-z!?]/i.test(text.slice(0, LOOKED_AT))) return recipesInPlainText(text);
  const root = parseHtml(text);
  const exported = recipesInExportedPage(root);
  if (exported.length > 0) return exported;
  const elements = elementsOf(root);
  const page = factsOf(elements, address);
  const blocks = elements.filter(isJsonLd).flatMap((script) => {
    const json = parseLoosely(script.children.filter((child) => typeof child === "string").join(""));
    return json === undefined ? [] : [json];
  });
  const found = ownFirst(findRecipes(blocks), elements, page);
  const marked = found.some(isWhole)
    ? []
    : ownFirst(
        findRecipes([...findMarkedRecipes(root, elements), ...findClassedRecipes(elements)]),
        elements,
        page,
      );
  const best = marked.length > 0 && (found.length === 0 || isWhole(marked[0]!)) ? marked : found;
  const list = best.length > 0 ? best : marked;
  const [own, ...others] = list;
  if (own && isWhole(own)) return list.map((recipe) => inPage(recipe, page));
  const unmarked = findUnmarked(root, own ? [own.title] : page.titles);
  if (!unmarked) return list.map((recipe) => inPage(recipe, page));
  const notes = notesIn(root);
  const filled = own ? completed(own, unmarked) : { ...unmarked, extras: { ...unmarked.extras, notes } };
  return [filled, ...others].map((recipe) => inPage(recipe, page));
}

/** What is marked, with the rest from the headings. */
function completed(marked: ForeignRecipe, read: ForeignRecipe): ForeignRecipe {
  const isFor = marked.servings !== null || marked.extras?.yieldText;
  return {
    ...marked,
    ingredients: marked.ingredients.length > 0 ? marked.ingredients : read.ingredients,
    steps: marked.steps.length > 0 ? marked.steps : read.steps,
    servings: marked.servings ?? (isFor ? null : read.servings),
    prepMinutes: marked.prepMinutes ?? read.prepMinutes,
    cookMinutes: marked.cookMinutes ?? read.cookMinutes,
    totalMinutes: marked.totalMinutes ?? read.totalMinutes,
    isUnmarked: true,
  };
}

function isWhole(recipe: ForeignRecipe): boolean {
  return recipe.ingredients.length > 0 && recipe.steps.length > 0;
}

function isJsonLd({ tag, attributes }: HtmlElement): boolean {
  return tag === "script" && /^\s*application\/ld\+json/i.test(attributes.get("type") ?? "");
}

/** What a page says beside its recipe. */
interface PageFacts {
  /** Its own address: of `<base>`, where it was read, or as it says itself. */
  readonly address: string | null;
  /** Whether it comes from a file, which may hold its pictures. */
  readonly isFile: boolean;
  /** As it is declared: "de". */
  readonly language: string | null;
  readonly pictures: readonly string[];
  /** The likeliest title first. */
  readonly titles: readonly string[];
}

const PICTURE_NAMES = [
  "og:image",
  "og:image:secure_url",
  "og:image:url",
  "twitter:image",
  "twitter:image:src",
  "thumbnail",
];

function factsOf(elements: readonly HtmlElement[], address: string | null): PageFacts {
  const metas = elements.filter(({ tag }) => tag === "meta");
  const meta = (...names: string[]) =>
    names.flatMap((name) =>
      metas
        .filter(
          ({ attributes }) =>
            (
              attributes.get("property") ??
              attributes.get("name") ??
              attributes.get("itemprop")
            )?.toLowerCase() === name,
        )
        .flatMap(({ attributes }) => plainText(attributes.get("content")) ?? []),
    );
  const link = (relation: string) =>
    elements
      .filter(({ tag, attributes }) => tag === "link" && attributes.get("rel")?.toLowerCase() === relation)
      .flatMap(({ attributes }) => plainText(attributes.get("href")) ?? []);
  const said = [...link("canonical"), ...meta("og:url")].filter((one) => /^https?:/i.test(one));
  const own = address ?? said[0] ?? null;
  const base = elements.find(({ tag }) => tag === "base")?.attributes.get("href");
  const html = elements.find(({ tag }) => tag === "html")?.attributes;
  const heads = elements.filter(({ tag }) => tag === "h1").flatMap((head) => plainText(textOf(head)) ?? []);
  const page = elements.filter(({ tag }) => tag === "title").flatMap((head) => plainText(textOf(head)) ?? []);
  const shown = elements.filter(
    ({ tag, attributes }) => tag === "img" && Number(attributes.get("width") ?? 0) >= 300,
  );
  return {
    address: (base ? wholeAddress(base, own) : null) ?? own,
    isFile: address === null,
    language: languageOf(html?.get("lang") ?? html?.get("xml:lang") ?? meta("og:locale", "language")[0]),
    pictures: [...meta(...PICTURE_NAMES), ...link("image_src"), ...shown.map(pictureAddress)],
    titles: [...heads, ...meta("og:title"), ...page].map(withoutSite).slice(0, 5),
  };
}

/** "Leek soup | The Blog" without the site. */
function withoutSite(title: string): string {
  return title.replace(/\s+[|–—·»]\s+[^|–—·»]+$|\s+-\s+[^-]+$/u, "").trim() || title;
}

/** "de-AT" as "de". */
function languageOf(tag: string | null | undefined): string | null {
  return /^[a-z]{2,3}(?![a-z])/i.exec(tag?.trim() ?? "")?.[0].toLowerCase() ?? null;
}

const MAX_PICTURES = 12;
/** A picture in the page itself. What stands in for one that is loaded late is far shorter. */
const PICTURE_DATA = /^data:image\/(?:jpeg|png|webp|avif|gif);base64,[a-z\d+/]{200}/i;

/** The recipe with what the page adds: whole addresses, the page's picture where it has none, and its language. */
function inPage(recipe: ForeignRecipe, page: PageFacts): ForeignRecipe {
  const written = recipe.pictures && recipe.pictures.length > 0 ? recipe.pictures : page.pictures;
  const whole = (one: string) =>
    page.isFile && PICTURE_DATA.test(one) ? one : (wholeAddress(one, page.address) ?? []);
  const pictures = [...new Set(written.flatMap(whole))];
  const declared = languageOf(recipe.extras?.language) ?? page.language;
  const told = tellLanguage([recipe.title, ...recipe.ingredients, ...recipe.steps], declared);
  // a template's "en" above lines that are surely of another language; a language we do not read stays as declared
  const language = declared !== null && !isLanguage(declared) ? declared : (told ?? declared);
  return {
    ...recipe,
    pictures: pictures.slice(0, MAX_PICTURES),
    extras: { ...recipe.extras, language },
  };
}

/** The recipe whose address or title is the page's comes first, and a complete one before a mere mention. */
function ownFirst(
  recipes: readonly ForeignRecipe[],
  elements: readonly HtmlElement[],
  page: PageFacts,
): ForeignRecipe[] {
  if (recipes.length < 2) return [...recipes];
  const named = (tag: string, attribute: string, value: string, said: string) =>
    elements
      .find((entry) => entry.tag === tag && entry.attributes.get(attribute)?.toLowerCase() === value)
      ?.attributes.get(said);
  const addresses = [
    page.address,
    named("link", "rel", "canonical", "href"),
    named("meta", "property", "og:url", "content"),
  ]
    .flatMap((address) => plainText(address) ?? [])
    .map(addressKey);
  const titles = page.titles.map((title) => title.toLowerCase());
  const worth = (recipe: ForeignRecipe) => {
    const title = recipe.title.toLowerCase();
    return (
      (recipe.url !== null && addresses.includes(addressKey(recipe.url)) ? 8 : 0) +
      (titles[0] === title ? 3 : titles.some((one) => one.includes(title)) ? 2 : 0) +
      (isWhole(recipe) ? 4 : 0)
    );
  };
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
