import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Transform } from "node:stream";
import { parse } from "csv-parse";
import { AppError } from "@/lib/core/errors";
import { readHeader, readTableRow, type TableColumns } from "@/lib/core/recipes/import/table-row";
import { type CollectionItem, type RecipeImporter, readHead } from "./importer";

const MAX_ROW_BYTES = 2 ** 20;

/**
 * A table does not state its encoding: UTF-8 if it is valid, UTF-16 with its mark, else what Excel writes on Windows.
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
  // a pipe does not forward errors of its source
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

/** CSV or TSV with a header. */
export const table: RecipeImporter = {
  id: "table",
  isIt: (_head, name) => /\.(?:csv|tsv|txt)$/i.test(name),
  read: (path, name) => fromTable(path, /\.tsv$/i.test(name) ? "\t" : undefined),
};
