import type { Food, Substitution } from "./food";
import type { LineLanguage } from "./languages/language";

/** The foods known, found by id and by detector class, with what may stand in for what. */
export interface Vocabulary {
  readonly foods: readonly Food[];
  readonly byId: ReadonlyMap<string, Food>;
  /** Foods that a detector class shows, by canonical class name. */
  readonly byClass: ReadonlyMap<string, readonly Food[]>;
  /** Substitutions by the food that stands in. */
  readonly swapsByUse: ReadonlyMap<string, readonly Substitution[]>;
  /** What lines are read in; English when left out. */
  readonly language?: LineLanguage;
}

/** The same foods, for lines in another language. */
export function inLanguage(vocabulary: Vocabulary, language: LineLanguage): Vocabulary {
  return { ...vocabulary, language };
}

/**
 * Builds the look-ups.
 * @throws RangeError for a doubled id, or a `countsAs` or substitution that names no food
 */
export function createVocabulary(foods: readonly Food[], substitutions: readonly Substitution[]): Vocabulary {
  const byId = new Map(foods.map((food) => [food.id, food]));
  if (byId.size !== foods.length) throw new RangeError("two foods share an id");
  const named = [
    ...foods.flatMap((food) => food.countsAs),
    ...substitutions.flatMap((swap) => [swap.wanted, swap.use]),
  ];
  const unknown = named.find((id) => !byId.has(id));
  if (unknown !== undefined) throw new RangeError(`no food "${unknown}"`);
  return {
    foods,
    byId,
    byClass: groupBy(foods.flatMap((food) => food.classes.map((name) => [name, food] as const))),
    swapsByUse: groupBy(substitutions.map((swap) => [swap.use, swap] as const)),
  };
}

function groupBy<T>(pairs: readonly (readonly [string, T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
