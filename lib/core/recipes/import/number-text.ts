import { foodWords } from "../food-words";
import { ENGLISH_AMOUNTS } from "../languages/english";
import type { NumberWords } from "../languages/language";

/** A number at the beginning of a text. */
export interface NumberText {
  readonly value: number;
  readonly rest: string;
  /** False where the figure can be read in two ways: "1.000" is a thousand or one. */
  readonly isCertain: boolean;
}

const VULGAR: Readonly<Record<string, string>> = {
  "¼": "1/4",
  "½": "1/2",
  "¾": "3/4",
  "⅐": "1/7",
  "⅑": "1/9",
  "⅒": "1/10",
  "⅓": "1/3",
  "⅔": "2/3",
  "⅕": "1/5",
  "⅖": "2/5",
  "⅗": "3/5",
  "⅘": "4/5",
  "⅙": "1/6",
  "⅚": "5/6",
  "⅛": "1/8",
  "⅜": "3/8",
  "⅝": "5/8",
  "⅞": "7/8",
};

/** Every fraction as figures with one slash, every space as one plain space, digits of any width as plain ones. */
export function plainFigures(text: string): string {
  return text
    .replace(/(\d)?([¼½¾⅐-⅞])/g, (_, whole: string | undefined, sign: string) =>
      whole === undefined ? (VULGAR[sign] ?? sign) : `${whole} ${VULGAR[sign] ?? sign}`,
    )
    .replace(/[\u2044\u2215]/g, "/")
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, " ")
    .replace(/(\d) %/g, "$1%")
    .trim();
}

/**
 * Reads "2", "1.5", "1,5", "1/2", "1 1/2", "1-1/2", "1 and 1/2", "two", "half a", "one and a half", "three quarters".
 * @param text from `plainFigures`
 */
export function readNumber(text: string, words: NumberWords = ENGLISH_AMOUNTS.numbers): NumberText | null {
  return readFigures(text, words) ?? readWords(text, words);
}

/** "1/2", "1 1/2", "1-1/2", "1 and 1/2". */
const MIXED =
  /^(\d{1,4})(?: |-| ?(?:and|&|\+|plus|og|och|und|et|en|y|e|i) ?)(\d{1,3}) ?\/ ?(\d{1,3})(?![\d/])/i;
const FRACTION = /^(\d{1,3}) ?\/ ?(\d{1,3})(?![\d/])/;
/** Thousands parted by spaces or apostrophes: "1 000", "1'000". */
const GROUPED = /^(\d{1,3})[ '’](000)(?!\d)/;
const DECIMAL = /^\d{1,9}(?:[.,]\d{1,9})?/;

function readFigures(text: string, words: NumberWords): NumberText | null {
  const mixed = MIXED.exec(text);
  if (mixed) {
    const [all, whole, above, below] = mixed;
    const part = Number(above) / Number(below);
    // "2-1/2" is two and a half; "1 3/2" is never written
    if (part > 0 && part < 1) return told(Number(whole) + part, text.slice(all.length));
  }
  const fraction = FRACTION.exec(text);
  if (fraction) return told(Number(fraction[1]) / Number(fraction[2]), text.slice(fraction[0].length));
  const grouped = GROUPED.exec(text);
  if (grouped) return told(Number(grouped[1]) * 1000, text.slice(grouped[0].length));
  const decimal = DECIMAL.exec(text)?.[0];
  if (decimal === undefined) return null;
  const rest = text.slice(decimal.length);
  const [whole = "", part] = decimal.split(/[.,]/);
  // "1.000 g" and "1,500 g" are thousands in some countries and decimals in others
  if (part?.length === 3 && !/^0+$/.test(whole) && words.decimal !== null)
    return decimal.includes(words.decimal)
      ? told(Number(decimal.replace(",", ".")), rest)
      : told(Number(whole + part), rest);
  if (part?.length === 3 && !/^0+$/.test(whole))
    return { value: Number(whole + part), rest, isCertain: false };
  const value = Number(decimal.replace(",", "."));
  const more = part === undefined ? words.andPart?.exec(rest) : null;
  if (more) return told(value + partOf(more[1]!, words), rest.slice(more[0].length));
  return told(value, rest);
}

const WORD = /^(\p{L}+)(?=[ -]|$)/u;

function readWords(text: string, words: NumberWords): NumberText | null {
  const written = WORD.exec(text)?.[1];
  if (written === undefined) return null;
  const first = foodWords(written).join("");
  const rest = text.slice(written.length);
  const part = own(words.parts, first);
  if (part !== undefined && !/[^s]s$/.test(first))
    return told(part, rest.replace(/^ (?:of )?(?:an?|one)(?= )/i, ""));
  const count = own(words.counts, first);
  if (count === undefined) return null;
  const more = words.andPart?.exec(rest);
  if (more) return told(count + partOf(more[1]!, words), rest.slice(more[0].length));
  const next = /^[ -](\p{L}+)(?= )/u.exec(rest);
  const of = next ? own(words.parts, foodWords(next[1]!).join("")) : undefined;
  if (next && of !== undefined)
    return told(count * of, rest.slice(next[0].length).replace(/^ of (?:an?|one)(?= )/i, ""));
  return told(count, rest);
}

function partOf(word: string, words: NumberWords): number {
  return own(words.parts, foodWords(word).join("")) ?? Number.NaN;
}

function told(value: number, rest: string): NumberText | null {
  return Number.isFinite(value) && value > 0 && value <= 100_000 ? { value, rest, isCertain: true } : null;
}

function own(table: Readonly<Record<string, number>>, key: string): number | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
