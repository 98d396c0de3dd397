import type { Food } from "./food";
import type { PantryFood } from "./needs";
import type { Vocabulary } from "./vocabulary";

/** A class seen on the photo, all its boxes together. */
export interface SeenClass {
  readonly className: string;
  readonly count: number;
  /** The best score among its boxes, in (0, 1]. */
  readonly score: number;
  /** The class that its surest box is nearly as likely to be. */
  readonly rival?: string | undefined;
}

/** What a person said about single foods. */
export interface PantryDecisions {
  /** Foods confirmed or added by hand, with the count if it was given. */
  readonly present: Readonly<Record<string, number | null>>;
  /** Foods that are not there whatever the photo says. */
  readonly absent: readonly string[];
}

export const NO_DECISIONS: PantryDecisions = { present: {}, absent: [] };

export interface PantryItem extends PantryFood {
  /** `sure` by its score, `check` near the threshold or beside a rival, `hand` if a person said so. */
  readonly certainty: "sure" | "check" | "hand";
  /** To be checked: it is this food or that one. */
  readonly orFoodId?: string;
}

/** Below this score a seen food is to be checked: one tap, yes or no. */
export const SURE_SCORE = 0.5;

/**
 * Turns what was seen and what a person said into a pantry, in the order seen, then added. A class that shows
 * several foods (a packet of pasta) gives each. A doubtful food weighs its score, all others weigh 1; where another food
 * is nearly as likely, it is asked which of the two it is.
 * Only foods counted in pieces keep a count: one box of rice grains says nothing about how much rice there is.
 */
export function buildPantry(
  seen: readonly SeenClass[],
  vocabulary: Vocabulary,
  decisions: PantryDecisions = NO_DECISIONS,
): PantryItem[] {
  const items = new Map<string, PantryItem>();
  const absent = new Set(decisions.absent);
  const rivalFood = (rival: string | undefined, foods: readonly Food[]) => {
    const [other] = rival === undefined ? [] : (vocabulary.byClass.get(rival) ?? []);
    return other && !absent.has(other.id) && !foods.includes(other) ? other.id : undefined;
  };
  for (const { className, count, score, rival } of seen) {
    const foods = vocabulary.byClass.get(className) ?? [];
    const orFoodId = rivalFood(rival, foods);
    for (const food of foods) {
      if (absent.has(food.id)) continue;
      const known = items.get(food.id);
      const sure = (score >= SURE_SCORE && orFoodId === undefined) || known?.certainty === "sure";
      items.set(food.id, {
        foodId: food.id,
        weight: sure ? 1 : Math.max(score, known?.weight ?? 0),
        count: food.unit === "pc" ? count + (known?.count ?? 0) : null,
        certainty: sure ? "sure" : "check",
        ...(sure || orFoodId === undefined ? {} : { orFoodId }),
      });
    }
  }
  for (const [foodId, count] of Object.entries(decisions.present)) {
    const food = vocabulary.byId.get(foodId);
    if (!food || absent.has(foodId)) continue;
    const fallback = items.get(foodId)?.count ?? null;
    items.set(foodId, { foodId, weight: 1, count: count ?? fallback, certainty: "hand" });
  }
  return [...items.values()];
}
