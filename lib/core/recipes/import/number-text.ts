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

/** English number words, and the article. */
export const NUMBER_WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
};
const PART_WORDS: Readonly<Record<string, number>> = {
  half: 1 / 2,
  third: 1 / 3,
  quarter: 1 / 4,
  quarters: 1 / 4,
  thirds: 1 / 3,
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
export function readNumber(text: string): NumberText | null {
  return readFigures(text) ?? readWords(text);
}

/** "1/2", "1 1/2", "1-1/2", "1 and 1/2". */
const MIXED = /^(\d{1,4})(?: |-| ?(?:and|&|\+|plus|og|och|und|et|y|e) ?)(\d{1,3}) ?\/ ?(\d{1,3})(?![\d/])/i;
const FRACTION = /^(\d{1,3}) ?\/ ?(\d{1,3})(?![\d/])/;
/** Thousands parted by spaces or apostrophes: "1 000", "1'000". */
const GROUPED = /^(\d{1,3})[ '’](000)(?!\d)/;
const DECIMAL = /^\d{1,9}(?:[.,]\d{1,9})?/;
const AND_A_HALF = /^ and (?:a|one) (half|quarter|third)(?!\p{L})/iu;

function readFigures(text: string): NumberText | null {
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
  if (part?.length === 3 && !/^0+$/.test(whole))
    return { value: Number(whole + part), rest, isCertain: false };
  const value = Number(decimal.replace(",", "."));
  const more = part === undefined ? AND_A_HALF.exec(rest) : null;
  if (more) return told(value + PART_WORDS[more[1]!.toLowerCase()]!, rest.slice(more[0].length));
  return told(value, rest);
}

const WORD = /^(\p{L}+)(?=[ -]|$)/u;

function readWords(text: string): NumberText | null {
  const first = WORD.exec(text)?.[1]?.toLowerCase();
  if (first === undefined) return null;
  const part = own(PART_WORDS, first);
  if (part !== undefined && !first.endsWith("s"))
    return told(part, text.slice(first.length).replace(/^ (?:of )?(?:an?|one)(?= )/i, ""));
  const count = own(NUMBER_WORDS, first);
  if (count === undefined) return null;
  const rest = text.slice(first.length);
  const half = AND_A_HALF.exec(rest);
  if (half) return told(count + PART_WORDS[half[1]!.toLowerCase()]!, rest.slice(half[0].length));
  const parts = /^[ -](half|thirds?|quarters?)(?= )/i.exec(rest);
  if (parts)
    return told(
      count * PART_WORDS[parts[1]!.toLowerCase()]!,
      rest.slice(parts[0].length).replace(/^ of (?:an?|one)(?= )/i, ""),
    );
  return told(count, rest);
}

function told(value: number, rest: string): NumberText | null {
  return Number.isFinite(value) && value > 0 && value <= 100_000 ? { value, rest, isCertain: true } : null;
}

function own(table: Readonly<Record<string, number>>, key: string): number | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
