import { ENGLISH_AMOUNTS } from "../languages/english";
import { isNode } from "./linked-data";
import { plainText } from "./plain-text";

/** What a recipe makes: for how many, or what. */
export interface YieldText {
  readonly servings: number | null;
  /** Where it is not servings: "24 cookies". */
  readonly yieldText: string | null;
}

/** "2 l", "500 g", "3 cups" say how much it makes, and not for how many. */
const HOW_MUCH =
  /^[^\d]{0,40}\d[\d.,/ ]{0,10}(?:l|ml|cl|dl|g|kg|oz|lbs?|cups?|lit(?:re|er)s?|pints?|quarts?|ounces?|pounds?|inch(?:es)?|cm)(?!\p{L})/iu;

/** Words for those who eat, and for what each of them gets, in nine languages. */
const EATERS =
  /(?<!\p{L})(?:serv(?:es?|ings?|ed)|people|persons?|portions?|helpings?|diners?|yields|portion(?:en)?|person(?:en)?|personnes?|parts?|convives?|raci[oó]n(?:es)?|raciones|comensal(?:es)?|personas?|porci[oó]n(?:es)?|porciones|porzion[ei]|person[ea]|pers|commensali|coperti|porties?|personen|eters|por[cç](?:ão|ões)|pessoas?|doses?|portioner?|portion|personer|pers\.?|porcj[aei]|porcji|os[oó]b(?:y|a|ę)?|osób)(?!\p{L})/iu;

/** What one person eats from: so many people, and what it is. */
const DISHES =
  /(?<!\p{L})(?:bowls?|plates?|teller|schüsseln?|assiettes?|bols?|platos?|piatti|ciotole|borden|kommen|pratos|tallrikar|talerze)(?!\p{L})/iu;

/** Only a number, or a number that says "for": "4", "4-6", "für 4". */
const ONLY_NUMBER =
  /^(?:for|für|pour|para|per|voor|till|för|dla|na|ca\.?|about|approx\.?|makes|yield:?|serves:?)?\s*\d+(?:[.,]\d+)?(?:\s*(?:-|–|—|to|bis|à|a|o|ou|do|till|tot)\s*\d+)?\s*\.?$/iu;

/** @param value a number, a text or a list of them, as sites write it */
export function readYield(value: unknown): YieldText {
  const texts = (Array.isArray(value) ? value : [value]).flatMap(
    (entry) => plainText(writtenOut(entry))?.slice(0, 200) ?? [],
  );
  const others = texts.filter((text) => !ONLY_NUMBER.test(text));
  const eaters = others.find((text) => EATERS.test(text) && numberIn(besideEaters(text)) !== null);
  const made = others.find((text) => !EATERS.test(text) && isAmount(text));
  const dishes = others.find((text) => DISHES.test(text) && !EATERS.test(text));
  const bare = texts.find((text) => ONLY_NUMBER.test(text));
  // the number alone says again what the text says of pieces
  const isSaidAgain =
    made !== undefined && dishes === undefined && bare !== undefined && numberIn(made) === numberIn(bare);
  const servings =
    eaters !== undefined
      ? numberIn(besideEaters(eaters))
      : bare !== undefined && !isSaidAgain
        ? numberIn(bare)
        : dishes !== undefined
          ? numberIn(dishes)
          : null;
  return { servings, yieldText: made?.slice(0, 120) ?? null };
}

/** For how many people; null where nothing says so. */
export function readServings(value: unknown): number | null {
  return readYield(value).servings;
}

/** A quantity as a thing: `{ value: 24, unitText: "cookies" }`. */
function writtenOut(entry: unknown): unknown {
  return isNode(entry) ? [entry.value, entry.unitText].filter(Boolean).join(" ") : entry;
}

/** The part with the eaters: "Makes 12 patties, serves 4". */
function besideEaters(text: string): string {
  return text.split(/[,;(/|]|\s[-–—]\s/).find((part) => EATERS.test(part) && /\d/.test(part)) ?? text;
}

function isAmount(text: string): boolean {
  if (HOW_MUCH.test(text) || /\d/.test(text)) return /\p{L}/u.test(text) && text.length <= 120;
  const [first = ""] = text.toLowerCase().split(/\s+/);
  return (
    text.length <= 60 && (Object.hasOwn(ENGLISH_AMOUNTS.numbers.counts, first) || FIRST_WORD.test(first))
  );
}
const FIRST_WORD = /^(?:ein|eine|einen|un|une|una|uno|um|uma|een|en|ett|jeden|jedna|jedno)$/;

function numberIn(text: string): number | null {
  const written = /\d+(?:[.,]\d+)?/.exec(text)?.[0];
  const word = written
    ? undefined
    : text
        .toLowerCase()
        .match(/\p{L}+/gu)
        ?.find((part) => Object.hasOwn(ENGLISH_AMOUNTS.numbers.counts, part) && part.length > 2);
  const number = written
    ? Number(written.replace(",", "."))
    : word
      ? ENGLISH_AMOUNTS.numbers.counts[word]!
      : Number.NaN;
  return number > 0 && number < 1000 ? Math.max(1, Math.round(number)) : null;
}
