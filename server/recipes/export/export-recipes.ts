import { toJsonLd } from "@/lib/core/recipes/export-json-ld";
import { connection } from "@/server/db/transaction";
import { readOwn } from "../own/repository";
import { recipeMemoryNow } from "../recipe-memory-now";

const PAGE = 500;

/** All of a person's own recipes as one JSON-LD document, piece by piece. */
export async function* exportRecipes(userId: string): AsyncGenerator<string> {
  const { vocabulary } = await recipeMemoryNow();
  yield '{\n"@context": "https://schema.org",\n"@graph": [';
  let after = 0;
  let separator = "\n";
  for (;;) {
    const page = await readOwn(connection(), userId, after, PAGE);
    for (const { recipe } of page) {
      yield separator + JSON.stringify(toJsonLd(recipe, vocabulary));
      separator = ",\n";
    }
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) break;
  }
  yield "\n]\n}\n";
}
