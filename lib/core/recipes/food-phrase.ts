import { type Food, OTHER_FOOD, type Unit } from "./food";
import { foodWords, nameForms } from "./food-words";
import { areHarmless, isOnlyManner, isPlainPurpose, type WordPlace } from "./harmless-words";
import { areHarmlessBeside, isOnlyMannerIn, isPlainPurposeIn } from "./languages/beside";
import { ENGLISH } from "./languages/english";
import { isInternational } from "./languages/international";
import { type LineLanguage, tidied } from "./languages/language";

/** What a phrase such as "large red onions, finely chopped" names. */
export interface ReadPhrase {
  /** Null where it names no food for certain, or several that differ in what they contain. */
  readonly food: Food | null;
  /** False where a person should look. */
  readonly isCertain: boolean;
  /** Foods it may mean, the likeliest first. */
  readonly candidates: readonly Food[];
  /** The part of the food that the name counts: the clove in "Knoblauchzehe". */
  readonly unit?: Unit | null;
}

interface NameIndex {
  readonly language: LineLanguage;
  readonly byName: ReadonlyMap<string, readonly Food[]>;
  /** Foods by their looser words too: only to be offered. */
  readonly byAnyWord: ReadonlyMap<string, readonly Food[]>;
  /** What names count, by name and food. */
  readonly units: ReadonlyMap<string, Unit>;
  readonly longest: number;
}
const indexes = new WeakMap<readonly Food[], Map<LineLanguage, NameIndex>>();

function indexOf(foods: readonly Food[], language: LineLanguage): NameIndex {
  const known = indexes.get(foods)?.get(language);
  if (known) return known;
  const index = language.names ? foreignIndex(foods, language) : englishIndex(foods, language);
  indexes.set(foods, (indexes.get(foods) ?? new Map()).set(language, index));
  return index;
}

/** The names a language's own file gives, and those that are the same everywhere. */
function foreignIndex(foods: readonly Food[], language: LineLanguage): NameIndex {
  const byName = new Map<string, Food[]>();
  const units = new Map<string, Unit>();
  let longest = 1;
  for (const food of foods) {
    const own = language.names?.get(food.id)?.names ?? [];
    const shared = isInternational(food.id) ? [food.name, food.plural, ...(food.names ?? [])] : [];
    for (const { words, unit } of [
      ...own,
      ...shared.map((name) => ({ words: foodWords(name), unit: null })),
    ]) {
      const key = words.join(" ");
      if (unit) units.set(`${key}|${food.id}`, unit);
      longest = Math.max(longest, words.length);
      const listed = byName.get(key);
      if (!listed) byName.set(key, [food]);
      else if (!listed.includes(food)) listed.push(food);
    }
  }
  return { language, byName, byAnyWord: byName, units, longest };
}

function englishIndex(foods: readonly Food[], language: LineLanguage): NameIndex {
  const byName = new Map<string, Food[]>();
  const byAnyWord = new Map<string, Food[]>();
  let longest = 1;
  const add = (map: Map<string, Food[]>, name: string, food: Food) => {
    for (const form of nameForms(name)) {
      longest = Math.max(longest, form.length);
      const key = form.join(" ");
      const listed = map.get(key);
      if (!listed) map.set(key, [food]);
      else if (!listed.includes(food)) listed.push(food);
    }
  };
  for (const food of foods) {
    if (food.id === OTHER_FOOD) continue;
    for (const name of [food.name, food.plural, ...(food.names ?? [])]) {
      add(byName, name, food);
      add(byAnyWord, name, food);
    }
    for (const word of food.words) add(byAnyWord, word, food);
  }
  return { language, byName, byAnyWord, units: new Map(), longest };
}

/**
 * Reads which food a phrase names. A food is named only where the phrase is its name and every other word is known to
 * leave it that food: a shorter name inside a longer one ("flour" in "almond flour") names nothing.
 * @param text without the amount
 * @param isUsual says which of several foods of one name the amount goes with; all when left out
 */
export function readFoodPhrase(
  text: string,
  foods: readonly Food[],
  isUsual: (food: Food) => boolean = () => true,
  language: LineLanguage = ENGLISH,
): ReadPhrase {
  const index = indexOf(foods, language);
  const { head, asides, whole } = partPhrase(text, language);
  const named = whole ? longestNames(whole, index) : { foods: [], name: "" };
  const isWhole = named.foods.length > 0;
  const { foods: found, name } = isWhole ? named : longestNames(head, index);
  const fits = found.filter((food) =>
    asides
      .slice(isWhole ? 1 : 0)
      .every((words) => isHarmlessAside(words, food, index) || isAlikeChoice(words, food, foods)),
  );
  const unitOf = (food: Food) => index.units.get(`${name}|${food.id}`) ?? null;
  if (fits.length === 0)
    return {
      food: null,
      isCertain: false,
      // calculated only when a person is asked
      get candidates() {
        return candidatesIn(text, index);
      },
    };
  const usual = fits.filter(isUsual);
  const [only] = usual;
  if (only && usual.length === 1 && allAlike(fits))
    return { food: only, isCertain: true, candidates: fits, unit: unitOf(only) };
  if (fits.length === 1) return { food: fits[0]!, isCertain: true, candidates: fits, unit: unitOf(fits[0]!) };
  const ordered = [...usual, ...fits.filter((food) => !usual.includes(food))];
  return { food: allAlike(fits) ? ordered[0]! : null, isCertain: false, candidates: ordered };
}

