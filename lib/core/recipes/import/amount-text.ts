import type { Unit } from "../food";
import { ENGLISH_AMOUNTS } from "../languages/english";
import type { AmountWords } from "../languages/language";
import { plainFigures, readNumber } from "./number-text";
import { readContainer, readUnit, type UnitText } from "./unit-text";

/** The beginning of an ingredient line, as far as it is an amount. */
export interface AmountText {
  readonly quantity: number | null;
  readonly unit: Unit | null;
  /** What comes after the amount. */
  readonly rest: string;
  /** False where it was cut to the lower end of a range, can be read in two ways, or the size of a packet is unknown. */
  readonly isCertain: boolean;
  /** The packet the amount comes in: "can". */
  readonly container?: string;
  /** What follows the number where a part or packet was read as the unit: it may be the food's own name ("bouquet garni"). */
  readonly counted?: string;
}

/** Characters of a line that are looked at. */
const MAX_READ = 400;
const MAX_QUANTITY = 100_000;

const TIMES = /^ ?[x×*] ?(?=\d)/i;
const ONE_OF = /^[x×] /i;
const SINGLE =
  /^(?:(?:very |good |extra )?(?:large|small|big|good|generous|fat) )?(?:(pinch|dash|handful|bunch|sprig)(?: of)?|(head|stalk|clove|slice|leaf) of) /i;
/** Of these one is meant where a line begins with the unit: "pincée de sel". */
const ALONE: ReadonlySet<Unit> = new Set(["pinch", "handful", "bunch", "sprig", "head"]);

/**
 * Reads "1 1/2 cups …", "2–3 …", "½ …", "a pinch of …", "1 (14 oz) can …", "2 x 400 g tins …", "juice of 1 lemon" and what is
 * similar. A line without an amount is all rest. A figure that is not sure is always marked.
 */
export function readAmountText(line: string, words: AmountWords = ENGLISH_AMOUNTS): AmountText {
  const text = plainFigures(line.slice(0, MAX_READ)).replace(words.about, "");
  const read = readParted(text, words) ?? readLead(text, words) ?? readTrailing(text, words);
  const { quantity } = read;
  return quantity !== null && !(quantity > 0 && quantity <= MAX_QUANTITY)
    ? { ...read, quantity: null, unit: null, isCertain: false }
    : read;
}

function readParted(text: string, words: AmountWords): AmountText | null {
  const part = words.partOf?.exec(text);
  if (!part) return null;
  const read = readLead(text.slice(part[0].length), words);
  if (!read) return null;
  return { ...read, rest: `${read.rest}, ${part[1]!.toLowerCase()}` };
}

function readLead(text: string, words: AmountWords): AmountText | null {
  const free = words.free?.exec(text);
  if (free)
    return {
      quantity: null,
      unit: null,
      rest: withoutOf(text.slice(free[0].length), words),
      isCertain: true,
    };
  const bare = text.replace(/^1 (?=\p{L})/u, "");
  const vague = words.vague.exec(text) ?? (words === ENGLISH_AMOUNTS ? null : words.vague.exec(bare));
  if (vague) return unsure((vague.input as string).slice(vague[0].length), words);
  const single = readSingle(text, words);
  if (single) return single;
  const dozen = words.dozen?.exec(text);
  if (dozen)
    return sure(
      /^(?:half|demi|media|meia|mezza|ein halbes)/i.test(dozen[1]!) ? 6 : 12,
      "pc",
      text.slice(dozen[0].length),
      words,
    );
  const number = readNumber(text, words.numbers);
  // "2% milk" has no amount
  if (!number || /^ ?%/.test(number.rest)) return null;
  const after = number.rest;
  const range = words.range.exec(after);
  const upper = range ? readNumber(after.slice(range[0].length), words.numbers) : null;
  const isUp =
    upper !== null && upper.value > number.value && !/^(?:an?|one) /i.test(after.slice(range![0].length));
  const rest = trimmed(isUp ? upper.rest : after);
  const told = readMeasure(number.value, rest, words);
  return {
    ...told,
    isCertain: told.isCertain && number.isCertain && !isUp && (upper === null || isUp || !isFigure(after)),
  };
}

/** "Handful of parsley", "pincée de sel": one. */
function readSingle(text: string, words: AmountWords): AmountText | null {
  if (words === ENGLISH_AMOUNTS) {
    const single = SINGLE.exec(text);
    const unit = single ? readUnit(`${single[1] ?? single[2]} `, words) : null;
    return single && unit ? sure(1, unit.unit, text.slice(single[0].length), words) : null;
  }
  const unit = readUnit(text, words);
  if (!unit || !ALONE.has(unit.unit) || unit.rest.trim() === "" || !/^\p{L}/u.test(unit.rest)) return null;
  return { ...sure(1, unit.unit, unit.rest, words), isCertain: unit.isCertain };
}

