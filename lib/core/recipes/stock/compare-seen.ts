import type { KitchenItem } from "../one-kitchen";
import type { Vocabulary } from "../vocabulary";
import { amountOf, type Place, type StockedFood } from "./stocked-food";

/** What photos of a place say against the pantry, for a person to confirm. */
export type SeenChange =
  | {
      readonly kind: "came";
      readonly foodId: string;
      /** Pieces, where they are counted and nobody is asked how many there are. */
      readonly count: number | null;
      /** Where else it is written down. */
      readonly elsewhere: readonly Place[];
    }
  | { readonly kind: "went"; readonly food: StockedFood }
  /** Another number of pieces than the one row says. */
  | { readonly kind: "count"; readonly food: StockedFood; readonly count: number };

/**
 * Compares what photos of one place show with what the pantry has there. What is seen again is no change. A doubtful food
 * has neither come nor gone, what the pantry took from these photos before is not asked about again, and what no photo can show, as no class of the detector shows it, is never missed.
 * @param items the foods on the photos of this place, and those only
 * @param place null where nobody said what the photos show: then only what is nowhere in the pantry has come
 */
export function compareSeen(
  items: readonly KitchenItem[],
  stock: readonly StockedFood[],
  place: Place | null,
  vocabulary: Vocabulary,
): SeenChange[] {
  const here = place === null ? stock : stock.filter((food) => food.place === place);
  const seen = new Map(items.map((item) => [item.foodId, item]));
  /** A more general food that is written down is seen where a special one is: "pasta" on a photo of fusilli. */
  const isSeen = (foodId: string) =>
    seen.has(foodId) || items.some((item) => vocabulary.byId.get(item.foodId)?.countsAs.includes(foodId));
  const isWritten = (foodId: string) =>
    here.some(
      (food) => food.foodId === foodId || vocabulary.byId.get(foodId)?.countsAs.includes(food.foodId),
    );
  const canBeSeen = (foodId: string) => (vocabulary.byId.get(foodId)?.classes.length ?? 0) > 0;
  const came = items
    .filter((item) => item.certainty !== "check" && !item.isTaken && !isWritten(item.foodId))
    .map(({ foodId, count, upTo }): SeenChange => {
      const elsewhere = stock.filter((food) => food.foodId === foodId).map((food) => food.place);
      return {
        kind: "came",
        foodId,
        count: upTo === null ? count : null,
        elsewhere: [...new Set(elsewhere)],
      };
    });
  const counted = items.flatMap((item): SeenChange[] => {
    const own = here.filter((food) => food.foodId === item.foodId);
    const [food] = own;
    const has = food && own.length === 1 ? amountOf(food) : null;
    const isCounted =
      has?.unit === "pc" && item.count !== null && item.certainty !== "check" && !item.isTaken;
    if (!food || !has || !isCounted || item.count === null) return [];
    const isSame = has.quantity >= item.count && has.quantity <= (item.upTo ?? item.count);
    return place === null || isSame || item.upTo !== null ? [] : [{ kind: "count", food, count: item.count }];
  });
  // without a place nobody knows what the photos would show
  const went = (place === null ? [] : here)
    .filter(({ foodId }) => canBeSeen(foodId) && !isSeen(foodId))
    .map((food): SeenChange => ({ kind: "went", food }));
  return [...came, ...counted, ...went];
}
