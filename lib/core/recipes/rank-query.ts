import type { RankMode } from "./rank-mode";

/** One food used, in the points of a personal order and in the sums of the ranking. */
export const ONE_FOOD = 64;

/** What a person's history and wishes add to a recipe's place, in points: `ONE_FOOD` is worth one food used. */
export interface PersonalOrder {
  readonly byFood: ReadonlyMap<number, number>;
  readonly byRecipe: ReadonlyMap<number, number>;
  /** By `shapeNumber` of servings and effort; empty for none. */
  readonly byShape: Int16Array;
}

export interface RankQuery {
  /** Weight in (0, 1.25] of each food the pantry can serve as; staples are not in it. */
  readonly weights: ReadonlyMap<number, number>;
  /** Foods never counted as missing. */
  readonly staples: ReadonlySet<number>;
  /** Foods that make a recipe a little dearer without being used, in points: what is in season. */
  readonly extras?: ReadonlyMap<number, number>;
  readonly personal?: PersonalOrder;
  /** Number of the person asking: their own recipes are ranked with everybody's. */
  readonly owner?: number;
  readonly mode: RankMode;
  /** At most this many foods to buy; null for any number. */
  readonly maxMissing: number | null;
  /** From `requiredMask`. */
  readonly requiredMask: number;
  readonly limit: number;
  readonly offset: number;
}

export interface RankedPage {
  /** Recipe ids, best first. */
  readonly ids: number[];
  /** How many recipes use at least one food and pass the filters. */
  readonly total: number;
}
