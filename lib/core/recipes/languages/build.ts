import type { Unit } from "../food";
import { ENGLISH_CONTAINERS, ENGLISH_UNITS } from "./english";
import {
  type AmountWords,
  type BesideWords,
  type LanguageCode,
  type LineLanguage,
  readNames,
  unitMap,
  wordSet,
} from "./language";

/** How a language writes an ingredient line, as its file says it. Words may have accents and capitals. */
export interface LanguageWords {
  readonly code: LanguageCode;
  readonly counts: Readonly<Record<string, number>>;
  readonly parts: Readonly<Record<string, number>>;
  readonly andPart: RegExp | null;
  readonly about: RegExp;
  readonly range: RegExp;
  readonly vague: RegExp;
  readonly free: RegExp;
  readonly partOf: RegExp;
  readonly of: RegExp;
  readonly dozen: RegExp | null;
  readonly size: RegExp;
  readonly units: readonly (readonly [unit: Unit, words: string, factor?: number, isCertain?: boolean])[];
  readonly containers: string;
  readonly manner: RegExp;
  readonly mannerBehind: RegExp | null;
  readonly isAmountBehind?: boolean;
  /** Endings that a word written `fein-` takes. */
  readonly endings: string;
  readonly anywhere: string;
  readonly aside: string;
  readonly dry: string;
  readonly squeezed: string;
  readonly colours: string;
  readonly phrases: readonly string[];
  readonly purpose: string;
  readonly changes: string;
  readonly and: RegExp;
  readonly optional: RegExp;
  readonly headings: RegExp;
  readonly tins: RegExp;
  readonly tidy: LineLanguage["tidy"];
}

/** One letter, or a word of English that means something else elsewhere. */
const ENGLISH_ONLY = new Set([
  "c",
  "t",
  "ts",
  "tb",
  "pt",
  "pts",
  "gal",
  "qt",
  "qts",
  "nave",
  "cas",
  "cc",
  "st",
  "head",
]);

/** Builds a language from its words and the names of its foods. */
export function buildLanguage(words: LanguageWords, foods: Readonly<Record<string, string>>): LineLanguage {
  const base = [...ENGLISH_UNITS].filter(([name]) => !ENGLISH_ONLY.has(name));
  const amounts: AmountWords = {
    ...words,
    numbers: { counts: words.counts, parts: words.parts, andPart: words.andPart, decimal: "," },
    units: new Map([...base, ...unitMap(words.units)]),
    containers: new Set([...ENGLISH_CONTAINERS, ...wordSet(words.containers)]),
    isAmountBehind: words.isAmountBehind ?? false,
  };
  const beside: BesideWords = {
    anywhere: wordSet(words.anywhere, words.endings),
    aside: wordSet(words.aside, words.endings),
    dry: wordSet(words.dry, words.endings),
    squeezed: wordSet(words.squeezed, words.endings),
    colours: wordSet(words.colours, words.endings),
    phrases: words.phrases,
    purpose: wordSet(words.purpose),
    changes: wordSet(words.changes, words.endings),
  };
  return {
    code: words.code,
    amounts,
    names: readNames(foods, words.tidy),
    beside,
    and: words.and,
    optional: words.optional,
    headings: words.headings,
    tins: words.tins,
    tidy: words.tidy,
  };
}
