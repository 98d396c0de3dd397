import type { Amount } from "./amounts";
import type { Substitution } from "./food";
import type { Vocabulary } from "./vocabulary";

/** One food in the kitchen. */
export interface PantryFood {
  readonly foodId: string;
  /** How sure it is that the food is there, in (0, 1]; 1 when a person said so. */
  readonly weight: number;
  /** Pieces in the kitchen, if counted. */
  readonly count: number | null;
  /** How much there is, where it is written down in another unit than pieces. */
  readonly amount?: Amount | undefined;
  /** Whether it is to be used first, where that is known of this one; left out, its kind decides. */
  readonly spoils?: boolean | undefined;
}

/** A food of the kitchen given for an ingredient. */
export interface Offer {
  /** The ingredient. */
  readonly foodId: string;
  /** The pantry food that gives it. */
  readonly by: string;
  readonly weight: number;
  readonly count: number | null;
  readonly amount?: Amount | undefined;
  readonly spoils?: boolean | undefined;
  /** Set when another food stands in. */
  readonly swap: Substitution | null;
}

/** Foods that may be given for one another's ingredients, so that giving one takes it from another. */
export interface OfferGroup {
  /** The foods that matter to the group: a set of them is a number with bit i set for `foods[i]`. */
  readonly foods: readonly string[];
  /** Which offers a recipe takes that asks for these foods. */
  readonly fill: (wanted: number) => readonly Offer[];
}

/** All a pantry can give. */
export interface AtHand {
  /** The foods that are there themselves. */
  readonly own: ReadonlyMap<string, Offer>;
  /** What the other ingredients may be given by. */
  readonly groups: readonly OfferGroup[];
}

export interface AtHandOptions {
  /** Foods never counted as used or missing. */
  readonly isStaple: (foodId: string) => boolean;
  /** Refuses stand-ins that would break a hard filter. */
  readonly maySwap?: (swap: Substitution) => boolean;
}

/** Most foods of a group in one number; a test checks that the catalogue's groups are smaller. */
export const MAX_GROUP = 30;

/**
 * Works out what a pantry can give. Each food fills one ingredient, once: first itself; where the recipe does not ask for
 * it, a more general ingredient it counts as, else what it may stand in for. As many ingredients are filled as can be,
 * the sure foods before the doubtful ones. Staples are not needs.
 */
export function resolveAtHand(
  pantry: readonly PantryFood[],
  vocabulary: Vocabulary,
  { isStaple, maySwap = () => true }: AtHandOptions,
): AtHand {
  const own = new Map<string, Offer>();
  for (const { foodId, weight, count, amount, spoils } of pantry) {
    const known = own.get(foodId);
    if (vocabulary.byId.has(foodId) && !(known && known.weight >= weight))
      own.set(foodId, { foodId, by: foodId, weight, count, amount, spoils, swap: null });
  }
  const others = [...own.values()]
    .flatMap((item) => othersOf(item, vocabulary, maySwap))
    .filter((offer) => !own.has(offer.foodId) && !isStaple(offer.foodId))
    .sort(byPreference);
  const needed = new Map([...own].filter(([foodId]) => !isStaple(foodId)));
  return { own: needed, groups: partition(others).map(toGroup) };
}

function othersOf(item: Offer, vocabulary: Vocabulary, maySwap: (swap: Substitution) => boolean): Offer[] {
  const general = vocabulary.byId.get(item.by)?.countsAs ?? [];
  const swaps = vocabulary.swapsByUse.get(item.by) ?? [];
  return [
    ...general.map((foodId) => ({ ...item, foodId })),
    ...swaps.filter(maySwap).map((swap) => ({ ...item, foodId: swap.wanted, swap })),
  ];
}

function byPreference(a: Offer, b: Offer): number {
  return (
    Number(a.swap !== null) - Number(b.swap !== null) ||
    b.weight - a.weight ||
    compare(a.foodId, b.foodId) ||
    compare(a.by, b.by)
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Parts the offers so that no food is in two parts. */
function partition(offers: readonly Offer[]): Offer[][] {
  const parts: { readonly foods: Set<string>; readonly offers: Offer[] }[] = [];
  for (const offer of offers) {
    const touched = parts.filter(({ foods }) => foods.has(offer.foodId) || foods.has(offer.by));
    const joined = {
      foods: new Set([...touched.flatMap(({ foods }) => [...foods]), offer.foodId, offer.by]),
      offers: offers.filter((one) => one === offer || touched.some((part) => part.offers.includes(one))),
    };
    // a group larger than a number has bits for gives less, and never too much
    if (joined.foods.size > MAX_GROUP) continue;
    for (const part of touched) parts.splice(parts.indexOf(part), 1);
    parts.push(joined);
  }
  return parts.map((part) => part.offers);
}

function toGroup(offers: readonly Offer[]): OfferGroup {
  const foods = [...new Set(offers.flatMap((offer) => [offer.foodId, offer.by]))];
  const needs = [...new Set(offers.map((offer) => offer.foodId))].map((foodId) => ({
    bit: 1 << foods.indexOf(foodId),
    offers: offers
      .filter((offer) => offer.foodId === foodId)
      .map((offer) => ({ offer, givenBit: 1 << foods.indexOf(offer.by) })),
  }));
  return { foods, fill: (wanted) => fill(needs, wanted) };
}

interface GroupNeed {
  readonly bit: number;
  readonly offers: readonly { readonly offer: Offer; readonly givenBit: number }[];
}

/**
 * The most ingredients that foods which are not wanted themselves can be given for, each once.
 * Source: augmenting paths, Kuhn 1955
 */
function fill(needs: readonly GroupNeed[], wanted: number): Offer[] {
  const taken = new Map<number, { need: GroupNeed; offer: Offer }>();
  const place = (need: GroupNeed, tried: Set<number>): boolean => {
    for (const { offer, givenBit } of need.offers) {
      if ((wanted & givenBit) !== 0 || tried.has(givenBit)) continue;
      tried.add(givenBit);
      const before = taken.get(givenBit);
      if (before && !place(before.need, tried)) continue;
      taken.set(givenBit, { need, offer });
      return true;
    }
    return false;
  };
  for (const need of needs) if ((wanted & need.bit) !== 0) place(need, new Set());
  return [...taken.values()].map(({ offer }) => offer);
}

/** What a pantry gives for the foods a recipe asks for, by ingredient. */
export function offersFor(wanted: readonly string[], atHand: AtHand): Map<string, Offer> {
  const given = new Map<string, Offer>();
  for (const foodId of wanted) {
    const own = atHand.own.get(foodId);
    if (own) given.set(foodId, own);
  }
  for (const { foods, fill } of atHand.groups) {
    let bits = 0;
    for (const [place, foodId] of foods.entries()) if (wanted.includes(foodId)) bits |= 1 << place;
    for (const offer of fill(bits)) given.set(offer.foodId, offer);
  }
  return given;
}
