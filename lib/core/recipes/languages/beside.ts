import type { Food } from "../food";
import { foodWords } from "../food-words";
import type { WordPlace } from "../harmless-words";
import type { BesideWords } from "./language";

/** Aisles whose foods stay the same food in another colour. */
const COLOURED: ReadonlySet<Food["aisle"]> = new Set(["vegetables", "fruit", "herbs"]);
/** Of these, another colour is another food: yellow peas, red cabbage, black currants. */
const OTHER_IN_COLOUR = new Set([
  "peas",
  "cabbage",
  "green-beans",
  "redcurrant",
  "radish",
  "daikon",
  "chicory",
  "endive",
  "bell-pepper",
]);
const DRIED: ReadonlySet<Food["aisle"]> = new Set(["herbs", "spices"]);
const SQUEEZED = new Set(["lemon", "lime", "orange", "grapefruit", "mandarin", "clementine", "pomegranate"]);
/** A share of fat, cocoa or acid. */
const SHARE = /^\d+%$/;
const NUMBER = /^\d+(?:g|kg|ml|l|cm|mm)?$/;

const phrases = new WeakMap<BesideWords, readonly (readonly string[])[]>();
function phrasesOf(beside: BesideWords): readonly (readonly string[])[] {
  const known = phrases.get(beside) ?? beside.phrases.map(foodWords);
  phrases.set(beside, known);
  return known;
}

/**
 * Whether all the words beside a food's name leave it that food, in a language other than English.
 * @param words from `foodWords`
 * @param kinds the food's own, each of one or more words
 */
export function areHarmlessBeside(
  words: readonly string[],
  food: Food,
  place: WordPlace,
  beside: BesideWords,
  kinds: readonly (readonly string[])[],
): boolean {
  let at = 0;
  while (at < words.length) {
    const phrase = Math.max(phraseLength(words, at, phrasesOf(beside)), phraseLength(words, at, kinds));
    if (phrase > 0) {
      at += phrase;
      continue;
    }
    const word = words[at]!;
    if (beside.changes.has(word)) return false;
    const isKnown =
      beside.anywhere.has(word) ||
      (place === "aside" && (beside.aside.has(word) || NUMBER.test(word) || beside.colours.has(word))) ||
      ((DRIED.has(food.aisle) || food.id === "mushroom" || food.id === "coffee") && beside.dry.has(word)) ||
      (place !== "before" && SQUEEZED.has(food.id) && beside.squeezed.has(word)) ||
      (COLOURED.has(food.aisle) && !OTHER_IN_COLOUR.has(food.id) && beside.colours.has(word)) ||
      (SHARE.test(word) && (food.aisle === "dairy" || food.id.includes("chocolate")));
    if (!isKnown) return false;
    at++;
  }
  return true;
}

function phraseLength(words: readonly string[], at: number, list: readonly (readonly string[])[]): number {
  let longest = 0;
  for (const phrase of list)
    if (phrase.length > longest && phrase.every((word, i) => words[at + i] === word)) longest = phrase.length;
  return longest;
}

/** True where the words say only how, how large, how fresh, and name nothing yet. */
export function isOnlyMannerIn(words: readonly string[], beside: BesideWords): boolean {
  return words.length > 0 && words.every((word) => beside.anywhere.has(word));
}

/** What a food is for is no part of it, unless it says what the food is. */
export function isPlainPurposeIn(words: readonly string[], beside: BesideWords): boolean {
  return words.length <= 8 && !words.some((word) => beside.changes.has(word));
}
