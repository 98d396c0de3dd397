import { createReadStream } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { parse } from "csv-parse";
import { AppError } from "@/lib/core/errors";
import { findRecipesInText } from "@/lib/core/recipes/import/find-in-text";
import type { ForeignRecipe } from "@/lib/core/recipes/import/json-ld";
import { readHeader, readTableRow, type TableColumns } from "@/lib/core/recipes/import/table-row";
import { readArchive, readGzip } from "./read-archive";

/** A page or JSON is read whole; larger collections come as CSV or in an archive. */
const MAX_TEXT_BYTES = 200 * 2 ** 20;
const MAX_ROW_BYTES = 2 ** 20;

/** A place in a collection. */
export interface CollectionItem {
  /** Null where there is something that cannot be read as a recipe. */
  readonly recipe: ForeignRecipe | null;
  /** What a person would look for: a row number, a file name. */
  readonly place: string;
  /** 0..1 of the file behind. */
  readonly share: number;
}

/**
 * Reads a collection from a file, one recipe at a time; what kind it is shows in its first bytes.
 * @throws AppError recipe/unknown-format, recipe/none-found, recipe/damaged-file
 */
export async function* readCollection(path: string, name: string): AsyncGenerator<CollectionItem> {
  const head = await readHead(path);
  if (head[0] === 0x50 && head[1] === 0x4b) yield* fromArchive(path);
  else if (head[0] === 0x1f && head[1] === 0x8b)
    yield* listed(await readGzip(await readFile(path), name), name);
  else if (/^(?:\uFEFF)?\s*[<[{]/.test(head.toString("utf8"))) yield* fromText(path, name);
  else if (/\.(?:csv|tsv|txt)$/i.test(name)) yield* fromTable(path, /\.tsv$/i.test(name) ? "\t" : undefined);
  else throw new AppError("recipe/unknown-format");
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(512), length: 512 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function* fromArchive(path: string): AsyncGenerator<CollectionItem> {
  let found = 0;
  for await (const { name, recipes, done, total } of readArchive(path)) {
    found += recipes.length;
    // files beside the recipes (settings, a list of tags) are no failures
    for (const recipe of recipes) yield { recipe, place: name, share: done / total };
  }
  if (found === 0) throw new AppError("recipe/none-found");
}

async function* fromText(path: string, name: string): AsyncGenerator<CollectionItem> {
  if ((await stat(path)).size > MAX_TEXT_BYTES) throw new AppError("recipe/unknown-format");
  yield* listed(findRecipesInText(await readFile(path, "utf8")), name);
}

function* listed(recipes: readonly ForeignRecipe[], name: string): Generator<CollectionItem> {
  if (recipes.length === 0) throw new AppError("recipe/none-found");
  for (const [place, recipe] of recipes.entries())
    yield { recipe, place: `${name} ${place + 1}`, share: (place + 1) / recipes.length };
}

async function* fromTable(path: string, delimiter: string | undefined): AsyncGenerator<CollectionItem> {
  const { size } = await stat(path);
  const bytes = createReadStream(path);
  const rows = bytes.pipe(
    parse({
      bom: true,
      delimiter: delimiter ?? [",", ";", "\t"],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW_BYTES,
    }),
  );
  // a pipe carries no failure of its source along
  bytes.on("error", (error) => rows.destroy(error));
  let columns: TableColumns | null = null;
  let number = 0;
  try {
    for await (const cells of rows as AsyncIterable<string[]>) {
      number++;
      if (columns) {
        const share = size === 0 ? 1 : Math.min(1, bytes.bytesRead / size);
        yield { recipe: readTableRow(cells, columns), place: `row ${number}`, share };
        continue;
      }
      columns = readHeader(cells);
      if (!columns) throw new AppError("recipe/unknown-format");
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("recipe/damaged-file", { facts: { entry: `row ${number + 1}` }, cause });
  } finally {
    bytes.destroy();
  }
  if (number <= 1) throw new AppError("recipe/none-found");
}
