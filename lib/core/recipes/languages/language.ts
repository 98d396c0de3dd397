import type { Unit } from "../food";
import { foodWords } from "../food-words";

/** The languages whose lines are read. */
export const LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt", "sv", "pl"] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

/** What one unit word means. */
export interface UnitMeaning {
  readonly unit: Unit;
  /** Amount of `unit` in one of what is written. */
  readonly factor: number;
  /** False where it differs by country or kitchen: a pint, a cup of tea. */
  readonly isCertain: boolean;
}

export interface NumberWords {
  /** Words for whole numbers, and the article. Lower case, no accents. */
  readonly counts: Readonly<Record<string, number>>;
  /** Words for parts of one: "half", "demi". */
  readonly parts: Readonly<Record<string, number>>;
  /** Behind a number, with a half, a third or a quarter in its first group: " and a half". */
  readonly andPart: RegExp | null;
  /** The sign before decimals. The other one parts thousands; null where both are in use. */
  readonly decimal: "," | null;
}

/** The words an amount is written with. Patterns look at the beginning of a text. */
export interface AmountWords {
  readonly numbers: NumberWords;
  readonly about: RegExp;
  /** Between the ends of a range. */
  readonly range: RegExp;
  /** Amounts that are not measured: "some", "a drizzle of". */
  readonly vague: RegExp;
  /** As much as one likes, at the beginning: then there is no amount for certain. */
  readonly free: RegExp | null;
  /** "juice of" before an amount: what is bought is the fruit. Its first group is kept. */
  readonly partOf: RegExp | null;
  /** Between the amount and the food. */
  readonly of: RegExp;
  readonly dozen: RegExp | null;
  /** Between a packet and its size: "à 400 g". */
  readonly size: RegExp;
  readonly units: ReadonlyMap<string, UnitMeaning>;
  readonly containers: ReadonlySet<string>;
  /** How to measure, before a unit ("heaped"), and behind it. */
  readonly manner: RegExp;
  readonly mannerBehind: RegExp | null;
  /** True where lines usually end in the amount: "Uova 3". */
  readonly isAmountBehind: boolean;
}

/** The words that may stand beside a food and leave it that food; see `harmless-words.ts`. */
export interface BesideWords {
  /** Anywhere: sizes, cuts, freshness. */
  readonly anywhere: ReadonlySet<string>;
  /** Only after a comma or in brackets. */
  readonly aside: ReadonlySet<string>;
  /** Dried and ground: of herbs and spices only; dried fruit is another food, often with sulphites. */
  readonly dry: ReadonlySet<string>;
  /** Juice, zest and peel: behind a fruit whose juice is used, which is what is bought. */
  readonly squeezed: ReadonlySet<string>;
  /** Colours: of fruit and vegetables only. */
  readonly colours: ReadonlySet<string>;
  /** Several words, by themselves harmless anywhere. */
  readonly phrases: readonly string[];
  /** Says what it is for: "for". */
  readonly purpose: ReadonlySet<string>;
  /** In a purpose or an aside they say that the food is another one: "vegan". */
  readonly changes: ReadonlySet<string>;
}

export interface LineLanguage {
  readonly code: LanguageCode;
  readonly amounts: AmountWords;
  /** Null for English: the vocabulary has its names, and `harmless-words.ts` the words beside them. */
  readonly names: ReadonlyMap<string, NamesOfFood> | null;
  readonly beside: BesideWords | null;
  /** Between foods that share a line: "salt and pepper". */
  readonly and: RegExp;
  readonly optional: RegExp;
  /** How the heading of a part begins: "For the". */
  readonly headings: RegExp;
  /** A food that comes in tins, called so when the line names the tin. */
  readonly tins: RegExp;
  /** What is put in place before a line is read. */
  readonly tidy: readonly (readonly [RegExp, string])[];
}

/** A food's names in one language. */
export interface NamesOfFood {
  readonly names: readonly NameOfFood[];
  readonly kinds: readonly (readonly string[])[];
}
export interface NameOfFood {
  readonly words: readonly string[];
  readonly text: string;
  /** The part of the food that the name counts: the clove in "Knoblauchzehe". */
  readonly unit: Unit | null;
}

/**
 * Reads the names of a language's foods. `Zwiebel|n` is "Zwiebel" and "Zwiebeln", `cebul/a/i/` is "cebula", "cebuli" and
 * "cebul"; `=clove` behind a name says what it counts; behind a semicolon are kinds.
 */
export function readNames(
  data: Readonly<Record<string, string>>,
  tidy: LineLanguage["tidy"] = [],
): ReadonlyMap<string, NamesOfFood> {
  return new Map(
    Object.entries(data).map(([id, written]) => {
      const [names = "", kinds = ""] = written.split(";");
      const list = (text: string) =>
        text
          .split(",")
          .map((part) => part.trim())
          .filter((part) => part !== "");
      return [
        id,
        {
          names: list(names).flatMap((entry) => {
            const [name = "", unit = null] = entry.split("=");
            return forms(name).map((text) => ({
              text,
              words: foodWords(tidied(text, tidy)),
              unit: unit as Unit | null,
            }));
          }),
          kinds: list(kinds).map((kind) => foodWords(tidied(kind, tidy))),
        },
      ] as const;
    }),
  );
}

const MOST_FORMS = 64;

/** Every way to write a name whose words have several endings. */
export function forms(name: string): string[] {
  return name
    .split(" ")
    .reduce<string[]>(
      (before, word) => {
        const endings = formsOfWord(word);
        return before.flatMap((start) => endings.map((end) => (start === "" ? end : `${start} ${end}`)));
      },
      [""],
    )
    .slice(0, MOST_FORMS);
}

function formsOfWord(word: string): string[] {
  if (word.includes("/")) {
    const [stem = "", ...endings] = word.split("/");
    return [...new Set(endings.map((ending) => stem + ending))];
  }
  const [stem = "", ...endings] = word.split("|");
  return [stem, ...endings.map((ending) => stem + ending)];
}

export function tidied(text: string, tidy: LineLanguage["tidy"]): string {
  return tidy.reduce((before, [pattern, by]) => before.replace(pattern, by), text);
}

/** Words of a text as a set; `fein-` takes each of the endings. */
export function wordSet(text: string, endings = ""): ReadonlySet<string> {
  const ends = ["", ...endings.split(" ").filter((end) => end !== "")];
  return new Set(
    text
      .trim()
      .split(/\s+/)
      .flatMap((word) =>
        word.endsWith("-") ? ends.map((end) => plainWord(word.slice(0, -1) + end)) : [plainWord(word)],
      ),
  );
}

export function plainWord(word: string): string {
  return foodWords(word).join("");
}

/** Units of a language by their words, each parted by commas. */
export function unitMap(
  list: readonly (readonly [unit: Unit, words: string, factor?: number, isCertain?: boolean])[],
): Map<string, UnitMeaning> {
  return new Map(
    list.flatMap(([unit, words, factor = 1, isCertain = true]) =>
      words.split(",").map((word) => [foodWords(word).join(" "), { unit, factor, isCertain }] as const),
    ),
  );
}
