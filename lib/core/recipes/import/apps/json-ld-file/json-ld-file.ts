import { type ForeignRecipe, findRecipes } from "../../json-ld";
import { names } from "../../schema-org-extras";
import type { RecipeApp } from "../recipe-app";
import { figuresText, headingLine, isNode, list, type Node, withCopy } from "../values";

/**
 * Files of schema.org JSON-LD, as Nextcloud Cookbook, RecipeSage and Forage itself write them. They say more than a page:
 * tools, nutrition, and headings among the lines.
 */
export const jsonLdFile: RecipeApp = {
  id: "json-ld-file",
  name: "Nextcloud Cookbook, RecipeSage",
  reads: "JSON-LD, alone or in a zip",
  fromJson: (document) => {
    const recipes = findRecipes(document);
    const nodes = recipeNodes(document);
    // what is said beside a recipe is only added where it is clear whose it is
    if (nodes.length !== recipes.length) return recipes.map(withHeadings);
    return recipes.map((recipe, place) => {
      const node = nodes[place] ?? {};
      return withHeadings(withCopy(withNotes(recipe, node), node));
    });
  },
};

function recipeNodes(document: unknown): Node[] {
  const top = isNode(document) && Array.isArray(document["@graph"]) ? document["@graph"] : document;
  return (Array.isArray(top) ? top : [top]).filter(
    (node): node is Node => isNode(node) && list([node["@type"]].flat()).includes("Recipe"),
  );
}

function withNotes(recipe: ForeignRecipe, node: Node): ForeignRecipe {
  const tools = names(node.tool);
  const more = [
    ...(tools.length > 0 ? [`Tools: ${tools.join(", ")}`] : []),
    ...[figuresText(node.nutrition, "Nutrition")].filter((note) => note !== null),
  ];
  if (more.length === 0) return recipe;
  return { ...recipe, extras: { ...recipe.extras, notes: [...(recipe.extras?.notes ?? []), ...more] } };
}

/** "[For the sauce]" as RecipeSage writes it, "## For the sauce" as Nextcloud does. */
function withHeadings(recipe: ForeignRecipe): ForeignRecipe {
  const heading = (line: string) => {
    const inner = /^(?:\[([^[\]]{1,100})\]|#{1,6} (.{1,100}))$/.exec(line.trim());
    const title = inner?.[1] ?? inner?.[2];
    return title ? headingLine(title) : line;
  };
  return { ...recipe, ingredients: recipe.ingredients.map(heading), steps: recipe.steps.map(heading) };
}
