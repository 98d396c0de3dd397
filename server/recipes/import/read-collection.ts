import { AppError } from "@/lib/core/errors";
import { type CollectionItem, readHead } from "./importers/importer";
import { RECIPE_IMPORTERS } from "./importers/registry";

/**
 * Reads a collection from a file, one recipe at a time; its first bytes tell its kind.
 * @throws AppError recipe/unknown-format, recipe/none-found, recipe/damaged-file
 */
export async function* readCollection(
  path: string,
  name: string,
  signal?: AbortSignal,
): AsyncGenerator<CollectionItem> {
  const head = await readHead(path);
  const importer = RECIPE_IMPORTERS.find((one) => one.isIt(head, name));
  if (!importer) throw new AppError("recipe/unknown-format");
  yield* importer.read(path, name, signal);
}
