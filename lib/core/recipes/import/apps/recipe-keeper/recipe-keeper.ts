import { elementsOf, type HtmlElement, textOf } from "../../html";
import { readMinutes } from "../../iso-duration";
import type { ForeignRecipe } from "../../json-ld";
import { partMethod, splitStepLines } from "../../method-text";
import { plainText } from "../../plain-text";
import { readRating, readYieldText } from "../../schema-org-extras";
import { readServings } from "../../yield-text";
import { hasClass, linesOf } from "../page-parts";
import type { RecipeApp } from "../recipe-app";
import { whole } from "../values";

/** Recipe Keeper: a zip with `recipes.html` and a folder of pictures; the parts of each recipe have an `itemprop`. */
export const recipeKeeper: RecipeApp = {
  id: "recipe-keeper",
  name: "Recipe Keeper",
  reads: "zip or recipes.html",
  fromPage: (root) =>
    elementsOf(root)
      .filter((element) => hasClass(element, "recipe-details"))
      .flatMap((element) => readOne(element) ?? []),
};

const NUTRITION = /^recipeNut/;

function readOne(recipe: HtmlElement): ForeignRecipe | null {
  const parts = elementsOf(recipe);
  const all = (name: string) => parts.filter((element) => element.attributes.get("itemprop") === name);
  const value = (element: HtmlElement | undefined) =>
    element ? plainText(element.attributes.get("content") ?? textOf(element)) : null;
  const one = (name: string) => value(all(name)[0]);
  const values = (name: string) => all(name).flatMap((element) => value(element) ?? []);
  const source = all("recipeSource")[0];
  const link = source ? elementsOf(source).find((element) => element.tag === "a") : undefined;
  const address = link?.attributes.get("href") ?? one("recipeSource");
  const isAddress = /^https?:/i.test(address ?? "");
  const figures = parts.flatMap((element) => {
    const name = element.attributes.get("itemprop") ?? "";
    const figure = NUTRITION.test(name) ? value(element) : null;
    return figure === null ? [] : [`${spaced(name.replace(NUTRITION, ""))} ${figure}`];
  });
  const favourite = one("recipeIsFavourite")?.toLowerCase() === "true";
  return whole({
    title: one("name"),
    summary: null,
    servings: readServings(one("recipeYield")),
    prepMinutes: readMinutes(one("prepTime")),
    cookMinutes: readMinutes(one("cookTime")),
    totalMinutes: readMinutes(one("totalTime")),
    ingredients: linesOf(all("recipeIngredients")[0] ?? all("recipeIngredient")[0]),
    steps: partMethod(splitStepLines(linesOf(all("recipeDirections")[0]).join("\n"))),
    url: isAddress ? address : null,
    pictures: parts.flatMap((element) =>
      element.tag === "img" &&
      (hasClass(element, "recipe-photo") || /^photo\d*$/.test(element.attributes.get("itemprop") ?? ""))
        ? (element.attributes.get("src") ?? [])
        : [],
    ),
    extras: {
      yieldText: readYieldText(one("recipeYield")),
      tags: [...values("recipeCollection"), ...(favourite ? ["Favourite"] : [])],
      categories: [...values("recipeCourse"), ...values("recipeCategory")],
      rating: readRating(one("recipeRating")),
      notes: [
        ...linesOf(all("recipeNotes")[0]),
        ...(figures.length > 0 ? [`Nutrition: ${figures.join(", ")}`] : []),
      ],
      author: isAddress ? null : address,
    },
  });
}

function spaced(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .trim();
}
