import type { Food, Unit } from "../food";
import { type ReadPhrase, readFoodPhrase } from "../food-phrase";
import { foodWords, nameForms } from "../food-words";
import type { Ingredient } from "../recipe";
import type { Vocabulary } from "../vocabulary";
import { type AmountText, readAmountText } from "./amount-text";

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
  const line = original
    .replace(/\s+/g, " ")
    .replace(/^[-–•*·▢☐□✓\s]+/, "")
    .trim();
  const amount = readAmountText(line);
  const phrase = readFood(amount, vocabulary.foods);
  const { food } = phrase;
  const candidates = phrase.candidates.map((entry) => entry.id);
  if (!food) return { original, ingredient: null, candidates, isCertain: false, amount };
  return {
    original,
    ingredient: {
      foodId: food.id,
      quantity: amount.quantity,
      unit: amount.unit,
      note: noteOf(amount.rest, food),
      optional: /\boptional\b/i.test(amount.rest),
    },
    candidates,
    isCertain: amount.isCertain && phrase.isCertain && isLikely(food, amount),
    amount,
  };
}

function readFood(amount: AmountText, foods: readonly Food[]): ReadPhrase {
  const isUsual = (food: Food) => isLikely(food, amount) && (amount.quantity !== null || food.staple);
  // "2 tins tomatoes" are tinned tomatoes, where there is such a food
  if (amount.container && /^(?:can|tin|jar)s?$/.test(amount.container)) {
    const tinned = readFoodPhrase(`tinned ${amount.rest}`, foods, isUsual);
    if (tinned.isCertain) return tinned;
  }
  return readFoodPhrase(amount.rest, foods, isUsual);
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
function noteOf(rest: string, food: Food): string | null {
  const [head = "", ...tail] = rest.replace(/\(([^()]*)\)/g, ", $1").split(/,\s*/);
  const note = [withoutName(head, food), ...tail.map((part) => part.trim())]
    .filter((part) => part !== "" && !/^optional$/i.test(part))
    .join(", ");
  return note === "" ? null : note;
}

/** The words that are not the food's own name: "yolk" of an egg, "penne" of pasta stay to be read. */
function withoutName(head: string, food: Food): string {
  const own = new Set([food.name, food.plural].flatMap(nameForms).flat());
  return head
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => foodWords(word).some((part) => !own.has(part)))
    .join(" ");
}
