import { OTHER_FOOD, type Substitution } from "./food";
import { type Need, type PantryFood, resolveNeeds } from "./needs";
import { type CookProfile, personalOrder } from "./personal";
import type { RankMode } from "./rank-mode";
import type { Ingredient } from "./recipe";
import type { RankedPage, RecipeIndex } from "./recipe-index";
import { type Season, seasonalFoods, spoilsFirst } from "./season";
import type { Vocabulary } from "./vocabulary";

export interface RankRequest {
  readonly pantry: readonly PantryFood[];
  readonly mode: RankMode;
  readonly maxMissing: number | null;
  readonly requiredMask: number;
  readonly limit: number;
  readonly offset: number;
  /** Foods on the person's shelf of staples; the vocabulary's own when left out. */
  readonly staples?: ReadonlySet<string>;
  readonly maySwap?: (swap: Substitution) => boolean;
  /** Lets foods in season count a little; left out, seasons count for nothing. */
  readonly season?: Season;
  readonly profile?: CookProfile;
  /** Number of the person asking, whose own recipes are ranked with everybody's. */
  readonly owner?: number;
}

export interface Ranking extends RankedPage {
  /** What the pantry can serve as, for `explain`. */
  readonly needs: ReadonlyMap<string, Need>;
}

/** A stand-in counts less than the food itself, so that of two recipes the one as written comes first. */
const SWAP_WEIGHT = 0.75;
/** What keeps only days comes first: a quarter of a food more. */
const SPOILS_WEIGHT = 1.25;
/** Points of each food in season, at hand or to buy: enough to decide among equals. */
const SEASON_POINTS = 3;

/** Foods that count as staples for this request. */
export function staplesOf(vocabulary: Vocabulary): Set<string> {
  return new Set(vocabulary.foods.filter((food) => food.staple).map((food) => food.id));
}

/**
 * Ranks recipes for a pantry. Pure but for the index's scratch memory.
 * @param numberOf numeric id of a food slug in the index; undefined when no recipe can have it
 */
export function rankRecipes(
  index: RecipeIndex,
  vocabulary: Vocabulary,
  numberOf: (foodId: string) => number | undefined,
  request: RankRequest,
): Ranking {
  const staples = request.staples ?? staplesOf(vocabulary);
  const needs = resolveNeeds(request.pantry, vocabulary, {
    isStaple: (foodId) => staples.has(foodId),
    ...(request.maySwap ? { maySwap: request.maySwap } : {}),
  });
  const weights = new Map<number, number>();
  for (const need of needs.values()) {
    const food = numberOf(need.foodId);
    if (food === undefined) continue;
    const worth = need.weight * (spoilsFirst(need.by) ? SPOILS_WEIGHT : 1);
    weights.set(food, need.swap ? worth * SWAP_WEIGHT : worth);
  }
  const stapleNumbers = [...staples].map(numberOf).filter((food) => food !== undefined);
  const inSeason = request.season ? seasonalFoods(request.season) : [];
  const page = index.rank({
    weights,
    extras: new Map(
      inSeason
        .map(numberOf)
        .filter((food) => food !== undefined)
        .map((food) => [food, SEASON_POINTS]),
    ),
    ...(request.profile ? { personal: personalOrder(request.profile, numberOf) } : {}),
    ...(request.owner === undefined ? {} : { owner: request.owner }),
    staples: new Set(stapleNumbers),
    mode: request.mode,
    maxMissing: request.maxMissing,
    requiredMask: request.requiredMask,
    limit: request.limit,
    offset: request.offset,
  });
  return { ...page, needs };
}

export interface UsedFood {
  readonly foodId: string;
  readonly by: string;
  readonly score: number;
  /** Pieces at hand and pieces wanted, where both are counted. */
  readonly has: number | null;
  readonly wants: number | null;
}

export interface Explanation {
  /** Foods at hand, surest first. Optional ones at hand are not counted. */
  readonly used: readonly UsedFood[];
  /** Foods that another one at hand can stand in for. */
  readonly swaps: readonly Substitution[];
  /** Foods to buy, in the recipe's order; "something else" once for each line of it. */
  readonly missing: readonly string[];
  /** What the lines of "something else" say, in their order. */
  readonly unknown: readonly string[];
}

/** The foods a recipe cannot do without, staples included, each once, in its order. */
export function requiredFoods(ingredients: readonly Ingredient[]): string[] {
  return [...new Set(ingredients.filter((item) => !item.optional).map((item) => item.foodId))];
}

/** Says for one recipe what the pantry gives: its used and swapped foods together are the "5" of "uses 5 of 6". */
export function explain(
  ingredients: readonly Ingredient[],
  needs: ReadonlyMap<string, Need>,
  isStaple: (foodId: string) => boolean,
): Explanation {
  const used: UsedFood[] = [];
  const swaps: Substitution[] = [];
  const missing: string[] = [];
  const unknown: string[] = [];
  for (const foodId of requiredFoods(ingredients)) {
    if (isStaple(foodId)) continue;
    if (foodId === OTHER_FOOD) {
      for (const item of ingredients) {
        if (item.foodId !== OTHER_FOOD || item.optional) continue;
        missing.push(OTHER_FOOD);
        unknown.push(item.note ?? item.original ?? "");
      }
      continue;
    }
    const need = needs.get(foodId);
    if (!need) missing.push(foodId);
    else if (need.swap) swaps.push(need.swap);
    else used.push({ foodId, by: need.by, score: need.weight, ...pieces(ingredients, foodId, need) });
  }
  return { used: used.sort((a, b) => b.score - a.score), swaps, missing, unknown };
}

/** True where fewer pieces are there than are wanted: the rest is to be bought. */
export function isShort(food: UsedFood): food is UsedFood & { readonly has: number; readonly wants: number } {
  return food.has !== null && food.wants !== null && food.has < food.wants;
}

function pieces(ingredients: readonly Ingredient[], foodId: string, need: Need) {
  const lines = ingredients.filter((item) => item.foodId === foodId && !item.optional);
  const counted = need.count !== null && lines.every((item) => item.unit === "pc" && item.quantity !== null);
  if (!counted) return { has: null, wants: null };
  return { has: need.count, wants: lines.reduce((sum, item) => sum + (item.quantity ?? 0), 0) };
}
