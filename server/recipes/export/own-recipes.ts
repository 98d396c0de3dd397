import type { Recipe } from "@/lib/core/recipes/recipe";
import { connection } from "@/server/db/transaction";
import { getFileStore } from "@/server/storage/service";
import { readOwn } from "../own/repository";

const PAGE = 200;

export interface ExportedRecipe {
  readonly recipe: Recipe;
  /** Its picture, a JPEG; null for none. A picture that is damaged or gone leaves the recipe. */
  readonly picture: () => Promise<Uint8Array | null>;
}

/** All of a person's own recipes, in the order they were added, with their pictures. */
export async function* ownRecipes(teamId: string): AsyncGenerator<ExportedRecipe> {
  let after = 0;
  for (;;) {
    const page = await readOwn(connection(), teamId, after, PAGE);
    for (const { recipe, pictureSha256 } of page)
      yield { recipe, picture: () => pictureBytes(pictureSha256) };
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) return;
  }
}

async function pictureBytes(sha256: string | null): Promise<Uint8Array | null> {
  if (sha256 === null) return null;
  return (await getFileStore()).read(sha256).catch((error: unknown) => {
    console.warn(`recipes: an export goes without the picture ${sha256} (${String(error)})`);
    return null;
  });
}
