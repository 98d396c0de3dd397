import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { CsvError, parse } from "csv-parse";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import type { Cell, Table } from "@/lib/core/monitoring/table";
import { cellsOfText, hasDecimalCommas } from "./cells-of-text";

/** A comparison holds both tables in memory. */
const MOST_CELLS = 50_000_000;

const refuse = (reason: string, cause?: unknown) =>
  new AppError("request/invalid", { facts: { field: reason }, ...(cause === undefined ? {} : { cause }) });

const rowSchema = z.record(z.string(), z.unknown());
const vectorSchema = z.array(z.number());

/** Rows that come one by one, kept as columns; a column that a row lacks is missing there. */
class ColumnsBuilder<Value> {
  readonly columns = new Map<string, (Value | null)[]>();
  rows = 0;
  #cells = 0;

  constructor(readonly file: string) {}

  add(row: ReadonlyMap<string, Value | null>): void {
    for (const [name, value] of row) {
      const column = this.columns.get(name) ?? new Array<Value | null>(this.rows).fill(null);
      column[this.rows] = value;
      this.columns.set(name, column);
    }
    this.rows++;
    for (const column of this.columns.values()) if (column.length < this.rows) column.push(null);
    this.#cells += this.columns.size;
    if (this.#cells > MOST_CELLS)
      throw refuse(
        `${this.file} holds more than ${MOST_CELLS.toLocaleString("en")} values; compare a part of it`,
      );
  }
}

/** The values of one row, those of nested objects under names with a dot. @throws AppError for lists that are not all numbers, and for a name twice */
function flatten(row: Readonly<Record<string, unknown>>, place: string): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>();
  const add = (value: unknown, name: string) => {
    const object = rowSchema.safeParse(value);
    if (object.success && !Array.isArray(value)) {
      for (const [inner, of] of Object.entries(object.data))
        add(of, name === "" ? inner : `${name}.${inner}`);
      return;
    }
    if (cells.has(name)) throw refuse(`${place} has ${name} twice`);
    if (
      value === null ||
      typeof value === "number" ||
      typeof value === "string" ||
      typeof value === "boolean"
    ) {
      cells.set(name, value);
      return;
    }
    const vector = vectorSchema.safeParse(value);
    if (!vector.success) throw refuse(`${place}: ${name} is a list that holds more than numbers`);
    cells.set(name, vector.data);
  };
  add(row, "");
  return cells;
}

function readRow(line: string, place: string): Readonly<Record<string, unknown>> {
  try {
    return rowSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw refuse(`${place} is not a JSON object`, cause);
  }
}

async function readJsonLines(file: string): Promise<Table> {
  const builder = new ColumnsBuilder<Cell>(file);
  let number = 0;
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number++;
    const text = number === 1 ? line.replace(/^\uFEFF/, "") : line;
    if (text.trim() === "") continue;
    const place = `${file}, line ${number}`;
    builder.add(flatten(readRow(text, place), place));
  }
  return builder;
}

const DELIMITERS = [",", ";", "\t"] as const;

async function firstLine(file: string): Promise<string> {
  for await (const line of createInterface({ input: createReadStream(file) })) return line;
  return "";
}

/** The character that separates the names of the first line: of comma, semicolon and tab the most frequent one. */
function delimiterOf(line: string): string {
  const outside = line.replaceAll(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => outside.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

async function readCsv(file: string): Promise<Table> {
  const builder = new ColumnsBuilder<string>(file);
  const delimiter = delimiterOf(await firstLine(file));
  const parser = createReadStream(file).pipe(
    parse({ bom: true, delimiter, skip_empty_lines: true, max_record_size: 10_000_000 }),
  );
  let names: readonly string[] | undefined;
  try {
    for await (const record of parser) {
      const values = z.array(z.string()).parse(record);
      if (names === undefined) {
        names = values;
        const twice = names.find((name, index) => values.indexOf(name) !== index);
        if (twice !== undefined) throw refuse(`${file} has two columns that are called "${twice}"`);
        continue;
      }
      builder.add(new Map(names.map((name, index) => [name, values[index] ?? ""])));
    }
  } catch (cause) {
    if (cause instanceof CsvError)
      throw refuse(`${file} is not a well-formed table: ${cause.message}`, cause);
    throw cause;
  }
  const columns = new Map<string, readonly Cell[]>();
  for (const [name, texts] of builder.columns) {
    const column = texts.map((text) => text ?? "");
    if (hasDecimalCommas(column))
      throw refuse(
        `${file}: the numbers of column "${name}" are written with a comma; write them with a point`,
      );
    columns.set(name, cellsOfText(column));
  }
  return { rows: builder.rows, columns };
}

const READERS: Readonly<Record<string, (file: string) => Promise<Table>>> = {
  ".csv": readCsv,
  ".tsv": readCsv,
  ".jsonl": readJsonLines,
  ".ndjson": readJsonLines,
};

/**
 * Reads a file of rows: JSON lines or CSV.
 * @throws AppError request/invalid with what is wrong, the line where there is one; nothing is guessed
 */
export async function readRows(file: string): Promise<Table> {
  const read = READERS[path.extname(file).toLowerCase()];
  if (!read) throw refuse(`${file} must end in .jsonl, .ndjson, .csv or .tsv`);
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) throw refuse(`${file} does not exist, or it is a folder`);
  const table = await read(file);
  if (table.rows === 0) throw refuse(`${file} holds no rows`);
  return table;
}
