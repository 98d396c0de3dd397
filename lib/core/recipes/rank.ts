import type { Substitution } from "./food";
import { type AtHand, type Offer, type OfferGroup, type PantryFood, resolveAtHand } from "./needs";
import { type CookProfile, personalOrder } from "./personal";
import type { RankMode } from "./rank-mode";
import type { RankGroup, RankQuery } from "./rank-query";
import type { RankedShelf, RecipeIndex } from "./recipe-index";
import { isInSeason, type Season, seasonalFoods, spoilsFirst } from "./season";
import type { PerShelf } from "./shelves";
import type { Vocabulary } from "./vocabulary";

export interface RankRequest {
  readonly pantry: readonly PantryFood[];
  readonly mode: RankMode;
  readonly maxMissing: number | null;
  readonly requiredMask: number;
  /** Number of recipes of each shelf. */
  readonly limits: PerShelf<number>;
  /** Foods on the person's shelf of staples; the vocabulary's own when left out. */
  readonly staples?: ReadonlySet<string>;
  readonly maySwap?: (swap: Substitution) => boolean;
  /** Lets foods in the kitchen count a little when in season; left out, seasons do not count. */
  readonly season?: Season;
  readonly profile?: CookProfile;
  /** Number of the person asking, whose own recipes are ranked with the catalogue's. */
  readonly owner?: number;
}

/** Recipes for a pantry, by shelf. */
export interface Ranking {
  readonly shelves: PerShelf<RankedShelf>;
  /** What the pantry gives, for `explain`. */
  readonly atHand: AtHand;
}

/** Numeric id of a food slug in the index; undefined when no recipe can have it. */
export type NumberOf = (foodId: string) => number | undefined;

/** A stand-in counts less than the food itself, so that of two recipes the one as written comes first. */
const SWAP_WEIGHT = 0.75;

/** Foods that count as staples for this request. */
export function staplesOf(vocabulary: Vocabulary): Set<string> {
  return new Set(vocabulary.foods.filter((food) => food.staple).map((food) => food.id));
}

/** Ranks recipes for a pantry. Pure except for the index's scratch memory. */
export function rankRecipes(
  index: RecipeIndex,
  vocabulary: Vocabulary,
  numberOf: NumberOf,
  request: RankRequest,
): Ranking {
  const { query, atHand } = toQuery(vocabulary, numberOf, request);
  return { shelves: index.rank(query), atHand };
}

/** A food that would add recipes to a shelf. */
export interface OpeningFood {
  readonly foodId: string;
  /** Recipes the shelf would hold that it does not hold now. */
  readonly recipes: number;
}

/** Number of foods tried; the foods that most recipes lack make most of them possible. */
const TRIED = 8;

/**
 * The foods that would bring most recipes to a shelf, each counted by putting it into the pantry and asking again.
 * @param shelf `now`, or `one` for what would lack one food at most
 */
export function openingFoods(
  index: RecipeIndex,
  vocabulary: Vocabulary,
  numberOf: NumberOf,
  request: RankRequest,
  shelf: "now" | "one",
): OpeningFood[] {
  const within = shelf === "now" ? (["now"] as const) : (["now", "one"] as const);
  const held = ({ shelves }: Pick<Ranking, "shelves">) =>
    within.reduce((sum, name) => sum + shelves[name].total, 0);
  const { query } = toQuery(vocabulary, numberOf, request);
  const lacked = new Set(index.lackedFoods(query, within.length).map(({ food }) => food));
  const candidates = vocabulary.foods.filter((food) => lacked.has(numberOf(food.id) ?? -1));
  const order = new Map([...lacked].map((food, place) => [food, place]));
  const placeOf = (foodId: string) => order.get(numberOf(foodId) ?? -1) ?? 0;
  const before = held({ shelves: index.rank(query) });
  return candidates
    .sort((a, b) => placeOf(a.id) - placeOf(b.id))
    .slice(0, TRIED)
    .map(({ id }) => {
      const pantry = [...request.pantry, { foodId: id, weight: 1, count: null }];
      const ranking = rankRecipes(index, vocabulary, numberOf, { ...request, pantry });
      return { foodId: id, recipes: held(ranking) - before };
    })
    .filter(({ recipes }) => recipes > 0)
    .sort((a, b) => b.recipes - a.recipes || placeOf(a.foodId) - placeOf(b.foodId));
}

function toQuery(
  vocabulary: Vocabulary,
  numberOf: NumberOf,
  request: RankRequest,
): { readonly query: RankQuery; readonly atHand: AtHand } {
  const staples = request.staples ?? staplesOf(vocabulary);
  const isStaple = (foodId: string) => staples.has(foodId);
  const atHand = resolveAtHand(request.pantry, vocabulary, {
    isStaple,
    ...(request.maySwap ? { maySwap: request.maySwap } : {}),
  });
  const numbered = (foodIds: Iterable<string>) =>
    new Set([...foodIds].map(numberOf).filter((food) => food !== undefined));
  const { season } = request;
  const own = [...atHand.own.values()];
  const query: RankQuery = {
    weights: new Map(
      own.flatMap((offer) => {
        const food = numberOf(offer.foodId);
        return food === undefined ? [] : [[food, worthOf(offer)] as const];
      }),
    ),
    spoiling: numbered(own.filter(isToUseFirst).map((offer) => offer.foodId)),
    seasonal: numbered(season ? seasonalFoods(season).filter((foodId) => atHand.own.has(foodId)) : []),
    groups: atHand.groups.map((group) => toRankGroup(group, numberOf, isStaple, season)),
    ...(request.profile ? { personal: personalOrder(request.profile, numberOf) } : {}),
    ...(request.owner === undefined ? {} : { owner: request.owner }),
    staples: numbered(staples),
    mode: request.mode,
    maxMissing: request.maxMissing,
    requiredMask: request.requiredMask,
    limits: request.limits,
  };
  return { query, atHand };
}

/** A food counts by how much likelier it is there than not, so that what is there for certain always comes first. */
function worthOf({ weight, swap }: Offer): number {
  return (2 * weight - 1) * (swap ? SWAP_WEIGHT : 1);
}

/** By the date of this one where it is known, else by its kind. */
export function isToUseFirst({ by, spoils }: Pick<Offer, "by" | "spoils">): boolean {
  return spoils ?? spoilsFirst(by);
}

function toRankGroup(
  group: OfferGroup,
  numberOf: NumberOf,
  isStaple: (foodId: string) => boolean,
  season: Season | undefined,
): RankGroup {
  return {
    // no recipe asks for a staple
    foods: group.foods.map((foodId) => (isStaple(foodId) ? undefined : numberOf(foodId))),
    fill: (wanted) =>
      group.fill(wanted).map((offer) => ({
        bit: 1 << group.foods.indexOf(offer.foodId),
        weight: worthOf(offer),
        spoilsFirst: isToUseFirst(offer),
        isInSeason: season !== undefined && isInSeason(offer.by, season),
      })),
  };
}
