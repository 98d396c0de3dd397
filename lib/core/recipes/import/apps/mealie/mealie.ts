import { readMinutes } from "./iso-duration";
import { type ForeignRecipe, readServings } from "./json-ld";
import { partMethod, splitSteps, withHeading } from "./method-text";
import { plainText } from "./plain-text";

type Node = Readonly<Record<string, unknown>>;

/** Lists in lists: an app writes one. */
const MAX_NESTING = 4;

/**
 * Reads what Mealie, Tandoor and Paprika write as JSON: one recipe, a list of them, or Mealie's whole backup.
 * @param document parsed JSON of any shape
 * @returns none where it is none of these
 */
export function findExported(document: unknown, depth = 0): ForeignRecipe[] {
  if (Array.isArray(document))
    return depth > MAX_NESTING ? [] : document.flatMap((entry) => findExported(entry, depth + 1));
  if (!isNode(document)) return [];
  if (Array.isArray(document.recipes_ingredients)) return mealieBackup(document);
  const recipe = readMealie(document) ?? readTandoor(document) ?? readPaprika(document);
  return recipe ? [recipe] : [];
}

/** Mealie: `recipeIngredient` are things with quantity, unit, food and note. Keys are in either case. */
function readMealie(node: Node): ForeignRecipe | null {
  const ingredients = node.recipe_ingredient ?? node.recipeIngredient;
  const instructions = node.recipe_instructions ?? node.recipeInstructions;
  const isMealie =
    Array.isArray(ingredients) &&
    node["@type"] === undefined &&
    ingredients.every((entry) => isNode(entry) || typeof entry === "string");
  if (!isMealie) return null;
  return whole({
    title: plainText(node.name),
    summary: plainText(node.description),
    servings: readServings(
      positive(node.recipe_servings ?? node.recipeServings) ?? node.recipe_yield ?? node.recipeYield,
    ),
    prepMinutes: readMinutes(node.prep_time ?? node.prepTime),
    cookMinutes: readMinutes(node.perform_time ?? node.performTime ?? node.cook_time ?? node.cookTime),
    totalMinutes: readMinutes(node.total_time ?? node.totalTime),
    ingredients: ingredients.flatMap((entry) => mealieLine(entry)),
    steps: partMethod(list(instructions).flatMap(mealieStep)),
    url: plainText(node.org_url ?? node.orgURL),
  });
}

function mealieStep(step: unknown): string[] {
  if (!isNode(step)) return splitSteps(String(step ?? ""));
  const [next, ...rest] = splitSteps(String(step.text ?? ""));
  const heading = withHeading(plainText(step.title) ?? plainText(step.summary), next ?? null);
  return heading === null ? rest : [heading, ...rest];
}

/** A title on an ingredient is the heading of it and those after it. */
function mealieLine(entry: unknown): string[] {
  if (!isNode(entry)) return [plainText(entry) ?? ""].filter(Boolean);
  const title = plainText(entry.title);
  return [...(title === null ? [] : [headingLine(title)]), ...mealieFood(entry)];
}

function headingLine(title: string): string {
  return `${title.replace(/\s*:$/, "")}:`;
}

function mealieFood(entry: Node): string[] {
  const food = nameOf(entry.food);
  const written = plainText(entry.original_text ?? entry.originalText);
  if (food === null)
    return [written ?? plainText(entry.note) ?? plainText(entry.display) ?? ""].filter(Boolean);
  const parts = [amountText(entry.quantity), nameOf(entry.unit), food].filter((part) => part !== null);
  const note = plainText(entry.note);
  return [parts.join(" ") + (note ? `, ${note}` : "")];
}

/** A backup is a database: tables of rows that name each other by id. */
function mealieBackup(tables: Node): ForeignRecipe[] {
  const names = (table: unknown) => new Map(rows(table).map((row) => [row.id, row.name]));
  const foods = names(tables.ingredient_foods);
  const units = names(tables.ingredient_units);
  const of = (table: unknown, id: unknown) =>
    rows(table)
      .filter((row) => row.recipe_id === id)
      .sort((a, b) => Number(a.position ?? 0) - Number(b.position ?? 0));
  return rows(tables.recipes).flatMap((recipe) => {
    const read = readMealie({
      ...recipe,
      recipe_ingredient: of(tables.recipes_ingredients, recipe.id).map((row) => ({
        ...row,
        food: named(foods.get(row.food_id)),
        unit: named(units.get(row.unit_id)),
      })),
      recipe_instructions: of(tables.recipe_instructions, recipe.id),
    });
    return read ? [read] : [];
  });
}

