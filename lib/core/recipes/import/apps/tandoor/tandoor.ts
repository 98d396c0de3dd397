import { readMinutes } from "../../iso-duration";
import type { ForeignRecipe } from "../../json-ld";
import { splitSteps, withHeading } from "../../method-text";
import { plainText } from "../../plain-text";
import { readRating, readYieldText } from "../../schema-org-extras";
import { readServings } from "../../yield-text";
import type { RecipeApp } from "../recipe-app";
import {
  amountText,
  figuresText,
  headingLine,
  isNode,
  type Node,
  nameOf,
  namesOf,
  positive,
  rows,
  whole,
  withCopy,
} from "../values";

/** Tandoor: a zip for each recipe, with `recipe.json` and its picture in it. */
export const tandoor: RecipeApp = {
  id: "tandoor",
  name: "Tandoor",
  reads: "zip of zips, its JSON",
  fromJson: (document) => {
    const recipe = isNode(document) ? withCopy(readTandoor(document), document) : null;
    return recipe ? [recipe] : [];
  },
};

/** Steps hold their ingredients; working time is preparing, waiting time is the rest. */
function readTandoor(node: Node): ForeignRecipe | null {
  const steps = rows(node.steps);
  if (steps.length === 0 || !steps.every((step) => "instruction" in step && "ingredients" in step))
    return null;
  const ordered = [...steps].sort((a, b) => Number(a.order ?? 0) - Number(b.order ?? 0));
  const working = readMinutes(node.working_time);
  const waiting = readMinutes(node.waiting_time);
  const servings = readServings(node.servings);
  const makes = plainText(node.servings_text);
  const withIngredients = ordered.filter((step) => rows(step.ingredients).length > 0).length;
  return whole({
    title: plainText(node.name),
    summary: plainText(node.description),
    servings,
    prepMinutes: working,
    cookMinutes: null,
    totalMinutes: (working ?? 0) + (waiting ?? 0) || null,
    ingredients: ordered.flatMap((step) => linesOf(step, withIngredients > 1)),
    steps: ordered.flatMap(stepOf),
    url: plainText(node.source_url),
    pictures: [],
    extras: {
      yieldText: makes === null ? null : readYieldText(servings === null ? makes : `${servings} ${makes}`),
      tags: namesOf(node.keywords),
      rating: readRating(node.rating),
      notes: [figuresText(node.nutrition, "Nutrition")].filter((note) => note !== null),
    },
  });
}

/** A step's name is the heading of its ingredients where several steps have some. */
function linesOf(step: Node, hasSeveral: boolean): string[] {
  const ingredients = [...rows(step.ingredients)].sort((a, b) => Number(a.order ?? 0) - Number(b.order ?? 0));
  const name = plainText(step.name);
  const isNamed =
    hasSeveral && name !== null && ingredients[0] !== undefined && ingredients[0].is_header !== true;
  return [...(isNamed ? [headingLine(name)] : []), ...ingredients.flatMap(lineOf)];
}

function stepOf(step: Node): string[] {
  const [next, ...rest] = splitSteps(markdownText(String(step.instruction ?? "")));
  if (next === undefined) return [];
  const name = plainText(step.name);
  const minutes = positive(step.time);
  const timed = minutes === null || /\d/.test(next) ? next : `${next} (${minutes} min)`;
  if (name === null) return [timed, ...rest];
  return step.show_as_header === false
    ? [withHeading(name, timed) ?? timed, ...rest]
    : [headingLine(name), timed, ...rest];
}

function lineOf(entry: Node): string[] {
  if (entry.is_header === true) {
    const title = plainText(entry.note) ?? nameOf(entry.food);
    return title === null ? [] : [headingLine(title)];
  }
  const food = nameOf(entry.food);
  const note = plainText(entry.note);
  if (food === null) return [plainText(entry.original_text) ?? note ?? ""].filter(Boolean);
  const amount = entry.no_amount === true ? null : amountText(entry.amount);
  const parts = [amount, amount === null ? null : nameOf(entry.unit), food].filter((part) => part !== null);
  return [parts.join(" ") + (note ? `, ${note}` : "")];
}

function markdownText(text: string): string {
  return text
    .replace(/^#+\s*/gm, "")
    .replace(/\*\*|__/g, "")
    .replace(/^\s*[-*]\s+/gm, "");
}
