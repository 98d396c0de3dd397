import type { Unit } from "../food";
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
}

/** Characters of a line that are looked at. */
const MAX_READ = 400;
const MAX_QUANTITY = 100_000;

const ABOUT = /^(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|etwa|environ|~) ?/i;
const RANGE = /^ ?(?:-|–|—|to|or|bis|à|till) ?/iu;
const TIMES = /^ ?[x×*] ?(?=\d)/i;
const ONE_OF = /^[x×] /i;
const LESS_SURE =
  /^(?:a few|a little|several|a couple(?: of)?|few|some|any|einige|etwas|quelques|unos|unas|några) /iu;
const DOZEN = /^(?:half a dozen|a dozen|dozen) /i;
const SINGLE =
  /^(?:(?:very |good |extra )?(?:large|small|big|good|generous|fat) )?(?:(pinch|dash|handful|bunch|sprig)(?: of)?|(head|stalk|clove|slice|leaf) of) /i;
/** Amounts that are not measured. */
const SOME =
  /^(?:a )?(?:knob|drizzle|splash|glug|squeeze|dollop|lump|pat|bit|touch|sprinkle|sprinkling|drop) of /i;
/** "juice of 1 lemon": what is bought is a lemon. */
const PART_OF =
  /^((?:the |(?:finely |freshly )?(?:grated |squeezed |strained ))?(?:juice|zest|rind|peel)(?: ?(?:and|&|\+) ?(?:(?:finely )?grated )?(?:juice|zest|rind|peel))?) (?:of|from) /i;

/**
 * Reads "1 1/2 cups …", "2–3 …", "½ …", "a pinch of …", "1 (14 oz) can …", "2 x 400 g tins …", "juice of 1 lemon" and what is
 * similar. A line without an amount is all rest. A figure that is not sure is always marked.
 */
export function readAmountText(line: string): AmountText {
  const text = plainFigures(line.slice(0, MAX_READ)).replace(ABOUT, "");
  const read = readParted(text) ?? readLead(text) ?? readTrailing(text);
  const { quantity } = read;
  return quantity !== null && !(quantity > 0 && quantity <= MAX_QUANTITY)
    ? { ...read, quantity: null, unit: null, isCertain: false }
    : read;
}

function readParted(text: string): AmountText | null {
  const part = PART_OF.exec(text);
  if (!part) return null;
  const read = readLead(text.slice(part[0].length));
  if (!read) return null;
  return { ...read, rest: `${read.rest}, ${part[1]!.toLowerCase()}` };
}

function readLead(text: string): AmountText | null {
  const vague = LESS_SURE.exec(text) ?? SOME.exec(text);
  if (vague) return unsure(text.slice(vague[0].length));
  const single = SINGLE.exec(text);
  if (single) {
    const unit = readUnit(`${single[1] ?? single[2]} `);
    if (unit) return sure(1, unit.unit, text.slice(single[0].length));
  }
  const dozen = DOZEN.exec(text);
  if (dozen) return sure(/^half/i.test(dozen[0]) ? 6 : 12, "pc", text.slice(dozen[0].length));
  const number = readNumber(text);
  // "2% milk" has no amount
  if (!number || /^ ?%/.test(number.rest)) return null;
  const after = number.rest;
  const range = RANGE.exec(after);
  const upper = range ? readNumber(after.slice(range[0].length)) : null;
  const isUp =
    upper !== null && upper.value > number.value && !/^(?:an?|one) /i.test(after.slice(range![0].length));
  const rest = trimmed(isUp ? upper.rest : after);
  const told = readMeasure(number.value, rest);
  return {
    ...told,
    isCertain: told.isCertain && number.isCertain && !isUp && (upper === null || isUp || !isFigure(after)),
  };
}

/** "2-0 eggs": a range that goes down is no range. */
function isFigure(text: string): boolean {
  return /^ ?[-–—] ?\d/.test(text);
}

