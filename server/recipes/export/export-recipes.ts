import { toJsonLd } from "@/lib/core/recipes/export/json-ld";
import { recipeMemoryNow } from "../recipe-memory-now";
import { ownRecipes } from "./own-recipes";

/** All of a person's own recipes as one JSON-LD document, piece by piece, without pictures. */
export async function* exportRecipes(teamId: string): AsyncGenerator<string> {
  const { vocabulary } = await recipeMemoryNow();
  yield '{\n"@context": "https://schema.org",\n"@graph": [';
  let separator = "\n";
  for await (const { recipe } of ownRecipes(teamId)) {
    yield separator + JSON.stringify(toJsonLd(recipe, vocabulary));
    separator = ",\n";
  }
  yield "\n]\n}\n";
}