/** Tandoor: steps hold their ingredients; working time is preparing, waiting time is the rest. */
function readTandoor(node: Node): ForeignRecipe | null {
  const steps = rows(node.steps);
  if (steps.length === 0 || !steps.every((step) => "instruction" in step && "ingredients" in step))
    return null;
  const ordered = [...steps].sort((a, b) => Number(a.order ?? 0) - Number(b.order ?? 0));
  const working = readMinutes(node.working_time);
  const waiting = readMinutes(node.waiting_time);
  return whole({
    title: plainText(node.name),
    summary: plainText(node.description),
    servings: readServings(node.servings),
    prepMinutes: working,
    cookMinutes: null,
    totalMinutes: (working ?? 0) + (waiting ?? 0) || null,
    ingredients: ordered.flatMap((step) => rows(step.ingredients).flatMap(tandoorLine)),
    steps: partMethod(ordered.flatMap(tandoorStep)),
    url: plainText(node.source_url),
  });
}

function tandoorStep(step: Node): string[] {
  const [next, ...rest] = splitSteps(markdownText(String(step.instruction ?? "")));
  if (next === undefined) return [];
  return [withHeading(plainText(step.name), next) ?? next, ...rest];
}

function tandoorLine(entry: Node): string[] {
  if (entry.is_header === true) {
    const title = plainText(entry.note) ?? nameOf(entry.food);
    return title === null ? [] : [headingLine(title)];
  }
  const food = nameOf(entry.food);
  if (food === null) return [plainText(entry.original_text) ?? ""].filter(Boolean);
  const amount = entry.no_amount === true ? null : amountText(entry.amount);
  const parts = [amount, amount === null ? null : nameOf(entry.unit), food].filter((part) => part !== null);
  const note = plainText(entry.note);
  return [parts.join(" ") + (note ? `, ${note}` : "")];
}

/** Paprika: texts of several lines. */
function readPaprika(node: Node): ForeignRecipe | null {
  if (typeof node.ingredients !== "string" || typeof node.directions !== "string") return null;
  return whole({
    title: plainText(node.name),
    summary: plainText(node.description),
    servings: readServings(node.servings),
    prepMinutes: readMinutes(node.prep_time),
    cookMinutes: readMinutes(node.cook_time),
    totalMinutes: readMinutes(node.total_time),
    ingredients: node.ingredients
      .split(/\r?\n/)
      .map((line) => plainText(line) ?? "")
      .filter(Boolean),
    steps: partMethod(splitSteps(node.directions)),
    url: plainText(node.source_url),
  });
}

function whole(
  recipe: Omit<ForeignRecipe, "title" | "cuisine"> & { title: string | null },
): ForeignRecipe | null {
  const { title } = recipe;
  return title ? { ...recipe, title, cuisine: null } : null;
}

function markdownText(text: string): string {
  return text
    .replace(/^#+\s*/gm, "")
    .replace(/\*\*|__/g, "")
    .replace(/^\s*[-*]\s+/gm, "");
}

/** A number as a line writes it, at most three decimals; null for none. */
function amountText(value: unknown): string | null {
  const number = positive(value);
  return number === null ? null : String(Math.round(number * 1000) / 1000);
}

function positive(value: unknown): number | null {
  const number = typeof value === "number" ? value : typeof value === "string" ? Number(value) : Number.NaN;
  return number > 0 ? number : null;
}

function nameOf(value: unknown): string | null {
  return plainText(isNode(value) ? value.name : value);
}

function named(name: unknown): Node | null {
  return name === undefined ? null : { name };
}

function rows(value: unknown): Node[] {
  return list(value).filter(isNode);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
