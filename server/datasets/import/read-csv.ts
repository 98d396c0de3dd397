import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import type { CsvReader } from "@/lib/core/datasets/formats/set-files";
import { AppError } from "@/lib/core/errors";
import { readTextParts } from "./read-text";
import type { SetSource } from "./source/set-source";

const DELIMITERS: readonly string[] = [",", ";", "\t"];
const LONGEST_HEADER = 10_000;

/** The separator of the columns, from the header line. */
function delimiterOf(line: string): string {
  const count = (sign: string) => line.split(sign).length;
  return DELIMITERS.reduce((best, sign) => (count(sign) > count(best) ? sign : best), ",");
}

/** The first parts of a text, as far as its first line goes. */
async function readHead(parts: AsyncIterator<string>): Promise<string> {
  let head = "";
  while (head.length < LONGEST_HEADER && !/[\r\n]/.test(head)) {
    const { value, done } = await parts.next();
    if (done) break;
    head += value;
  }
  return head;
}

async function* joined(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  if (head !== "") yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/**
 * Reads rows one at a time from a file that is never in memory as a whole, and keeps none of them.
 * @returns false for a file that `header` does not take; then only its beginning is read
 * @throws AppError import/unreadable-labels for quotes that do not end and text in no known encoding; as `SetSource.parts`
 */
export async function readCsv(
  source: SetSource,
  path: string,
  { limitBytes, header, row }: CsvReader & { readonly limitBytes: number },
): Promise<boolean> {
  const parts = readTextParts(source, path, limitBytes);
  try {
    const head = await readHead(parts);
    const [line = ""] = head.slice(0, LONGEST_HEADER).split(/\r\n?|\n/, 1);
    const delimiter = delimiterOf(line);
    if (!header(line.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, "$1")))) return false;
    const rows = parse({
      delimiter,
      from_line: 2,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      on_record: (record: readonly string[], { lines }: { lines: number }) => {
        row(record, lines);
        return null;
      },
    });
    await pipeline(joined(head, parts), rows.resume());
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new AppError("import/unreadable-labels", {
      facts: { file: path, reason: `it is no whole CSV: ${cause.message.slice(0, 120)}` },
      cause,
    });
  } finally {
    await parts.return(undefined);
  }
  return true;
}
