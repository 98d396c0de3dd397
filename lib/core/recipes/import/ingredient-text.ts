import type { Food, Unit } from "../food";
import { type ReadPhrase, readFoodPhrase } from "../food-phrase";
import { foodWords, nameForms } from "../food-words";
import { ENGLISH } from "../languages/english";
import { type LineLanguage, tidied } from "../languages/language";
import type { Ingredient } from "../recipe";
import type { Vocabulary } from "../vocabulary";
import { type AmountText, readAmountText } from "./amount-text";
import { readUnit } from "./unit-text";

/** Characters of a line that are looked at. */
const MAX_LENGTH = 400;

/** A line of somebody else's recipe, read as far as it goes; the line itself is always kept. */
export interface ReadIngredient {
  readonly original: string;
  /** Null where the line names no food of the vocabulary for certain. */
  readonly ingredient: Ingredient | null;
  /** Foods it may mean, the likeliest first. */
  readonly candidates: readonly string[];
  /** False where a person should look: no food, several, a range, a packet without a size. */
  readonly isCertain: boolean;
  /** Also where the food is not known. */
  readonly amount: AmountText;
}

/** Reads "2 cups finely chopped onions (about 3), divided" to quantity, unit, food and note. */
export function readIngredientText(original: string, vocabulary: Vocabulary): ReadIngredient {
  const { language = ENGLISH } = vocabulary;
  const line = tidied(original.slice(0, MAX_LENGTH).replace(/\s+/g, " "), language.tidy)
    .replace(/^[-–•*·▢☐□✓\s]+/, "")
    .trim();
  const { amount, phrase } = readCounted(readAmountText(line, language.amounts), vocabulary.foods, language);
  const { food } = phrase;
  const candidates = phrase.candidates.map((entry) => entry.id);
  if (!food) return { original, ingredient: null, candidates, isCertain: false, amount };
  return {
    original,
    ingredient: {
      foodId: food.id,
      quantity: amount.quantity,
      unit: unitOf(amount, food, phrase),
      note: noteOf(amount.rest, food, language),
      optional: language.optional.test(amount.rest),
    },
    candidates,
    isCertain: amount.isCertain && phrase.isCertain && isLikely(food, amount),
    amount,
  };
}

/**
 * The food, and the amount that goes with it. What was read as a unit or packet is part of the food's name where that names
 * a food for certain: "1 bouquet garni", "1 cube de bouillon", "branche de céleri".
 */
function readCounted(
  amount: AmountText,
  foods: readonly Food[],
  language: LineLanguage,
): { readonly amount: AmountText; readonly phrase: ReadPhrase } {
  const phrase = readFood(amount, foods, language);
  if (amount.counted === undefined) return { amount, phrase };
  const { container: _, ...bare } = amount;
  const counted = { ...bare, unit: "pc" as const, rest: amount.counted };
  const whole = readFood(counted, foods, language);
  const isName = whole.isCertain && whole.food !== null && isLikely(whole.food, counted);
  const isBetter = whole.unit || amount.container !== undefined || !phrase.isCertain;
  if (!isName || !isBetter) return { amount, phrase };
  const isSame = phrase.food?.id === whole.food?.id && phrase.isCertain;
  return isSame && !whole.unit
    ? { amount, phrase }
    : {
        amount: { ...counted, isCertain: amount.isCertain || amount.container !== undefined },
        phrase: whole,
      };
}

function readFood(amount: AmountText, foods: readonly Food[], language: LineLanguage): ReadPhrase {
  const isUsual = (food: Food) => isLikely(food, amount) && (amount.quantity !== null || food.staple);
  const read = (text: string) => readFoodPhrase(text, foods, isUsual, language);
  const isTinned = amount.container !== undefined && language.tins.test(amount.container);
  if (!isTinned) return read(amount.rest);
  // "2 tins tomatoes" are tinned tomatoes, where there is such a food
  if (language.names === null) {
    const tinned = read(`tinned ${amount.rest}`);
    return tinned.isCertain ? tinned : read(amount.rest);
  }
  const fresh = read(amount.rest);
  const tinned =
    fresh.food?.id === "tomato" ? foods.find((food) => food.id === "tinned-tomatoes") : undefined;
  return tinned ? { ...fresh, food: tinned, candidates: [tinned] } : fresh;
}

/** Parts of a food that a name counts in English: "2 garlic cloves", "3 thyme sprigs". */
const NAMED_PARTS: ReadonlySet<Unit> = new Set(["clove", "stalk", "sprig", "leaf", "slice", "bunch", "head"]);

/** The unit, also where the food's name says what is counted. */
function unitOf({ unit, rest, quantity }: AmountText, food: Food, phrase: ReadPhrase): Unit | null {
  if (unit !== "pc" || quantity === null) return unit;
  if (phrase.unit) return phrase.unit;
  if (food.id === "bay-leaf") return "leaf";
  const last = /(\p{L}+)$/u.exec(rest.split(/[,(]/)[0]!.trim())?.[1];
  const part = last ? readUnit(`${last} `)?.unit : undefined;
  return part && NAMED_PARTS.has(part) ? part : unit;
}

const SPOONS: ReadonlySet<Unit> = new Set(["tsp", "tbsp", "pinch"]);

/** Nobody takes three pieces of paprika, nor a pinch of bell pepper: in such a line the word means something else. */
function isLikely(food: Food, { quantity, unit, rest }: AmountText): boolean {
  if (unit === "pc" && food.aisle === "spices" && food.unit === "tsp")
    return /\b(?:sticks?|pods?|stars?|seeds?|berries|cubes?)\b/i.test(rest);
  return !(
    quantity !== null &&
    unit !== null &&
    SPOONS.has(unit) &&
    food.aisle === "vegetables" &&
    food.unit === "pc" &&
    food.id !== "onion" &&
    food.id !== "spring-onion" &&
    food.id !== "shallot"
  );
}

/** What the line says beside the food's name. */
function noteOf(rest: string, food: Food, language: LineLanguage): string | null {
  const [head = "", ...tail] = rest.replace(/\(([^()]*)\)/g, ", $1").split(/,\s*/);
  const note = [withoutName(head, food, language), ...tail.map((part) => part.trim())]
    .filter((part) => part !== "" && !/^optional$/i.test(part))
    .join(", ");
  return note === "" ? null : note;
}

/** The words that are not the food's own name: "yolk" of an egg, "penne" of pasta stay to be read. */
function withoutName(head: string, food: Food, language: LineLanguage): string {
  const foreign = language.names?.get(food.id)?.names.flatMap((name) => name.words);
  const own = new Set(foreign ?? [food.name, food.plural].flatMap(nameForms).flat());
  return head
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => foodWords(word).some((part) => !own.has(part)))
    .join(" ");
}