/** "2-0 eggs": a range that goes down is no range. */
function isFigure(text: string): boolean {
  return /^ ?[-–—] ?\d/.test(text);
}

/** What a number counts: a unit, a packet of a size, or pieces. */
function readMeasure(count: number, text: string, words: AmountWords): AmountText {
  const dozens = /^dozens? (?:of )?/i.exec(text);
  if (dozens) return sure(count * 12, "pc", text.slice(dozens[0].length), words);
  const sized = readSized(count, text, words);
  if (sized) return sized;
  const stick = /^sticks? (?:\([^()]*\) )?(?:of )?(?=.*\b(?:butter|margarine)\b)/i.exec(text);
  // a stick of butter is a quarter of a pound
  if (stick) return sure(count * 113.398, "g", text.slice(stick[0].length), words);
  if (/^sticks? /i.test(text)) return readStick(count, text, words);
  // "1/4 de cucharadita"
  const unit =
    readUnit(unhyphened(text), words) ??
    (words === ENGLISH_AMOUNTS ? null : readUnit(text.replace(words.of, ""), words));
  // "4 cloves" alone may be the spice
  if (unit && (unit.rest.trim() !== "" || unit.unit !== "clove"))
    return withCounted(readFurther(count, unit, words), unit.unit, text, words);
  const container = readContainer(text, words);
  if (container) {
    const read = readContained(count, container, words);
    return read.unit === "pc" ? { ...read, counted: withoutOf(text, words) } : read;
  }
  const plain = withoutOf(text.replace(ONE_OF, ""), words);
  return {
    quantity: count,
    unit: "pc",
    rest: plain,
    // a figure that is left over belongs to the amount in an unknown way
    isCertain: !/\d(?![\d.,]*%)/.test(plain.split(/[,(]/)[0]!),
  };
}

/** Units that may be part of a food's name. */
const PARTS: ReadonlySet<Unit> = new Set([
  "clove",
  "slice",
  "bunch",
  "sprig",
  "leaf",
  "sheet",
  "stalk",
  "head",
]);
function withCounted(read: AmountText, unit: Unit, text: string, words: AmountWords): AmountText {
  return PARTS.has(unit) ? { ...read, counted: withoutOf(text, words) } : read;
}

/** "2 sticks celery" are stalks; a stick of cinnamon is a piece; of anything else it is unknown. */
function readStick(count: number, text: string, words: AmountWords): AmountText {
  const rest = withoutOf(text.replace(/^sticks? /i, ""), words);
  if (/^(?:celery|lemon ?grass|rhubarb)/i.test(rest)) return sure(count, "stalk", rest, words);
  return { quantity: count, unit: "pc", rest, isCertain: /^(?:cinnamon|celery)/i.test(rest) };
}

/** "8-ounce", "15 oz": a hyphen between figure and unit is a space. */
function unhyphened(text: string): string {
  return text.replace(/^-(?=\p{L})/u, "");
}

const SIZE_UNITS: ReadonlySet<Unit> = new Set(["g", "kg", "ml", "l"]);

/** "x 400 g tins", "14.5-ounce can", "(14 oz) can", "400 g tin" after a number: as many of that size. */
function readSized(count: number, text: string, words: AmountWords): AmountText | null {
  const times = TIMES.exec(text);
  const bracket = /^\(([^()]{1,40})\)\s*/.exec(text);
  const inside = bracket
    ? plainFigures(bracket[1]!).replace(words.about, "")
    : text.slice(times?.[0].length ?? 0);
  const size = readNumber(inside, words.numbers);
  if (!size || !/^[(\d]/.test(inside)) return null;
  const isHyphened = /^ ?-/.test(size.rest);
  const unit = readUnit(unhyphened(trimmed(size.rest)), words);
  if (!unit) return null;
  const behind = bracket ? text.slice(bracket[0].length) : unit.rest;
  const container = readContainer(behind.replace(/^\([^()]*\)\s*/, ""), words);
  if (unit.unit === "cm") {
    const piece = /^(?:piece|knob|length|chunk|stick)s? (?:of )?/i.exec(behind);
    return piece ? sure(count * size.value * unit.factor, "cm", behind.slice(piece[0].length), words) : null;
  }
  if (!SIZE_UNITS.has(unit.unit)) return null;
  // "2 (6 oz) fillets" are two fillets
  if (bracket && !container) return null;
  if (bracket && unit.rest.trim() !== "" && !/^(?:each|net|drained)?$/i.test(unit.rest.trim())) return null;
  if (!times && !container && !isHyphened) return null;
  return {
    quantity: count * size.value * unit.factor,
    unit: unit.unit,
    rest: withoutOf(container ? container.rest : behind, words),
    isCertain: size.isCertain && unit.isCertain,
    ...(container ? { container: container.word } : {}),
  };
}

/** "can (400 g) chickpeas", "can à 400 g", "can of chickpeas (400 g)": the size behind, or not known. */
function readContained(
  count: number,
  { word, rest }: { word: string; rest: string },
  words: AmountWords,
): AmountText {
  const bracket = /^\(([^()]{1,40})\)\s*/.exec(rest);
  const size = bracket ? readSize(bracket[1]!, words) : null;
  if (bracket && size)
    return {
      ...size,
      quantity: count * size.quantity,
      rest: withoutOf(rest.slice(bracket[0].length), words),
      container: word,
    };
  const behind = sizeBehind(rest.replace(/^, ?/, "").replace(words.size, ""), words);
  if (behind) return { ...behind, quantity: count * behind.quantity!, container: word };
  const last = /\s*[(,]\s*(?:je|à|ca\.?|each|cada una|ciascuna|per stuk)? ?(\d[^(),]{0,12})\)?$/iu.exec(rest);
  const whole = last ? readSize(last[1]!, words) : null;
  if (last && whole)
    return {
      ...whole,
      quantity: count * whole.quantity,
      rest: withoutOf(rest.slice(0, last.index), words),
      // of several packets it may be the size of one or of all
      isCertain: whole.isCertain && count === 1,
      container: word,
    };
  return { quantity: count, unit: "pc", rest: withoutOf(rest, words), isCertain: false, container: word };
}

/** "400 g de tomates", "14 oz each, tomatoes": a size that goes on with the food. */
function sizeBehind(text: string, words: AmountWords): AmountText | null {
  const number = readNumber(text.replace(words.about, ""), words.numbers);
  const unit = number ? readUnit(unhyphened(trimmed(number.rest)), words) : null;
  if (!number || !unit || !SIZE_UNITS.has(unit.unit)) return null;
  const rest = withoutOf(unit.rest.replace(/^each\b,? ?/i, "").replace(/^, ?/, ""), words);
  if (!/^\p{L}/u.test(rest)) return null;
  return {
    quantity: number.value * unit.factor,
    unit: unit.unit,
    rest,
    isCertain: number.isCertain && unit.isCertain,
  };
}

/** "400 g", "about 14 oz each": the size of a packet. */
function readSize(
  text: string,
  words: AmountWords,
): (Omit<AmountText, "rest"> & { quantity: number }) | null {
  const size = readNumber(plainFigures(text.replace(words.size, "")).replace(words.about, ""), words.numbers);
  const unit = size ? readUnit(unhyphened(trimmed(size.rest)), words) : null;
  if (!size || !unit || !SIZE_UNITS.has(unit.unit)) return null;
  if (!/^(?:|each|net|drained)$/i.test(unit.rest.trim())) return null;
  return {
    quantity: size.value * unit.factor,
    unit: unit.unit,
    isCertain: size.isCertain && unit.isCertain,
  };
}

/** After a unit: "+ 2 tbsp", "4 oz" after pounds, "/7oz" said again in another unit, a packet. */
function readFurther(count: number, unit: UnitText, words: AmountWords): AmountText {
  const quantity = count * unit.factor;
  let isCertain = unit.isCertain;
  let rest = unit.rest;
  const plus = /^(?:\+|plus|and) ?(?=\d)/i.exec(rest);
  const again = /^(?:\/|\() ?(?=\d|about|approx)/i.exec(rest);
  if (plus || (unit.unit === "g" && /^\d/.test(rest))) {
    const more = readNumber(rest.slice(plus?.[0].length ?? 0), words.numbers);
    const moreUnit = more ? readUnit(trimmed(more.rest), words) : null;
    if (more && moreUnit && moreUnit.rest.trim() !== "") {
      const sum = addUp(quantity, unit.unit, more.value * moreUnit.factor, moreUnit.unit);
      if (sum)
        return {
          ...sum,
          rest: withoutOf(moreUnit.rest, words),
          isCertain: sum.isCertain && isCertain && moreUnit.isCertain,
        };
    }
    isCertain = false;
  } else if (again && rest.startsWith("/")) {
    const more = readNumber(rest.slice(again[0].length), words.numbers);
    const moreUnit = more ? readUnit(trimmed(more.rest), words) : null;
    if (moreUnit && moreUnit.rest.trim() !== "") rest = moreUnit.rest;
    else isCertain = false;
  } else if (/^[-–\d/]/.test(rest)) isCertain = false;
  const packet = SIZE_UNITS.has(unit.unit) ? readContainer(rest, words) : null;
  const named = packet && packet.rest.trim() !== "" ? packet : null;
  return {
    quantity,
    unit: unit.unit,
    rest: withoutOf(withoutPiece(named ? named.rest : rest, unit.unit), words),
    isCertain,
    ...(named ? { container: named.word } : {}),
  };
}

function withoutPiece(text: string, unit: Unit): string {
  return unit === "cm" ? text.replace(/^(?:piece|knob|length|chunk|stick)s? /i, "") : text;
}

/** Units of one dimension: the factor to the smaller one. A cup is 16 spoons in the USA only. */
const SMALLER: Partial<Record<Unit, readonly [base: Unit, factor: number]>> = {
  g: ["g", 1],
  kg: ["g", 1000],
  ml: ["ml", 1],
  l: ["ml", 1000],
  tsp: ["tsp", 1],
  tbsp: ["tsp", 3],
  cup: ["tsp", 48],
};

function addUp(a: number, unit: Unit, b: number, more: Unit): Omit<AmountText, "rest"> | null {
  const first = SMALLER[unit];
  const second = SMALLER[more];
  if (!first || !second || first[0] !== second[0]) return null;
  const isCertain = (unit === "cup") === (more === "cup");
  return { quantity: (a * first[1] + b * second[1]) / first[1], unit, isCertain };
}

const MEASURED = /\d ?(?:g|kg|ml|l|oz|ounces?|lbs?|tsp|tbsp|cups?|teaspoons?|tablespoons?)(?!\p{L})/iu;

const BARE_END = /[\s:–—-]+$/;
/** The last figure of a text with what may be its unit. */
const LAST_AMOUNT = /(?:^|[\s:–—(-])((?:\d+ )?\d+ ?\/ ?\d+|\d+(?:[.,]\d+)?)([^\d]*)$/;

/** "Flour 200 g", "Butter: 100 g", "Uova 3": the amount behind. */
function readTrailing(written: string, words: AmountWords): AmountText {
  // "Tuorli (di uova medie) 6"
  const text = words.isAmountBehind
    ? written.replace(/^([^()]*)(\([^()]*\)) ?([^()]*\d[^()]*)$/, "$1$3 $2")
    : written;
  const bare = { quantity: null, unit: null, rest: text, isCertain: true };
  const head = text.split(/[,(](?!\d)/)[0]!;
  if (!/\d/.test(head)) return { ...bare, isCertain: !MEASURED.test(text.slice(head.length)) };
  const found = LAST_AMOUNT.exec(head);
  const name = found ? head.slice(0, found.index).replace(BARE_END, "") : "";
  const number = found ? readNumber(found[1]! + found[2]!, words.numbers) : null;
  if (!found || !number || name === "") return { ...bare, isCertain: false };
  const unit = readUnit(trimmed(number.rest), words);
  const rest = name + text.slice(head.length);
  if (unit && unit.rest.replace(/\./g, "").trim() === "")
    return {
      quantity: number.value * unit.factor,
      unit: unit.unit,
      rest,
      isCertain: number.isCertain && unit.isCertain,
    };
  const isCounted =
    number.rest.trim() === "" && (words.isAmountBehind || /:\s*$/.test(head.slice(0, found.index + 1)));
  if (isCounted && !/^0/.test(found[1]!))
    return { quantity: number.value, unit: "pc", rest, isCertain: number.isCertain && !/\d/.test(name) };
  return { ...bare, isCertain: false };
}

function sure(quantity: number, unit: Unit, rest: string, words: AmountWords): AmountText {
  return { quantity, unit, rest: withoutOf(rest, words), isCertain: true };
}

function unsure(text: string, words: AmountWords): AmountText {
  const rest = readUnit(text, words)?.rest ?? text;
  return { quantity: null, unit: null, rest: withoutOf(rest === "" ? text : rest, words), isCertain: false };
}

function trimmed(text: string): string {
  return text.replace(/^ /, "");
}

function withoutOf(text: string, words: AmountWords): string {
  return text.replace(words.of, "").trim();
}
