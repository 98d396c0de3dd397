import type { Row } from "../stock/row-changes";

/** A meal of the week, as a person plans it. */
export interface MealValues {
  /** The recipe's slug. */
  readonly slug: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Servings that are cooked; 0 for a leftover. */
  readonly cooked: number;
  /** Servings that are eaten that day. */
  readonly eaten: number;
  /** The meal that it is left of; null for one that is cooked. */
  readonly leftoverOf: string | null;
}

export interface PlannedMeal extends MealValues, Row {}

export const MOST_SERVINGS = 99;
