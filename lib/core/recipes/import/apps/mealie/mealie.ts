import { readMinutes } from "../../iso-duration";
import type { ForeignRecipe } from "../../json-ld";
import { splitSteps, withHeading } from "../../method-text";
import { plainText } from "../../plain-text";
import { paragraphs, readRating, readYieldText } from "../../schema-org-extras";
import { readServings } from "../../yield-text";
import type { RecipeApp } from "../recipe-app";
import {
  amountText,
  figuresText,
  headingLine,
  isNode,
  list,
  type Node,
  nameOf,
  namesOf,
  positive,
  rows,
  whole,
  withCopy,
} from "../values";

/** Mealie: one recipe a file, lists of them, or a whole backup. Keys are in either case. */
export const mealie: RecipeApp = {
  id: "mealie",
  name: "Mealie",
  reads: "zip of an export, its JSON, a whole backup",
  fromJson: (document) => {
    if (!isNode(document)) return [];
    if (Array.isArray(document.recipes_ingredients)) return fromBackup(document);
    const recipe = withCopy(readMealie(document), document);
    return recipe ? [recipe] : [];
  },
};

/** `recipeIngredient` are things with quantity, unit, food and note. */
function readMealie(raw: Node): ForeignRecipe | null {
  const node = inSnakeCase(raw);
  const ingredients = node.recipe_ingredient;
  const isMealie =
    Array.isArray(ingredients) &&
    node["@type"] === undefined &&
    ingredients.every((entry) => isNode(entry) || typeof entry === "string");
  if (!isMealie) return null;
  const yields = [amountText(node.recipe_yield_quantity), plainText(node.recipe_yield)];
  const tools = namesOf(node.tools);
  return whole({
    title: plainText(node.name),
    summary: plainText(node.description),
    servings: readServings(positive(node.recipe_servings) ?? node.recipe_yield),
    prepMinutes: readMinutes(node.prep_time),
    cookMinutes: readMinutes(node.perform_time ?? node.cook_time),
    totalMinutes: readMinutes(node.total_time),
    ingredients: ingredients.flatMap((entry) => lineOf(entry)),
    steps: list(node.recipe_instructions).flatMap(stepOf),
    url: plainText(node.org_url),
    pictures: [],
    extras: {
      yieldText: readYieldText(yields.filter(Boolean).join(" ")),
      tags: namesOf(node.tags),
      categories: namesOf(node.recipe_category),
      rating: readRating(node.rating),
      notes: [
        ...rows(node.notes).flatMap(noteOf),
        ...(tools.length > 0 ? [`Tools: ${tools.join(", ")}`] : []),
        ...[figuresText(node.nutrition, "Nutrition")].filter((note) => note !== null),
        ...rows(node.comments).flatMap((comment) => paragraphs(comment.text)),
      ],
    },
  });
}

/** `orgURL` is `org_url`, `recipeYield` is `recipe_yield`. */
function inSnakeCase(node: Node): Node {
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key
        .replace(/([a-z])([A-Z]+)/g, (_, before: string, capitals: string) => `${before}_${capitals}`)
        .toLowerCase(),
      value,
    ]),
  );
}

function noteOf(note: Node): string[] {
  const title = plainText(note.title);
  const texts = paragraphs(note.text);
  if (title === null || texts.length === 0) return title === null ? texts : [title];
  return [withHeading(title, texts[0] ?? null) ?? title, ...texts.slice(1)];
}

/** A title is the heading of this step and those after it; a summary belongs to the step alone. */
function stepOf(step: unknown): string[] {
  if (!isNode(step)) return splitSteps(String(step ?? ""));
  const [next, ...rest] = splitSteps(String(step.text ?? ""));
  const title = plainText(step.title);
  const text = withHeading(plainText(step.summary), next ?? null);
  if (text === null) return title === null ? rest : [title, ...rest];
  return [...(title === null ? [] : [headingLine(title)]), text, ...rest];
}

/** A title on an ingredient is the heading of it and those after it. */
function lineOf(entry: unknown): string[] {
  if (!isNode(entry)) return [plainText(entry) ?? ""].filter(Boolean);
  const node = inSnakeCase(entry);
  const title = plainText(node.title);
  return [...(title === null ? [] : [headingLine(title)]), ...foodLine(node)];
}

function foodLine(entry: Node): string[] {
  const food = nameOf(entry.food) ?? nameOf(entry.referenced_recipe);
  const note = plainText(entry.note);
  const unit = nameOf(entry.unit);
  if (food === null && unit === null)
    return [plainText(entry.original_text) ?? note ?? plainText(entry.display) ?? ""].filter(Boolean);
  const parts = [amountText(entry.quantity), unit, food].filter((part) => part !== null);
  return [parts.join(" ") + (note ? `${food === null ? " " : ", "}${note}` : "")];
}

/** A backup is a database: tables of rows that name each other by id. */
function fromBackup(tables: Node): ForeignRecipe[] {
  const names = (table: unknown) => new Map(rows(table).map((row) => [row.id, row.name]));
  const foods = names(tables.ingredient_foods);
  const units = names(tables.ingredient_units);
  const of = (table: unknown, id: unknown) =>
    rows(table)
      .filter((row) => row.recipe_id === id)
      .sort((a, b) => Number(a.position ?? 0) - Number(b.position ?? 0));
  const joined = (table: unknown, key: string, named: unknown, id: unknown) => {
    const labels = names(named);
    return rows(table).flatMap((row) => (row.recipe_id === id ? [{ name: labels.get(row[key]) }] : []));
  };
  return rows(tables.recipes).flatMap((recipe) => {
    const { id } = recipe;
    const read = readMealie({
      ...recipe,
      recipe_ingredient: of(tables.recipes_ingredients, id).map((row) => ({
        ...row,
        food: named(foods.get(row.food_id)),
        unit: named(units.get(row.unit_id)),
      })),
      recipe_instructions: of(tables.recipe_instructions, id),
      tags: joined(tables.recipes_to_tags, "tag_id", tables.tags, id),
      recipe_category: joined(tables.recipes_to_categories, "category_id", tables.categories, id),
      tools: joined(tables.recipes_to_tools, "tool_id", tables.tools, id),
      notes: of(tables.notes, id),
      nutrition: rows(tables.recipe_nutrition).find((row) => row.recipe_id === id),
      comments: rows(tables.recipe_comments).filter((row) => row.recipe_id === id),
    });
    return read ? [{ ...read, pictures: pictureFiles(id) }] : [];
  });
}

/** Where a backup keeps a recipe's picture: the folder is its id, with dashes or without. */
function pictureFiles(id: unknown): string[] {
  if (typeof id !== "string") return [];
  const bare = id.replace(/-/g, "");
  const dashed = bare.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return [dashed, bare].map((folder) => `recipes/${folder}/images/original.webp`);
}

function named(name: unknown): Node | null {
  return name === undefined ? null : { name };
}
