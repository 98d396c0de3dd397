import { parse } from "yaml";
import { readMinutes } from "../../iso-duration";
import type { ForeignRecipe } from "../../json-ld";
import { splitSteps } from "../../method-text";
import { plainText } from "../../plain-text";
import { names, paragraphs, readRating, readYieldText } from "../../schema-org-extras";
import { readServings } from "../../yield-text";
import type { RecipeApp } from "../recipe-app";
import { isNode, list, type Node, whole } from "../values";

const FRONT = /^\uFEFF?---[ \t]*\r?\n([\s\S]{1,200000}?)\r?\n---[ \t]*(?:\r?\n|$)/;

/** Chowdown, a Jekyll theme: Markdown files whose front matter holds ingredients and directions, and a folder of pictures. */
export const chowdown: RecipeApp = {
  id: "chowdown",
  name: "Chowdown",
  reads: "zip of its folder, a single .md",
  fromText: (text) => {
    const front = FRONT.exec(text);
    const node = front?.[1] === undefined ? undefined : readYaml(front[1]);
    if (!front || !isNode(node)) return [];
    const recipe = readChowdown(node, text.slice(front[0].length));
    return recipe ? [recipe] : [];
  },
};

function readYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 }) as unknown;
  } catch {
    return undefined;
  }
}

function readChowdown(node: Node, body: string): ForeignRecipe | null {
  const ingredients = lines(node.ingredients);
  const steps = lines(node.directions ?? node.instructions ?? node.method).flatMap((line) =>
    line.endsWith(":") ? [line] : splitSteps(line),
  );
  if (ingredients.length + steps.length === 0) return null;
  const picture = plainText(node.image);
  const said = paragraphs(body.replace(/^#+\s*/gm, ""));
  const summary = plainText(node.description);
  const yields = node.yield ?? node.servings ?? node.serves;
  return whole({
    title: plainText(node.title),
    summary: summary ?? said[0] ?? null,
    cuisine: plainText(node.cuisine),
    servings: readServings(yields),
    prepMinutes: readMinutes(node.prep_time ?? node.prepTime),
    cookMinutes: readMinutes(node.cook_time ?? node.cookTime),
    totalMinutes: readMinutes(node.total_time ?? node.totalTime ?? node.time),
    ingredients,
    steps,
    url: plainText(node.source) ?? plainText(node.original) ?? plainText(node.url),
    // Chowdown keeps its pictures in one folder; an address is one
    pictures: picture === null ? [] : [picture, ...(/[:/]/.test(picture) ? [] : [`images/${picture}`])],
    extras: {
      yieldText: readYieldText(yields),
      tags: names(node.tags),
      categories: names(node.categories ?? node.category),
      rating: readRating(node.rating),
      notes: summary === null ? said.slice(1) : said,
      author: plainText(node.author) ?? plainText(node.imagecredit),
    },
  });
}

/** YAML reads "2 eggs: beaten" in a list as a thing with one key. */
function lines(value: unknown): string[] {
  return list(value).flatMap((entry) => {
    if (isNode(entry))
      return Object.entries(entry).flatMap(([key, inner]) =>
        Array.isArray(inner)
          ? [`${key}:`, ...lines(inner)]
          : (plainText(`${key}: ${String(inner ?? "")}`) ?? []),
      );
    return plainText(entry) ?? [];
  });
}
