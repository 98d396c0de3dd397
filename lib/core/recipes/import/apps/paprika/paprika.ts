import { readMinutes } from "../../iso-duration";
import type { ForeignRecipe } from "../../json-ld";
import { partMethod, splitStepLines } from "../../method-text";
import { plainText } from "../../plain-text";
import { paragraphs, readRating, readYieldText } from "../../schema-org-extras";
import { readServings } from "../../yield-text";
import type { RecipeApp } from "../recipe-app";
import { isNode, type Node, namesOf, rows, whole } from "../values";

/** Paprika: gzipped JSON, its texts of several lines, its pictures in base64. */
export const paprika: RecipeApp = {
  id: "paprika",
  name: "Paprika",
  reads: ".paprikarecipes, a single .paprikarecipe",
  fromJson: (document) => {
    const recipe = isNode(document) ? readPaprika(document) : null;
    return recipe ? [recipe] : [];
  },
};

function readPaprika(node: Node): ForeignRecipe | null {
  if (typeof node.ingredients !== "string" || typeof node.directions !== "string") return null;
  const difficulty = plainText(node.difficulty);
  const nutrition = paragraphs(node.nutritional_info);
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
    steps: partMethod(splitStepLines(node.directions)),
    url: plainText(node.source_url),
    pictures: picturesOf(node),
    extras: {
      yieldText: readYieldText(node.servings),
      tags: difficulty === null ? [] : [difficulty],
      categories: namesOf(node.categories),
      rating: readRating(node.rating),
      notes: [
        ...paragraphs(node.notes),
        ...(nutrition.length > 0 ? [`Nutrition: ${nutrition.join(", ")}`] : []),
      ],
      author: plainText(node.source),
    },
  });
}

/** The large photo, then the small one; then where they came from. */
function picturesOf(node: Node): string[] {
  const inside = [...rows(node.photos).map((photo) => photo.data), node.photo_large, node.photo_data];
  const data = inside.flatMap((base64) =>
    typeof base64 === "string" && base64.length > 100 ? [`data:image/jpeg;base64,${base64}`] : [],
  );
  const address = plainText(node.image_url);
  return [...data, ...(address === null ? [] : [address])];
}
