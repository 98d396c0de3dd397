import { type Amount, inBaseUnit, sumOf } from "./amounts";
import { OTHER_FOOD, type Substitution, type Unit } from "./food";
import { type AtHand, type Offer, offersFor } from "./needs";
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
  /** How much is there and how much is wanted, in `unit`, where the two compare. */
  readonly has: number | null;
  readonly wants: number | null;
  readonly unit: Unit;
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
    const { by, swap, weight } = offer;
    const there = swap === null ? thereOf(offer) : null;
    const wanted = there && sumOf(lines.map(amountOfLine));
    const compares = there !== null && wanted !== null && there.unit === wanted.unit;
    const [has, wants] = compares ? [there.quantity, wanted.quantity] : [null, null];
    const isShort = has !== null && wants !== null && has < wants;
    const state = weight < 1 ? "doubtful" : isShort ? "some" : "have";
    return [{ foodId, state, by, swap, has, wants, unit: there?.unit ?? "pc", words: null }];
  });
}

const MISSING = {
  state: "missing",
  by: null,
  swap: null,
  has: null,
  wants: null,
  unit: "pc",
  words: null,
} as const;

function thereOf({ count, amount }: Offer): Amount | null {
  if (amount) return inBaseUnit(amount);
  return count === null ? null : { quantity: count, unit: "pc" };
}

function amountOfLine({ quantity, unit }: Ingredient): Amount | null {
  return quantity === null || unit === null ? null : { quantity, unit };
}

/** How much of a partly available food is missing; 0 if there is enough or the amounts do not compare. */
export function shortBy({ has, wants }: Pick<AskedFood, "has" | "wants">): number {
  return has !== null && wants !== null ? Math.max(0, wants - has) : 0;
}

/** For how many servings, up to those of the recipe, the foods last whose amounts compare. */
export function servingsAtHand(asked: readonly AskedFood[], servings: number): number {
  const shares = asked.map(({ has, wants }) =>
    has !== null && wants !== null && wants > 0 ? has / wants : 1,
  );
  // a hair more, so that 3 of 4 eggs for 4 are 3 servings in floating point too
  return Math.floor(servings * Math.min(1, ...shares) + 1e-9);
}
