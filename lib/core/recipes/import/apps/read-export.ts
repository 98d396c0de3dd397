import { parse } from "csv-parse/sync";
import type { HtmlElement } from "../html";
import type { ForeignRecipe } from "../json-ld";
import { readHeader, readTableRow } from "../table-row";
import { RECIPE_APPS } from "./registry";

/** Lists in lists: an app writes one. */
const MAX_NESTING = 4;

/**
 * Recipes in the JSON of an app: one, a list of them, or a whole backup.
 * @param document parsed JSON of any shape
 */
export function recipesInJson(document: unknown): ForeignRecipe[] {
  const whole = firstOf((app) => app.fromJson?.(document));
  // a list of an app's recipes is no recipe of any app, so each is asked about
  return whole.length > 0 ? whole : recipesInList(document, 0);
}

function recipesInList(document: unknown, depth: number): ForeignRecipe[] {
  if (!Array.isArray(document) || depth > MAX_NESTING) return [];
  return document.flatMap((entry) =>
    Array.isArray(entry) ? recipesInList(entry, depth + 1) : firstOf((app) => app.fromJson?.(entry)),
  );
}

/** Recipes in a page that an app wrote; none for a page of a site. */
export function recipesInExportedPage(root: HtmlElement): ForeignRecipe[] {
  return firstOf((app) => app.fromPage?.(root));
}

/** Recipes in a text that is neither JSON nor a page. */
export function recipesInPlainText(text: string): ForeignRecipe[] {
  const found = firstOf((app) => app.fromText?.(text));
  return found.length > 0 ? found : recipesInTable(text);
}

/** A table inside an archive; a large one of its own is streamed instead. */
function recipesInTable(text: string): ForeignRecipe[] {
  if (!/^[^\r\n]{1,4000}[,;\t]/.test(text)) return [];
  try {
    const rows = parse(text, {
      bom: true,
      delimiter: [",", ";", "\t"],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
    const [header, ...cells] = rows;
    const columns = header ? readHeader(header) : null;
    return columns ? cells.flatMap((row) => readTableRow(row, columns) ?? []) : [];
  } catch {
    return [];
  }
}

function firstOf(
  read: (app: (typeof RECIPE_APPS)[number]) => readonly ForeignRecipe[] | undefined,
): ForeignRecipe[] {
  for (const app of RECIPE_APPS) {
    const found = read(app);
    if (found && found.length > 0) return [...found];
  }
  return [];
}
