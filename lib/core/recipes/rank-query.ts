import type { RankMode } from "./rank-mode";
import type { PerShelf } from "./shelves";

/** What a person's history and wishes do to a recipe's place within its shelf; see `points.ts`. */
export interface PersonalOrder {
  readonly byFood: ReadonlyMap<number, number>;
  readonly byRecipe: ReadonlyMap<number, number>;
  /** By `shapeNumber` of servings and effort; empty for none. */
  readonly byShape: Int16Array;
}

/** Foods that are given for one another's ingredients: which of them a recipe asks for decides what they give. */
export interface RankGroup {
  /** Bit i of a set means `foods[i]`; undefined for a food that no recipe asks for. */
  readonly foods: readonly (number | undefined)[];
  /** The ingredients, by their bit, that are filled for a recipe that asks for `wanted`, with their weights. */
  readonly fill: (wanted: number) => readonly Filled[];
}

export interface Filled {
  readonly bit: number;
  readonly weight: number;
  readonly spoilsFirst: boolean;
  readonly isInSeason: boolean;
}

export interface RankQuery {
  /** How much each food in the kitchen counts, in [-1, 1]; staples are not in it. */
  readonly weights: ReadonlyMap<number, number>;
  /** Foods in the kitchen that keep only days. */
  readonly spoiling?: ReadonlySet<number>;
  /** Foods in season; a food that must be bought gains nothing by it. */
  readonly seasonal?: ReadonlySet<number>;
  readonly groups?: readonly RankGroup[];
  /** Foods never counted as missing. */
  readonly staples: ReadonlySet<number>;
  readonly personal?: PersonalOrder | undefined;
  /** Number of the person asking: their own recipes are ranked with everybody's. */
  readonly owner?: number;
  readonly mode: RankMode;
  /** At most this many foods to buy; null for any number. */
  readonly maxMissing: number | null;
  /** From `requiredMask`. */
  readonly requiredMask: number;
  /** Number of recipes of each shelf. */
  readonly limits: PerShelf<number>;
}

export interface RankedShelf {
  /** Recipe ids, best first. */
  readonly ids: readonly number[];
  /** How many recipes of this shelf use at least one food and pass the filters. */
  readonly total: number;
}

/** What one more food would make possible. */
export interface Opener {
  readonly food: number;
  /** Recipes that lack this food and the requested number of others. */
  readonly recipes: number;
}
