import { readFile } from "node:fs/promises";
import { AppError } from "@/lib/core/errors";
import { readArchive, readGzip } from "../read-archive";
import { type CollectionItem, listed, type RecipeImporter } from "./importer";

async function* fromArchive(path: string): AsyncGenerator<CollectionItem> {
  let found = 0;
  let unread: string | null = null;
  for await (const { name, recipes, isUnread, done, total } of readArchive(path)) {
    found += recipes.length;
    if (isUnread) {
      unread ??= name;
      yield { recipe: null, place: name, share: done / total };
    }
    // files beside the recipes (settings, a list of tags) are not failures
    for (const found of recipes) yield { ...found, place: name, share: done / total };
  }
  if (found === 0 && unread !== null)
    throw new AppError("recipe/damaged-file", { facts: { entry: unread.slice(0, 80) } });
  if (found === 0) throw new AppError("recipe/none-found");
}

/** A zip archive of recipes in any known kind. */
export const archive: RecipeImporter = {
  id: "archive",
  isIt: (head) => head[0] === 0x50 && head[1] === 0x4b,
  read: fromArchive,
};

/** One gzipped file. */
export const gzip: RecipeImporter = {
  id: "gzip",
  isIt: (head) => head[0] === 0x1f && head[1] === 0x8b,
  async *read(path, name) {
    yield* listed(await readGzip(await readFile(path), name), name);
  },
};
