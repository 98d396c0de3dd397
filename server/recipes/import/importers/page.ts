import { readFile, stat } from "node:fs/promises";
import { AppError } from "@/lib/core/errors";
import { decodeBytes } from "../decode-bytes";
import { findRecipesApart } from "../find-apart";
import { READ_MS } from "../read-archive";
import { type CollectionItem, listed, type RecipeImporter } from "./importer";

/** A page or JSON is read whole; larger collections come as CSV or in an archive. */
const MAX_TEXT_BYTES = 200 * 2 ** 20;

async function* fromText(
  path: string,
  name: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<CollectionItem> {
  if ((await stat(path)).size > MAX_TEXT_BYTES) throw new AppError("recipe/unknown-format");
  const options = { what: name, timeoutMs: READ_MS, signal };
  yield* listed(await findRecipesApart(await readFile(path), options), name);
}

/** A page, or JSON of recipes. */
export const page: RecipeImporter = {
  id: "page",
  isIt: (head) => /^\s*[<[{]/.test(decodeBytes(head).replace(/^\uFEFF/, "")),
  read: fromText,
};
