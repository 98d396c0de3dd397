import type { Food } from "../food";
import type { Ingredient } from "../recipe";
import type { Vocabulary } from "../vocabulary";
import { readAmountText } from "./amount-text";

/** A line of somebody else's recipe, read as far as it goes; the line itself is always kept. */
export interface ReadIngredient {
  readonly original: string;
  /** Null where no food of the vocabulary is named. */
  readonly ingredient: Ingredient | null;
  /** Foods it may mean, the likeliest first. */
  readonly candidates: readonly string[];
  /** False where a person should look: no food, several, a range, a packet without a size. */
  readonly isCertain: boolean;
}

/** Reads "2 cups finely chopped onions (about 3), divided" to quantity, unit, food and note. */
export function readIngredientText(original: string, vocabulary: Vocabulary): ReadIngredient {
  const line = original
    .replace(/\s+/g, " ")
    .replace(/^[-•*·▢☐\s]+/, "")
    .trim();
  const amount = readAmountText(line);
  const optional = /\boptional\b/i.test(amount.rest);
  const [head = "", ...tail] = amount.rest.replace(/\(([^()]*)\)/g, ", $1").split(/,\s*/);
  const inHead = findFoods(head, vocabulary.foods);
  const found = inHead.length > 0 ? inHead : findFoods(amount.rest, vocabulary.foods);
  const best = found[0];
  if (!best) return { original, ingredient: null, candidates: [], isCertain: false };
  const rivals = found.filter((entry) => entry.strength === best.strength);
  const before = head.toLowerCase().replace(best.text, " ").replace(/\s+/g, " ").trim();
  const note = [before, ...tail.map((part) => part.trim())]
    .filter((part) => part !== "" && !/^optional$/i.test(part))
    .join(", ");
  return {
    original,
    ingredient: {
      foodId: best.food.id,
      quantity: amount.quantity,
      unit: amount.unit,
      note: note === "" ? null : note,
      optional,
    },
    candidates: [...new Set(found.map((entry) => entry.food.id))],
    isCertain: amount.isCertain && rivals.length === 1,
  };
}

interface FoundFood {
  readonly food: Food;
  /** The words in the line that name it. */
  readonly text: string;
  /** Longer names are more telling; a name tells more than another word for it. */
  readonly strength: number;
}

function findFoods(text: string, foods: readonly Food[]): FoundFood[] {
  const line = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}'-]+/gu, " ")} `;
  const found: FoundFood[] = [];
  for (const food of foods) {
    const names = [food.name, food.plural].map((word) => ({ word: word.toLowerCase(), bonus: 0.5 }));
    const words = food.words.map((word) => ({ word: word.toLowerCase(), bonus: 0 }));
    const hits = [...names, ...words].filter(({ word }) => line.includes(` ${word} `));
    if (hits.length === 0) continue;
    const best = hits.reduce((a, b) => (b.word.length + b.bonus > a.word.length + a.bonus ? b : a));
    found.push({ food, text: best.word, strength: best.word.split(" ").length * 100 + best.bonus * 2 });
  }
  // "tomato paste" names a paste, not a tomato: a hit inside a longer hit is none
  const outer = found.filter(
    (entry) =>
      !found.some((other) => other.text !== entry.text && ` ${other.text} `.includes(` ${entry.text} `)),
  );
  return outer.sort((a, b) => b.strength - a.strength || line.lastIndexOf(b.text) - line.lastIndexOf(a.text));
}
