import { CsvError, parse } from "csv-parse/sync";
import { AppError } from "../../errors";

export interface CsvReader {
  /** The columns, as the header names them. @returns false for a file of something else: nothing more is read */
  header(columns: readonly string[]): boolean;
  row(fields: readonly string[], line: number): void;
}

const COMMAS: readonly string[] = [",", ";", "\t"];

/** The sign between the columns, by the header's line. */
function delimiterOf(line: string): string {
  const count = (sign: string) => line.split(sign).length;
  return COMMAS.reduce((best, sign) => (count(sign) > count(best) ? sign : best), ",");
}

/** The first line, in which columns are named. */
export function csvHeader(text: string): readonly string[] {
  const [line = ""] = text.slice(0, 10_000).split(/\r\n?|\n/, 1);
  return line.split(delimiterOf(line)).map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
}

/**
 * Reads rows one at a time, and keeps none of them.
 * @throws AppError import/unreadable-labels for quotes that do not end and rows of another length
 */
export function readCsv(text: string, file: string, { header, row }: CsvReader): boolean {
  if (!header(csvHeader(text))) return false;
  const [line = ""] = text.slice(0, 10_000).split(/\r\n?|\n/, 1);
  try {
    parse(text, {
      delimiter: delimiterOf(line),
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
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new AppError("import/unreadable-labels", {
      facts: { file, reason: `it is no whole CSV: ${cause.message.slice(0, 120)}` },
      cause,
    });
  }
  return true;
}
