import { OTHER_FOOD, type Substitution } from "./food";
import { type AtHand, offersFor } from "./needs";
import type { Ingredient } from "./recipe";

/**
 * The kitchen's state of an ingredient: it is there, too few of it are, a photo is not sure of it, or it has to be
 * bought.
 */
export const AT_HAND_STATES = ["have", "some", "doubtful", "missing"] as const;
export type AtHandState = (typeof AT_HAND_STATES)[number];

/** One food a recipe asks for, and the kitchen's state of it. */
export interface AskedFood {
  readonly foodId: string;
  readonly state: AtHandState;
  /** The food of the kitchen that gives it; null where it is missing. */
  readonly by: string | null;
  /** Set where another food stands in. */
  readonly swap: Substitution | null;
  /** Pieces there and pieces wanted, where both are counted. */
  readonly has: number | null;
  readonly wants: number | null;
  /** What its line says, for "something else". */
  readonly words: string | null;
}

/** The foods a recipe cannot do without, staples included, each once, in its order. */
export function requiredFoods(ingredients: readonly Ingredient[]): string[] {
  return [...new Set(ingredients.filter((item) => !item.optional).map((item) => item.foodId))];
}

/**
 * Says for each food a recipe cannot do without what the kitchen gives for it: the one answer that card, recipe page and
 * shopping list show. Staples are left out; "something else" stands there once for each line of it.
 * @param ingredients scaled to the servings wanted
 */
export function explain(
  ingredients: readonly Ingredient[],
  atHand: AtHand,
  isStaple: (foodId: string) => boolean,
): AskedFood[] {
  const needed = ingredients.filter((item) => !item.optional);
  const asked = requiredFoods(ingredients).filter((foodId) => !isStaple(foodId));
  const offers = offersFor(asked, atHand);
  return asked.flatMap((foodId): AskedFood[] => {
    const lines = needed.filter((item) => item.foodId === foodId);
    if (foodId === OTHER_FOOD)
      return lines.map((item) => ({ ...MISSING, foodId, words: item.note ?? item.original ?? "" }));
    const offer = offers.get(foodId);
    if (!offer) return [{ ...MISSING, foodId }];
    const { by, swap, weight, count } = offer;
    const counted =
      count !== null && swap === null && lines.every((item) => item.unit === "pc" && item.quantity !== null);
    const wants = counted ? lines.reduce((sum, item) => sum + (item.quantity ?? 0), 0) : null;
    const has = counted ? count : null;
    const isShort = has !== null && wants !== null && has < wants;
    const state = weight < 1 ? "doubtful" : isShort ? "some" : "have";
    return [{ foodId, state, by, swap, has, wants, words: null }];
  });
}

const MISSING = { state: "missing", by: null, swap: null, has: null, wants: null, words: null } as const;

/** How many pieces of a partly available food are missing; 0 if there are enough or they are not counted. */
export function shortBy({ has, wants }: Pick<AskedFood, "has" | "wants">): number {
  return has !== null && wants !== null ? Math.max(0, wants - has) : 0;
}

/** For how many servings, up to those of the recipe, the counted foods last. */
export function servingsAtHand(asked: readonly AskedFood[], servings: number): number {
  const shares = asked.map(({ has, wants }) =>
    has !== null && wants !== null && wants > 0 ? has / wants : 1,
  );
  // a hair more, so that 3 of 4 eggs for 4 are 3 servings in floating point too
  return Math.floor(servings * Math.min(1, ...shares) + 1e-9);
}
