import { readFile, stat } from "node:fs/promises";
import { findRecipesApart } from "../find-apart";
import { READ_MS } from "../read-archive";
import { type CollectionItem, listed, type RecipeImporter } from "./importer";
import { table } from "./table";

const MAX_TEXT_BYTES = 50 * 2 ** 20;

async function* fromText(
  path: string,
  name: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<CollectionItem> {
  const isReadable = (await stat(path)).size <= MAX_TEXT_BYTES;
  const options = { what: name, timeoutMs: READ_MS, signal };
  const found = isReadable ? await findRecipesApart(await readFile(path), options) : [];
  // a table may be called .txt, too
  if (found.length === 0 && table.isIt(Buffer.alloc(0), name)) yield* table.read(path, name, signal);
  else yield* listed(found, name);
}

/** Recipes as people write them: Markdown and plain text. */
export const text: RecipeImporter = {
  id: "text",
  isIt: (_head, name) => /\.(?:md|markdown|txt)$/i.test(name),
  read: fromText,
};