/** Foods whose whole name is in the words, with only harmless words around it; only those of the longest name. */
function longestNames(
  words: readonly string[],
  index: NameIndex,
): { readonly foods: Food[]; readonly name: string } {
  const { byName, longest } = index;
  let name = "";
  for (let length = Math.min(longest, words.length); length > 0; length--) {
    const found: Food[] = [];
    for (let from = 0; from + length <= words.length; from++) {
      const before = words.slice(0, from);
      const behind = words.slice(from + length);
      const key = words.slice(from, from + length).join(" ");
      for (const food of byName.get(key) ?? [])
        if (
          !found.includes(food) &&
          leaveIt(before, food, "before", index) &&
          leaveIt(behind, food, "behind", index)
        ) {
          found.push(food);
          name = key;
        }
    }
    if (found.length > 0) return { foods: found, name };
  }
  return { foods: [], name };
}

/** Whether words beside a food leave it that food, in the language of the index. */
function leaveIt(words: readonly string[], food: Food, place: WordPlace, { language }: NameIndex): boolean {
  const { beside, names } = language;
  return beside
    ? areHarmlessBeside(words, food, place, beside, names?.get(food.id)?.kinds ?? [])
    : areHarmless(words, food, place);
}

interface PartedPhrase {
  /** The words of the first part that names something. */
  readonly head: readonly string[];
  /** The words of each further part: after commas, in brackets, what it is for. */
  readonly asides: readonly (readonly string[])[];
  /** The head with what it is for, which may belong to the name; then the first aside is that purpose. */
  readonly whole: readonly string[] | null;
}

function partPhrase(written: string, language: LineLanguage): PartedPhrase {
  const { beside } = language;
  const text = beside ? tidied(written, language.tidy).replace(/(\d)[.,]\d+ ?%/g, "$1%") : written;
  const asides: string[][] = [];
  const open = text.replace(/[([{]([^()[\]{}]*)[)\]}]/g, (_, inner: string) => {
    asides.push(foodWords(inner));
    return " ";
  });
  const parts = open
    .split(/[,;:()[\]{}*]|\s[-–—+]\s/)
    .map(foodWords)
    .filter((words) => words.length > 0);
  let head = parts.shift() ?? [];
  // "boneless, skinless chicken thighs"
  while (parts.length > 0 && (beside ? isOnlyMannerIn(head, beside) : isOnlyManner(head)))
    head = [...head, ...parts.shift()!];
  const purpose = beside
    ? head.findIndex((word, place) => place > 0 && beside.purpose.has(word))
    : head.indexOf("for");
  if (purpose <= 0) return { head, asides: [...asides, ...parts], whole: null };
  return {
    head: head.slice(0, purpose),
    asides: [head.slice(purpose), ...asides, ...parts],
    whole: beside ? head : null,
  };
}

function isHarmlessAside(words: readonly string[], food: Food, index: NameIndex): boolean {
  const { byAnyWord, language } = index;
  const { beside } = language;
  if (beside && leaveIt(words, food, "aside", index)) return true;
  const purpose = beside ? words.findIndex((word) => beside.purpose.has(word)) : words.indexOf("for");
  const said = purpose < 0 ? words : words.slice(0, purpose);
  const aim = purpose < 0 ? [] : words.slice(purpose + 1);
  if (!leaveIt(said, food, "aside", index)) return false;
  if (purpose < 0 || leaveIt(aim, food, "aside", index)) return true;
  const isPlain = beside ? isPlainPurposeIn(aim, beside) : isPlainPurpose(aim);
  return isPlain && !aim.some((word) => byAnyWord.has(word));
}

/** "rice noodles, or glass noodles": a choice that contains nothing else. */
function isAlikeChoice(words: readonly string[], food: Food, foods: readonly Food[]): boolean {
  if (words[0] !== "or" || words.length > 6) return false;
  const other = readFoodPhrase(words.slice(1).join(" "), foods);
  return other.isCertain && other.food !== null && allAlike([food, other.food]);
}

/** Foods any of whose words stand in the text, the longest first: to choose from, never chosen automatically. */
function candidatesIn(text: string, { byAnyWord, longest }: NameIndex): Food[] {
  const words = foodWords(text).slice(0, 40);
  const found: Food[] = [];
  for (let length = longest; length > 0; length--)
    for (let from = words.length - length; from >= 0; from--)
      for (const food of byAnyWord.get(words.slice(from, from + length).join(" ")) ?? [])
        if (!found.includes(food)) found.push(food);
  return found.slice(0, 8);
}

/** True if the foods do not differ in anything a person may have to avoid. */
export function allAlike(foods: readonly Food[]): boolean {
  const facts = foods.map((food) =>
    JSON.stringify([
      food.origin,
      food.alcohol,
      food.allergens && [...food.allergens].sort(),
      [...food.allergensToCheck].sort(),
    ]),
  );
  return new Set(facts).size <= 1;
}
