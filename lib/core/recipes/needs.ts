import type { Substitution } from "./food";
import type { Vocabulary } from "./vocabulary";

/** One food at hand. */
export interface PantryFood {
  readonly foodId: string;
  /** How sure it is that the food is there, in (0, 1]; 1 when a person said so. */
  readonly weight: number;
  /** Pieces at hand, where that was counted. */
  readonly count: number | null;
}

/** A food that a recipe may ask for and that the pantry can give. */
export interface Need {
  readonly foodId: string;
  /** The pantry food that gives it. */
  readonly by: string;
  readonly weight: number;
  readonly count: number | null;
  /** Set when another food stands in. */
  readonly swap: Substitution | null;
}

/**
 * Works out every food a pantry can serve as: itself, the more general foods it counts as, and what it may stand in
 * for. The food itself wins over a stand-in, the surer over the less sure. Staples are nobody's need.
 * @param isStaple foods never counted as used or missing
 * @param maySwap refuses stand-ins that would break a hard filter
 */
export function resolveNeeds(
  pantry: readonly PantryFood[],
  vocabulary: Vocabulary,
  options: {
    readonly isStaple: (foodId: string) => boolean;
    readonly maySwap?: (swap: Substitution) => boolean;
  },
): Map<string, Need> {
  const needs = new Map<string, Need>();
  const offer = (need: Need) => {
    if (options.isStaple(need.foodId)) return;
    const known = needs.get(need.foodId);
    if (!known || isBetter(need, known)) needs.set(need.foodId, need);
  };
  for (const item of pantry) {
    const food = vocabulary.byId.get(item.foodId);
    if (!food) continue;
    const base = { by: food.id, weight: item.weight, count: item.count };
    offer({ ...base, foodId: food.id, swap: null });
    for (const general of food.countsAs) offer({ ...base, foodId: general, swap: null });
    for (const swap of vocabulary.swapsByUse.get(food.id) ?? []) {
      if (options.maySwap?.(swap) ?? true) offer({ ...base, foodId: swap.wanted, swap });
    }
  }
  return needs;
}

function isBetter(need: Need, than: Need): boolean {
  if ((need.swap === null) !== (than.swap === null)) return need.swap === null;
  return need.weight > than.weight;
}

/**
 * The needs of the pantry that was looked at last, with what a person keeps at home: what recipe page and shopping list
 * count by, as the card did.
 */
export function withKept(needs: readonly Need[], keptFoods: readonly string[]): Map<string, Need> {
  const all = new Map(needs.map((need) => [need.foodId, need]));
  for (const foodId of keptFoods) {
    const known = all.get(foodId);
    if (!known || known.swap !== null)
      all.set(foodId, { foodId, by: foodId, weight: 1, count: null, swap: null });
  }
  return all;
}
