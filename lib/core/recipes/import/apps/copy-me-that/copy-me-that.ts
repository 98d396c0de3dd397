import { elementsOf, type HtmlElement, textOf } from "../../html";
import { readMinutes } from "../../iso-duration";
import type { ForeignRecipe } from "../../json-ld";
import { splitSteps } from "../../method-text";
import { plainText } from "../../plain-text";
import { readRating, readYieldText } from "../../schema-org-extras";
import { readServings } from "../../yield-text";
import { hasClass, textsOf } from "../page-parts";
import type { RecipeApp } from "../recipe-app";
import { headingLine, whole } from "../values";

/** CopyMeThat: a zip with `recipes.html` and a folder of pictures; each recipe a `div`, its parts known by class and id. */
export const copyMeThat: RecipeApp = {
  id: "copy-me-that",
  name: "CopyMeThat",
  reads: "zip or recipes.html",
  fromPage: (root) => {
    const elements = elementsOf(root);
    if (!elements.some((element) => hasClass(element, "recipeIngredient"))) return [];
    const recipes = elements.filter((element) => element.tag === "div" && hasClass(element, "recipe"));
    return recipes.flatMap((recipe) => readOne(recipe) ?? []);
  },
};

function readOne(recipe: HtmlElement): ForeignRecipe | null {
  const parts = elementsOf(recipe);
  const byId = (id: string) => {
    const found = parts.find((element) => element.attributes.get("id") === id);
    return found ? plainText(textOf(found)) : null;
  };
  const original = parts.find((element) => element.attributes.get("id") === "original_link");
  const servings = byId("recipeYield") ?? byId("servings");
  const isStarred = byId("starred") !== null;
  const isMade = byId("made_this") !== null;
  const times = (name: string) =>
    parts.find((element) => element.attributes.get("meta") === name || element.attributes.get("id") === name);
  const minutes = (name: string) => {
    const found = times(name);
    return found ? readMinutes(plainText(textOf(found))) : null;
  };
  return whole({
    title: byId("name"),
    summary: byId("description"),
    servings: readServings(servings),
    prepMinutes: minutes("prepTime"),
    cookMinutes: minutes("cookTime"),
    totalMinutes: minutes("totalTime"),
    ingredients: parts.flatMap((element) => lineOf(element, "recipeIngredient")),
    steps: parts.flatMap((element) => {
      const [line] = lineOf(element, "instruction");
      return line === undefined ? [] : line.endsWith(":") ? [line] : splitSteps(line);
    }),
    url: original?.attributes.get("href") ?? null,
    pictures: parts.flatMap((element) =>
      element.tag === "img" && hasClass(element, "recipeImage") ? (element.attributes.get("src") ?? []) : [],
    ),
    extras: {
      yieldText: readYieldText(servings?.replace(/^[^:]*:\s*/, "") ?? null),
      tags: [
        ...textsOf(parts, "recipeCategory").filter((tag) => !/^tags:$/i.test(tag)),
        ...(isStarred ? ["Favourite"] : []),
        ...(isMade ? ["Made"] : []),
      ],
      rating: readRating(byId("ratingValue")),
      notes: textsOf(parts, "recipeNote"),
    },
  });
}

/** An ingredient or a step, or the heading of those after it ("recipeIngredient_subheader"). */
function lineOf(element: HtmlElement, kind: string): string[] {
  if (element.tag !== "li") return [];
  const classes = (element.attributes.get("class") ?? "").split(/\s+/);
  const text = plainText(textOf(element));
  if (text === null) return [];
  if (classes.some((name) => name.startsWith(`${kind}_`) && /head/i.test(name))) return [headingLine(text)];
  return classes.includes(kind) ? [text] : [];
}
