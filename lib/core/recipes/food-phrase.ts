import { type Food, OTHER_FOOD } from "./food";
import { foodWords, nameForms } from "./food-words";
import { areHarmless, isOnlyManner, isPlainPurpose } from "./harmless-words";

/** What a phrase such as "large red onions, finely chopped" names. */
export interface ReadPhrase {
  /** Null where it names no food for certain, or several that differ in what they contain. */
  readonly food: Food | null;
  /** False where a person should look. */
  readonly isCertain: boolean;
  /** Foods it may mean, the likeliest first. */
  readonly candidates: readonly Food[];
}

interface NameIndex {
  readonly byName: ReadonlyMap<string, readonly Food[]>;
  /** Foods by their looser words too: only to be offered. */
  readonly byAnyWord: ReadonlyMap<string, readonly Food[]>;
  readonly longest: number;
}
const indexes = new WeakMap<readonly Food[], NameIndex>();

function indexOf(foods: readonly Food[]): NameIndex {
  const known = indexes.get(foods);
  if (known) return known;
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
  const index = { byName, byAnyWord, longest };
  indexes.set(foods, index);
  return index;
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
): ReadPhrase {
  const index = indexOf(foods);
  const { head, asides } = partPhrase(text);
  const fits = longestNames(head, index).filter((food) =>
    asides.every((words) => isHarmlessAside(words, food, index) || isAlikeChoice(words, food, foods)),
  );
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
  if (only && usual.length === 1 && allAlike(fits)) return { food: only, isCertain: true, candidates: fits };
  if (fits.length === 1) return { food: fits[0]!, isCertain: true, candidates: fits };
  const ordered = [...usual, ...fits.filter((food) => !usual.includes(food))];
  return { food: allAlike(fits) ? ordered[0]! : null, isCertain: false, candidates: ordered };
}

/** Foods whose whole name is in the words, with only harmless words around it; only those of the longest name. */
function longestNames(words: readonly string[], { byName, longest }: NameIndex): Food[] {
  for (let length = Math.min(longest, words.length); length > 0; length--) {
    const found: Food[] = [];
    for (let from = 0; from + length <= words.length; from++) {
      const before = words.slice(0, from);
      const behind = words.slice(from + length);
      for (const food of byName.get(words.slice(from, from + length).join(" ")) ?? [])
        if (
          !found.includes(food) &&
          areHarmless(before, food, "before") &&
          areHarmless(behind, food, "behind")
        )
          found.push(food);
    }
    if (found.length > 0) return found;
  }
  return [];
}

interface PartedPhrase {
  /** The words of the first part that names something. */
  readonly head: readonly string[];
  /** The words of each further part: after commas, in brackets, what it is for. */
  readonly asides: readonly (readonly string[])[];
}

function partPhrase(text: string): PartedPhrase {
  const asides: string[][] = [];
  const open = text.replace(/[([{]([^()[\]{}]*)[)\]}]/g, (_, inner: string) => {
    asides.push(foodWords(inner));
    return " ";
  });
  const parts = open
    .split(/[,;:()[\]{}*]|\s[-–—]\s/)
    .map(foodWords)
    .filter((words) => words.length > 0);
  let head = parts.shift() ?? [];
  // "boneless, skinless chicken thighs"
  while (parts.length > 0 && isOnlyManner(head)) head = [...head, ...parts.shift()!];
  const purpose = head.indexOf("for");
  if (purpose > 0) {
    asides.push(head.slice(purpose));
    head = head.slice(0, purpose);
  }
  return { head, asides: [...asides, ...parts] };
}

function isHarmlessAside(words: readonly string[], food: Food, { byAnyWord }: NameIndex): boolean {
  const purpose = words.indexOf("for");
  const said = purpose < 0 ? words : words.slice(0, purpose);
  const aim = purpose < 0 ? [] : words.slice(purpose + 1);
  if (!areHarmless(said, food, "aside")) return false;
  if (purpose < 0 || areHarmless(aim, food, "aside")) return true;
  return isPlainPurpose(aim) && !aim.some((word) => byAnyWord.has(word));
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
