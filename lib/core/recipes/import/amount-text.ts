import type { Unit } from "../food";

/** The beginning of an ingredient line, as far as it is an amount. */
export interface AmountText {
  readonly quantity: number | null;
  readonly unit: Unit | null;
  /** What comes after the amount. */
  readonly rest: string;
  /** False where a range was cut to its lower end, or a packet's size is unknown. */
  readonly isCertain: boolean;
}

const FRACTIONS: Readonly<Record<string, number>> = {
  "¼": 1 / 4,
  "½": 1 / 2,
  "¾": 3 / 4,
  "⅓": 1 / 3,
  "⅔": 2 / 3,
  "⅛": 1 / 8,
  "⅜": 3 / 8,
  "⅝": 5 / 8,
  "⅞": 7 / 8,
};
const NUMBER_WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  eight: 8,
  ten: 10,
  twelve: 12,
  half: 0.5,
};

interface UnitWord {
  readonly unit: Unit;
  /** Amount of `unit` in one of the word. Weights: international avoirdupois; volumes: US customary. */
  readonly factor: number;
}
const as = (unit: Unit, factor = 1): UnitWord => ({ unit, factor });
const UNIT_WORDS: Readonly<Record<string, UnitWord>> = {
  g: as("g"),
  gr: as("g"),
  gram: as("g"),
  gramme: as("g"),
  kg: as("kg"),
  kilo: as("kg"),
  kilogram: as("kg"),
  oz: as("g", 28.349523125),
  ounce: as("g", 28.349523125),
  lb: as("g", 453.59237),
  pound: as("g", 453.59237),
  ml: as("ml"),
  millilitre: as("ml"),
  milliliter: as("ml"),
  cl: as("ml", 10),
  dl: as("ml", 100),
  l: as("l"),
  litre: as("l"),
  liter: as("l"),
  pint: as("ml", 473.176473),
  quart: as("ml", 946.352946),
  tsp: as("tsp"),
  teaspoon: as("tsp"),
  tbsp: as("tbsp"),
  tbs: as("tbsp"),
  tablespoon: as("tbsp"),
  cup: as("cup"),
  clove: as("clove"),
  slice: as("slice"),
  bunch: as("bunch"),
  bunche: as("bunch"),
  handful: as("handful"),
  pinch: as("pinch"),
  pinche: as("pinch"),
  dash: as("pinch"),
  dashe: as("pinch"),
  sprig: as("sprig"),
  leaf: as("leaf"),
  leave: as("leaf"),
  sheet: as("sheet"),
  stalk: as("stalk"),
  rib: as("stalk"),
  stick: as("stalk"),
  head: as("head"),
  cm: as("cm"),
  inch: as("cm", 2.54),
  inche: as("cm", 2.54),
};
/** Containers whose size the line may give in brackets. */
const CONTAINER = /^(?:can|tin|jar|package|packet|pack|bag|box|carton|bottle|container)s?\b\.?\s*/i;

const NUMBER = String.raw`(?:\d+\s+\d+\/\d+|\d+\/\d+|\d+(?:[.,]\d+)?\s?[¼½¾⅓⅔⅛⅜⅝⅞]?|[¼½¾⅓⅔⅛⅜⅝⅞])`;
const LEAD = new RegExp(
  `^(?:about |approx\\.? |ca\\.? )?(${NUMBER})(?:\\s?(?:-|–|—|to|or)\\s?(${NUMBER}))?\\s*`,
  "i",
);

/** "Pinch of nutmeg": one, though no number says so. */
const SINGLE = /^(pinch|dash|handful|bunch|sprig|knob|head|stalk)\s+of\s+/i;

/** Reads "1 1/2 cups …", "2–3 …", "½ …", "a pinch of …", "1 (14 oz) can …". A line without an amount is all rest. */
export function readAmountText(line: string): AmountText {
  const text = line.trim();
  const numeric = LEAD.exec(text);
  const worded = numeric ? null : /^([a-z]+)\s+/i.exec(text);
  const word = worded ? NUMBER_WORDS[worded[1]!.toLowerCase()] : undefined;
  const single = numeric ? null : SINGLE.exec(text);
  if (single) {
    const unit = unitWord(single[1]!.toLowerCase());
    if (unit)
      return { quantity: unit.factor, unit: unit.unit, rest: text.slice(single[0].length), isCertain: true };
  }
  if (!numeric && word === undefined) return { quantity: null, unit: null, rest: text, isCertain: true };
  const quantity = numeric ? readNumber(numeric[1]!) : word!;
  const after = text.slice((numeric ?? worded)![0].length);
  const isRange = numeric?.[2] !== undefined;

  const packed = readPacked(after);
  if (packed)
    return {
      quantity: quantity * packed.quantity,
      unit: packed.unit,
      rest: packed.rest,
      isCertain: !isRange,
    };
  const unit = readUnit(after);
  if (unit)
    return {
      quantity: quantity * unit.factor,
      unit: unit.unit,
      rest: withoutOf(unit.rest),
      isCertain: !isRange,
    };
  if (CONTAINER.test(after))
    return { quantity, unit: "pc", rest: withoutOf(after.replace(CONTAINER, "")), isCertain: false };
  return { quantity, unit: "pc", rest: withoutOf(after), isCertain: !isRange };
}

/** "(14 oz) can tomatoes" after a number: the size of one container. */
function readPacked(after: string): { quantity: number; unit: Unit; rest: string } | null {
  const match = /^\(([^()]*)\)\s*(.*)$/.exec(after);
  if (!match || !CONTAINER.test(match[2]!)) return null;
  const { quantity, unit } = readAmountText(match[1]!.replace(/(\d)-([a-z])/i, "$1 $2"));
  if (quantity === null || unit === null) return null;
  return { quantity, unit, rest: withoutOf(match[2]!.replace(CONTAINER, "")) };
}

function readUnit(text: string): { unit: Unit; factor: number; rest: string } | null {
  const match = /^([a-z]+)\b\.?\s*/i.exec(text);
  if (!match) return null;
  const written = match[1]!;
  // T is a tablespoon and t a teaspoon where they stand alone
  const known = written === "T" ? as("tbsp") : written === "t" ? as("tsp") : unitWord(written.toLowerCase());
  return known ? { ...known, rest: text.slice(match[0].length) } : null;
}

function unitWord(word: string): UnitWord | undefined {
  return Object.hasOwn(UNIT_WORDS, word)
    ? UNIT_WORDS[word]
    : word.endsWith("s") && Object.hasOwn(UNIT_WORDS, word.slice(0, -1))
      ? UNIT_WORDS[word.slice(0, -1)]
      : undefined;
}

function readNumber(text: string): number {
  let sum = 0;
  for (const part of text
    .replace(/([¼½¾⅓⅔⅛⅜⅝⅞])/g, " $1")
    .trim()
    .split(/\s+/)) {
    const [above = "0", below] = part.split("/");
    sum += FRACTIONS[part] ?? Number(above.replace(",", ".")) / Number(below ?? 1);
  }
  return sum;
}

function withoutOf(text: string): string {
  return text.replace(/^of\s+/i, "").trim();
}
