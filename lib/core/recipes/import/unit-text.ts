import type { Unit } from "../food";
import { foodWords } from "../food-words";
import { ENGLISH_AMOUNTS } from "../languages/english";
import type { AmountWords } from "../languages/language";

/** A unit at the beginning of a text. */
export interface UnitText {
  readonly unit: Unit;
  /** Amount of `unit` in one of what is written. Weights: international avoirdupois; volumes: US customary. */
  readonly factor: number;
  readonly rest: string;
  /** False where countries differ by more than a spoon: a pint. */
  readonly isCertain: boolean;
}

const MOST_WORDS = 4;

/**
 * Reads a unit of one or more words; its end is the end of a word in any alphabet, so that "g" is none in "grün".
 * @param text from `plainFigures`
 */
export function readUnit(text: string, words: AmountWords = ENGLISH_AMOUNTS): UnitText | null {
  const manner = words.manner.exec(text)?.[0] ?? "";
  const bare = readBareUnit(text.slice(manner.length), words);
  if (bare && (manner === "" || isMeasured(bare.unit))) return bare;
  return manner === "" ? null : readBareUnit(text, words);
}

/** There are no large grams. */
function isMeasured(unit: Unit): boolean {
  return !["g", "kg", "ml", "l", "pc", "cm"].includes(unit);
}

function readBareUnit(text: string, amounts: AmountWords): UnitText | null {
  // in English T is a tablespoon and t a teaspoon where they stand alone
  const spoon = amounts === ENGLISH_AMOUNTS && /^([Tt])(?![\p{L}\p{M}\d'’-])\.? ?/u.exec(text);
  if (spoon)
    return {
      unit: spoon[1] === "T" ? "tbsp" : "tsp",
      factor: 1,
      rest: text.slice(spoon[0].length),
      isCertain: true,
    };
  const words = wordsAtStart(text, MOST_WORDS);
  for (let count = words.length; count > 0; count--) {
    const name = words
      .slice(0, count)
      .map((word) => word.plain)
      .join(" ");
    const meaning = amounts.units.get(name);
    if (!meaning) continue;
    const rest = text.slice(words[count - 1]!.end);
    return { ...meaning, rest: amounts.mannerBehind ? rest.replace(amounts.mannerBehind, "") : rest };
  }
  return null;
}

interface StartWord {
  readonly plain: string;
  /** Where the next word begins. */
  readonly end: number;
}

function wordsAtStart(text: string, most: number): StartWord[] {
  const words: StartWord[] = [];
  const next = /([\p{L}\p{M}]+)(\.?)(?:\s*)/uy;
  while (words.length < most) {
    const match = next.exec(text);
    if (!match) break;
    const after = text[match.index + match[1]!.length];
    const plain = foodWords(match[1]!).join("");
    // "g2", "l'eau", "cup-sized": no end of a unit
    if (after !== undefined && /[\d'’-]/.test(after)) break;
    words.push({ plain, end: next.lastIndex });
  }
  return words;
}

/** A container at the beginning, whose size the line may give. @returns what comes after it */
export function readContainer(
  text: string,
  words: AmountWords = ENGLISH_AMOUNTS,
): { readonly word: string; readonly rest: string } | null {
  const bare = text.replace(words.manner, "");
  const [first] = wordsAtStart(bare, 1);
  if (!first || !words.containers.has(first.plain)) return null;
  return { word: first.plain, rest: bare.slice(first.end) };
}