/** What a number counts: a unit, a packet of a size, or pieces. */
function readMeasure(count: number, text: string): AmountText {
  const dozens = /^dozens? (?:of )?/i.exec(text);
  if (dozens) return sure(count * 12, "pc", text.slice(dozens[0].length));
  const sized = readSized(count, text);
  if (sized) return sized;
  const stick = /^sticks? (?:\([^()]*\) )?(?:of )?(?=.*\b(?:butter|margarine)\b)/i.exec(text);
  // a stick of butter is a quarter of a pound
  if (stick) return sure(count * 113.398, "g", text.slice(stick[0].length));
  if (/^sticks? /i.test(text)) return readStick(count, text);
  const unit = readUnit(unhyphened(text));
  // "4 cloves" alone may be the spice
  if (unit && (unit.rest.trim() !== "" || unit.unit !== "clove")) return readFurther(count, unit);
  const container = readContainer(text);
  if (container) return readContained(count, container);
  const plain = withoutOf(text.replace(ONE_OF, ""));
  return {
    quantity: count,
    unit: "pc",
    rest: plain,
    // a figure that is left over belongs to the amount in an unknown way
    isCertain: !/\d(?![\d.,]*%)/.test(plain.split(/[,(]/)[0]!),
  };
}

/** "2 sticks celery" are stalks; a stick of cinnamon is a piece; of anything else it is unknown. */
function readStick(count: number, text: string): AmountText {
  const rest = withoutOf(text.replace(/^sticks? /i, ""));
  if (/^(?:celery|lemon ?grass|rhubarb)/i.test(rest)) return sure(count, "stalk", rest);
  return { quantity: count, unit: "pc", rest, isCertain: /^(?:cinnamon|celery)/i.test(rest) };
}

/** "8-ounce", "15 oz": a hyphen between figure and unit is a space. */
function unhyphened(text: string): string {
  return text.replace(/^-(?=\p{L})/u, "");
}

const SIZE_UNITS: ReadonlySet<Unit> = new Set(["g", "kg", "ml", "l"]);

/** "x 400 g tins", "14.5-ounce can", "(14 oz) can", "400 g tin" after a number: as many of that size. */
function readSized(count: number, text: string): AmountText | null {
  const times = TIMES.exec(text);
  const bracket = /^\(([^()]{1,40})\)\s*/.exec(text);
  const inside = bracket ? plainFigures(bracket[1]!).replace(ABOUT, "") : text.slice(times?.[0].length ?? 0);
  const size = readNumber(inside);
  if (!size || !/^[(\d]/.test(inside)) return null;
  const isHyphened = /^ ?-/.test(size.rest);
  const unit = readUnit(unhyphened(trimmed(size.rest)));
  if (!unit) return null;
  const behind = bracket ? text.slice(bracket[0].length) : unit.rest;
  const container = readContainer(behind.replace(/^\([^()]*\)\s*/, ""));
  if (unit.unit === "cm") {
    const piece = /^(?:piece|knob|length|chunk|stick)s? (?:of )?/i.exec(behind);
    return piece ? sure(count * size.value * unit.factor, "cm", behind.slice(piece[0].length)) : null;
  }
  if (!SIZE_UNITS.has(unit.unit)) return null;
  // "2 (6 oz) fillets" are two fillets
  if (bracket && !container) return null;
  if (bracket && unit.rest.trim() !== "" && !/^(?:each|net|drained)?$/i.test(unit.rest.trim())) return null;
  if (!times && !container && !isHyphened) return null;
  return {
    quantity: count * size.value * unit.factor,
    unit: unit.unit,
    rest: withoutOf(container ? container.rest : behind),
    isCertain: size.isCertain && unit.isCertain,
    ...(container ? { container: container.word } : {}),
  };
}

/** "can (400 g) chickpeas", "can chickpeas": the size in brackets behind, or not known. */
function readContained(count: number, { word, rest }: { word: string; rest: string }): AmountText {
  const bracket =
    /^\(([^()]{1,40})\)\s*/.exec(rest) ?? /^,? ?(\d[^,()]{0,12}?)(?: each)?,? (?=\p{L})/u.exec(rest);
  const size = bracket ? readNumber(plainFigures(bracket[1]!).replace(ABOUT, "")) : null;
  const unit = size ? readUnit(unhyphened(trimmed(size.rest))) : null;
  if (
    bracket &&
    size &&
    unit &&
    SIZE_UNITS.has(unit.unit) &&
    /^(?:|each|net|drained)$/i.test(unit.rest.trim())
  )
    return {
      quantity: count * size.value * unit.factor,
      unit: unit.unit,
      rest: withoutOf(rest.slice(bracket[0].length)),
      isCertain: size.isCertain && unit.isCertain,
      container: word,
    };
  return { quantity: count, unit: "pc", rest: withoutOf(rest), isCertain: false, container: word };
}

/** After a unit: "+ 2 tbsp", "4 oz" after pounds, "/7oz" said again in another unit, a packet. */
function readFurther(count: number, unit: UnitText): AmountText {
  const quantity = count * unit.factor;
  let isCertain = unit.isCertain;
  let rest = unit.rest;
  const plus = /^(?:\+|plus|and) ?(?=\d)/i.exec(rest);
  const again = /^(?:\/|\() ?(?=\d|about|approx)/i.exec(rest);
  if (plus || (unit.unit === "g" && /^\d/.test(rest))) {
    const more = readNumber(rest.slice(plus?.[0].length ?? 0));
    const moreUnit = more ? readUnit(trimmed(more.rest)) : null;
    if (more && moreUnit && moreUnit.rest.trim() !== "") {
      const sum = addUp(quantity, unit.unit, more.value * moreUnit.factor, moreUnit.unit);
      if (sum)
        return {
          ...sum,
          rest: withoutOf(moreUnit.rest),
          isCertain: sum.isCertain && isCertain && moreUnit.isCertain,
        };
    }
    isCertain = false;
  } else if (again && rest.startsWith("/")) {
    const more = readNumber(rest.slice(again[0].length));
    const moreUnit = more ? readUnit(trimmed(more.rest)) : null;
    if (moreUnit && moreUnit.rest.trim() !== "") rest = moreUnit.rest;
    else isCertain = false;
  } else if (/^[-–\d/]/.test(rest)) isCertain = false;
  const packet = SIZE_UNITS.has(unit.unit) ? readContainer(rest) : null;
  const named = packet && packet.rest.trim() !== "" ? packet : null;
  return {
    quantity,
    unit: unit.unit,
    rest: withoutOf(withoutPiece(named ? named.rest : rest, unit.unit)),
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

/** "Flour 200 g", "Butter: 100 g": the amount behind. */
function readTrailing(text: string): AmountText {
  const bare = { quantity: null, unit: null, rest: text, isCertain: true };
  const head = text.split(/[,(]/)[0]!;
  const at = head.search(/\d/);
  if (at < 0) return { ...bare, isCertain: !MEASURED.test(text.slice(head.length)) };
  const name = head.slice(0, at).replace(/[\s:–—-]+$/, "");
  const number = readNumber(head.slice(at));
  const unit = number ? readUnit(trimmed(number.rest)) : null;
  const isAll = unit ? unit.rest.replace(/\./g, "").trim() === "" : number?.rest.trim() === "";
  if (!number || !isAll || name === "" || !/[\s:–—-]/.test(head[at - 1] ?? ""))
    return { ...bare, isCertain: false };
  if (!unit) return { ...bare, isCertain: false };
  return {
    quantity: number.value * unit.factor,
    unit: unit.unit,
    rest: name + text.slice(head.length),
    isCertain: number.isCertain && unit.isCertain,
  };
}

function sure(quantity: number, unit: Unit, rest: string): AmountText {
  return { quantity, unit, rest: withoutOf(rest), isCertain: true };
}

function unsure(text: string): AmountText {
  const rest = readUnit(text)?.rest ?? text;
  return { quantity: null, unit: null, rest: withoutOf(rest === "" ? text : rest), isCertain: false };
}

function trimmed(text: string): string {
  return text.replace(/^ /, "");
}

function withoutOf(text: string): string {
  return text.replace(/^(?:(?:of|de|di|av) |d['’])(?=\S)/i, "").trim();
}
