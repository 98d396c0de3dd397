import { readMinutes } from "./iso-duration";
import type { ForeignRecipe } from "./json-ld";
import { partMethod, splitSteps } from "./method-text";
import { plainText } from "./plain-text";
import { names, paragraphs, readRating, readYieldText } from "./schema-org-extras";
import { readServings } from "./yield-text";

/** The names columns go by, the likeliest first. */
const COLUMNS = {
  title: ["title", "name", "recipe", "recipe_name", "recipe_title"],
  summary: ["description", "summary", "intro"],
  cuisine: ["cuisine"],
  categories: ["course", "category", "categories", "recipe_category", "meal_type"],
  tags: ["tags", "keywords", "labels"],
  mainFood: ["main_ingredient"],
  rating: ["rating", "stars", "my_rating"],
  notes: ["notes", "note", "comments"],
  author: ["author", "source", "source_name"],
  picture: ["photo_url", "image_url", "image", "photo", "picture", "img", "image_src"],
  servings: ["servings", "serves", "portions", "recipe_servings", "yield", "recipe_yield"],
  makes: ["yield", "recipe_yield", "makes"],
  prep: ["prep_minutes", "prep_time", "prep", "preparation", "preptime"],
  cook: ["cook_minutes", "cook_time", "cook", "cooking", "cooktime"],
  total: ["total_minutes", "total_time", "minutes", "totaltime", "time"],
  ingredients: [
    "ingredients",
    "ingredient_lines",
    "recipe_ingredient",
    "recipe_ingredient_parts",
    "ingredient",
  ],
  steps: ["steps", "directions", "instructions", "method", "recipe_instructions", "preparation_steps"],
  url: ["url", "link", "source_url", "recipe_url", "source"],
} as const;
type Field = keyof typeof COLUMNS;

/** Which column holds what; by its place. */
export type TableColumns = Partial<Record<Field, number>>;

/**
 * Finds the columns by the names in the first row, in any case and with any separators.
 * @returns null when there are no columns for title, ingredients and steps
 */
export function readHeader(names: readonly string[]): TableColumns | null {
  const plain = names.map((name) =>
    name
      .replace(/^\uFEFF/, "")
      .trim()
      .replace(/([a-z])([A-Z])/g, "$1_$2")
      .toLowerCase()
      .replace(/[^a-z]+/g, "_")
      .replace(/^_|_$/g, ""),
  );
  const columns: TableColumns = {};
  for (const field of Object.keys(COLUMNS) as Field[]) {
    const place = COLUMNS[field].map((name) => plain.indexOf(name)).find((found) => found >= 0);
    if (place !== undefined) columns[field] = place;
  }
  const isRecipes =
    columns.title !== undefined && columns.ingredients !== undefined && columns.steps !== undefined;
  return isRecipes ? columns : null;
}

/** One row as a recipe; null where title, ingredients or steps are empty. */
export function readTableRow(cells: readonly string[], columns: TableColumns): ForeignRecipe | null {
  const cell = (field: Field) => {
    const place = columns[field];
    return place === undefined ? null : plainText(cells[place]);
  };
  const raw = (field: Field) => cells[columns[field] ?? -1] ?? "";
  const title = cell("title");
  const ingredients = readList(raw("ingredients"));
  const steps = partMethod(readList(raw("steps")).flatMap(splitSteps));
  const picture = cell("picture");
  const author = cell("author");
  const makes = readYieldText(cell("makes") ?? cell("servings"));
  if (!title || ingredients.length === 0 || steps.length === 0) return null;
  return {
    title,
    summary: cell("summary"),
    cuisine: cell("cuisine"),
    servings: readServings(cell("servings")),
    prepMinutes: readMinutes(cell("prep")),
    cookMinutes: readMinutes(cell("cook")),
    totalMinutes: readMinutes(cell("total")),
    ingredients,
    steps,
    url: cell("url"),
    pictures: picture === null ? [] : [picture],
    extras: {
      ...(makes ? { yieldText: makes } : {}),
      tags: [...names(cell("tags")), ...names(cell("mainFood"))],
      categories: names(cell("categories")),
      rating: readRating(cell("rating")),
      notes: paragraphs(raw("notes")),
      author: author !== null && !/^https?:/i.test(author) ? author : null,
    },
  };
}

/** A cell with several texts: JSON or Python's list, R's `c(…)`, lines, or parts between bars or semicolons. */
export function readList(cell: string): string[] {
  const text = cell.trim();
  const quoted = /^(?:\[|c\()([\s\S]*)(?:\]|\))$/.exec(text);
  if (quoted) {
    const parts = [...quoted[1]!.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/g)];
    if (parts.length > 0)
      return tidy(parts.map(([, double, single]) => (double ?? single ?? "").replace(/\\(.)/g, unescaped)));
  }
  if (/\n/.test(text)) return tidy(text.split(/\r?\n/));
  if (text.includes("|")) return tidy(text.split("|"));
  return tidy(text.split(";"));
}

function unescaped(_: string, sign: string): string {
  return sign === "n" ? " " : sign === "t" ? " " : sign;
}

function tidy(parts: readonly string[]): string[] {
  return parts.flatMap((part) => plainText(part) ?? []);
}
