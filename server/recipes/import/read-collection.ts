import { createReadStream } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { Transform } from "node:stream";
import { parse } from "csv-parse";
import { AppError } from "@/lib/core/errors";
import type { ForeignRecipe } from "@/lib/core/recipes/import/json-ld";
import { readHeader, readTableRow, type TableColumns } from "@/lib/core/recipes/import/table-row";
import { decodeBytes } from "./decode-bytes";
import { findRecipesApart } from "./find-apart";
import { READ_MS, readArchive, readGzip } from "./read-archive";

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
export async function* readCollection(
  path: string,
  name: string,
  signal?: AbortSignal,
): AsyncGenerator<CollectionItem> {
  const head = await readHead(path);
  if (head[0] === 0x50 && head[1] === 0x4b) yield* fromArchive(path);
  else if (head[0] === 0x1f && head[1] === 0x8b)
    yield* listed(await readGzip(await readFile(path), name), name);
  else if (/^\s*[<[{]/.test(decodeBytes(head).replace(/^\uFEFF/, ""))) yield* fromText(path, name, signal);
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
  let unread: string | null = null;
  for await (const { name, recipes, isUnread, done, total } of readArchive(path)) {
    found += recipes.length;
    if (isUnread) {
      unread ??= name;
      yield { recipe: null, place: name, share: done / total };
    }
    // files beside the recipes (settings, a list of tags) are no failures
    for (const recipe of recipes) yield { recipe, place: name, share: done / total };
  }
  if (found === 0 && unread !== null)
    throw new AppError("recipe/damaged-file", { facts: { entry: unread.slice(0, 80) } });
  if (found === 0) throw new AppError("recipe/none-found");
}

async function* fromText(
  path: string,
  name: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<CollectionItem> {
  if ((await stat(path)).size > MAX_TEXT_BYTES) throw new AppError("recipe/unknown-format");
  const options = { what: name, timeoutMs: READ_MS, signal };
  yield* listed(await findRecipesApart(await readFile(path), options), name);
}

function* listed(recipes: readonly ForeignRecipe[], name: string): Generator<CollectionItem> {
  if (recipes.length === 0) throw new AppError("recipe/none-found");
  for (const [place, recipe] of recipes.entries())
    yield { recipe, place: `${name} ${place + 1}`, share: (place + 1) / recipes.length };
}

/**
 * A table says nothing of its encoding: UTF-8 where all of it is, UTF-16 with its mark, else what Excel writes on Windows.
 * `TextDecoder` takes the last for windows-1252 under this name only.
 */
async function tableEncoding(path: string): Promise<string> {
  const head = await readHead(path);
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const strict = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const part of createReadStream(path)) strict.decode(part as Buffer, { stream: true });
    strict.decode();
    return "utf-8";
  } catch (cause) {
    if (cause instanceof TypeError) return "windows-1252";
    throw cause;
  }
}

async function* fromTable(path: string, delimiter: string | undefined): AsyncGenerator<CollectionItem> {
  const { size } = await stat(path);
  const encoding = await tableEncoding(path);
  const bytes = createReadStream(path);
  const decoder = new TextDecoder(encoding);
  const text = new Transform({
    transform(part: Buffer, _encoding, done) {
      done(null, decoder.decode(part, { stream: true }));
    },
    flush(done) {
      done(null, decoder.decode());
    },
  });
  const rows = bytes.pipe(text).pipe(
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
