import { type ForeignRecipe, findRecipes } from "./json-ld";
import { findMarkedRecipes } from "./microdata";
import { findExported } from "./other-apps";

/**
 * Finds the recipes in a saved page (JSON-LD, else microdata or RDFa), in JSON-LD itself, or in the JSON that another
 * recipe app writes. A block that is no JSON is passed over, as a browser does; comments and CDATA around it are taken off.
 */
export function findRecipesInText(text: string): ForeignRecipe[] {
  const direct = parseJson(text);
  if (direct !== undefined) {
    const exported = findExported(direct);
    return exported.length > 0 ? exported : findRecipes(direct);
  }
  const blocks = text.matchAll(
    /<script[^>]*type\s*=\s*["']?application\/ld\+json[^"'>]*["']?[^>]*>([\s\S]*?)<\/script>/gi,
  );
  const found = [...blocks].flatMap((block) => {
    const json = parseJson(
      block[1]!.replace(/^\s*(?:<!--|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|(?:\/\/\s*)?\]\]>)\s*$/g, ""),
    );
    return json === undefined ? [] : findRecipes(json);
  });
  const isWhole = found.some((recipe) => recipe.ingredients.length > 0 && recipe.steps.length > 0);
  if (isWhole) return found;
  const marked = findRecipes(findMarkedRecipes(text));
  return marked.length > 0 ? marked : found;
}

function parseJson(text: string): unknown {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    // line breaks inside texts are the commonest fault of JSON on pages
    return parseLenient(trimmed);
  }
}

function parseLenient(text: string): unknown {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(
      escapeBreaks(text)
        .replace(/,(\s*[\]}])/g, "$1")
        .replace(/;\s*$/, ""),
    ) as unknown;
  } catch {
    return undefined;
  }
}

/** Line breaks and tabs inside quoted texts, written as JSON wants them. */
function escapeBreaks(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[\s\S])*"/g, (quoted) =>
    quoted.replace(/[\n\r\t]/g, (sign) => ({ "\n": "\\n", "\r": "\\r", "\t": "\\t" })[sign] ?? sign),
  );
}
