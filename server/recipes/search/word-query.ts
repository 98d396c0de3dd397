import type { Food } from "@/lib/core/recipes/food";
import { foodWords } from "@/lib/core/recipes/food-words";
import { foodsCalled, plainName } from "@/lib/core/recipes/languages/food-names";

const MAX_WORDS = 12;
/** A name of a food has no more. */
const MOST_IN_NAME = 4;
const MOST_FOODS = 4;

/**
 * The query for PostgreSQL's text search: every word must occur, each as a beginning, so that typing narrows: "tom sou" is
 * `tom:* & sou:*`. A food named in another language is looked for by its English name as well.
 * @returns "" where there are no words
 */
export function wordQuery(query: string, foodOf: (id: string) => Pick<Food, "name"> | undefined): string {
  const words = (query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MAX_WORDS);
  const parts: string[] = [];
  for (let at = 0; at < words.length; ) {
    const { length, english } = longestName(words.slice(at, at + MOST_IN_NAME), foodOf);
    const typed = allOf(words.slice(at, at + length));
    parts.push(english.length === 0 ? typed : `(${[`(${typed})`, ...english].join(" | ")})`);
    at += length;
  }
  return parts.join(" & ");
}

/** The longest beginning of the words that is a food's name in another language; the first word alone where none is. */
function longestName(
  words: readonly string[],
  foodOf: (id: string) => Pick<Food, "name"> | undefined,
): { readonly length: number; readonly english: readonly string[] } {
  for (let length = words.length; length > 0; length--) {
    const ids = foodsCalled(plainName(words.slice(0, length).join(" "))).slice(0, MOST_FOODS);
    const names = ids.flatMap((id) => foodOf(id)?.name ?? []);
    const english = names.map(
      (name) => `(${allOf(foodWords(name).filter((word) => /^[\p{L}\p{N}]+$/u.test(word)))})`,
    );
    if (english.length > 0) return { length, english };
  }
  return { length: 1, english: [] };
}

function allOf(words: readonly string[]): string {
  return words.map((word) => `${word}:*`).join(" & ");
}
