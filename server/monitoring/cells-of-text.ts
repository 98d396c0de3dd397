import type { Cell } from "@/lib/core/monitoring/table";

/** What pandas reads as a missing value, so that Evidently and Forage see the same rows. */
const MISSING: ReadonlySet<string> = new Set([
  "",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
]);

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const INFINITE = /^\s*[+-]?inf(inity)?\s*$/i;
const DECIMAL_COMMA = /^\s*[+-]?\d+,\d+\s*$/;
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
]);

/** Whether a column holds numbers that are written with a comma, which would be taken for words. */
export const hasDecimalCommas = (texts: readonly string[]) => {
  const present = texts.filter((text) => !MISSING.has(text));
  return (
    present.some((text) => DECIMAL_COMMA.test(text)) &&
    present.every((text) => DECIMAL_COMMA.test(text) || NUMBER.test(text))
  );
};

/** A column's texts as numbers, where all that are there are numbers, or as true and false, or as they are. */
export function cellsOfText(texts: readonly string[]): readonly Cell[] {
  const present = texts.filter((text) => !MISSING.has(text));
  const read = (of: (text: string) => Cell) => texts.map((text) => (MISSING.has(text) ? null : of(text)));
  if (present.every((text) => NUMBER.test(text) || INFINITE.test(text)))
    return read((text) => (INFINITE.test(text) ? null : Number(text)));
  if (present.every((text) => FLAGS.has(text.toLowerCase())))
    return read((text) => FLAGS.get(text.toLowerCase()) ?? null);
  return read((text) => text);
}
