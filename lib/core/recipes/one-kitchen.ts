import type { Food } from "./food";
import { type KitchenAnswers, NO_ANSWERS, NO_PHOTO_ANSWERS, type PhotoAnswers } from "./kitchen-answers";
import { buildPantry, type PantryItem, type SeenClass } from "./pantry";
import type { Vocabulary } from "./vocabulary";

/** A class seen on a photo, with its boxes. */
export interface SeenBoxes extends SeenClass {
  readonly classId: number;
  readonly boxIds: readonly string[];
  /** Those that are nearly as likely to be the rival. */
  readonly doubtIds: readonly string[];
  readonly rivalId?: number | undefined;
}

/** What one photo shows. */
export interface PhotoFoods {
  readonly photoId: string;
  readonly seen: readonly SeenBoxes[];
}

/** A food as one photo shows it. */
export interface Sighting extends PantryItem {
  readonly photoId: string;
  readonly boxIds: readonly string[];
  /** The boxes that are asked about: this food or `orFoodId`. */
  readonly doubtIds: readonly string[];
  /** The class that `orFoodId` is shown by. */
  readonly rivalId?: number | undefined;
  /** The pantry that lasts knows of all these boxes. */
  readonly isTaken: boolean;
}

/** A food of the kitchen, with the photos that show it. */
export interface KitchenItem extends PantryItem {
  readonly sightings: readonly Sighting[];
  /**
   * Several photos show some of it, and nobody has said whether they are the same: `count` is the most on one photo, and
   * there are this many if all differ.
   */
  readonly upTo: number | null;
  /** The pantry that lasts knows of it on every photo that shows it. */
  readonly isTaken: boolean;
}

/** A food that is there without a photo: added by hand. */
export interface KeptFood {
  readonly foodId: string;
  /** Pieces, where a person counted them. */
  readonly count: number | null;
}

export interface OneKitchen {
  readonly items: readonly KitchenItem[];
  /** Doubts about foods that another photo shows for certain: what they may be instead is not counted before it is answered. */
  readonly doubts: readonly Sighting[];
  /** Foods a person said are not there, with the boxes that show them. */
  readonly absent: readonly { readonly foodId: string; readonly on: readonly Sighting[] }[];
}

/**
 * Makes one kitchen of several photos. A food is as certain as on the photo that shows it best. Pieces are counted on each
 * photo; the same piece may be on two, so that the largest count holds until a person says how many there are.
 */
export function oneKitchen(
  photos: readonly PhotoFoods[],
  vocabulary: Vocabulary,
  {
    answers = NO_ANSWERS,
    kept = [],
  }: { readonly answers?: KitchenAnswers; readonly kept?: readonly KeptFood[] } = {},
): OneKitchen {
  const seen = photos.map((photo) =>
    sightingsOf(photo, vocabulary, answers.photos[photo.photoId] ?? NO_PHOTO_ANSWERS),
  );
  const byFood = groupByFood(seen.flatMap(({ present }) => present));
  const keptCounts = new Map(
    kept.filter(({ foodId }) => vocabulary.byId.has(foodId)).map((food) => [food.foodId, food.count]),
  );
  const items = [...new Set([...byFood.keys(), ...keptCounts.keys()])].map((foodId): KitchenItem => {
    const sightings = byFood.get(foodId) ?? [];
    const item = sightings.length > 0 ? toItem(foodId, sightings, answers) : undefined;
    const count = keptCounts.get(foodId);
    if (item && count === undefined) return item;
    const isTaken = item?.isTaken ?? false;
    const said = { foodId, weight: 1, certainty: "hand", sightings, isTaken } as const;
    return {
      ...said,
      count: count ?? item?.count ?? null,
      upTo: count == null ? (item?.upTo ?? null) : null,
    };
  });
  const settled = new Set(items.filter(({ certainty }) => certainty !== "check").map(({ foodId }) => foodId));
  const doubts = items
    .filter(({ foodId }) => settled.has(foodId))
    .flatMap(({ sightings }) => sightings)
    .filter(({ certainty, orFoodId }) => certainty === "check" && orFoodId && !settled.has(orFoodId));
  const absent = groupByFood(seen.flatMap(({ gone }) => gone));
  return {
    items,
    doubts,
    absent: [...absent]
      .filter(([foodId]) => !byFood.has(foodId) && !keptCounts.has(foodId))
      .map(([foodId, on]) => ({ foodId, on })),
  };
}

function toItem(foodId: string, sightings: readonly Sighting[], answers: KitchenAnswers): KitchenItem {
  const best = sightings.reduce((one, other) => (rankOf(other) > rankOf(one) ? other : one));
  const counted = sightings.filter(({ count }) => count !== null);
  const counts = counted.map(({ count }) => count ?? 0);
  const most = counts.length > 0 ? Math.max(...counts) : null;
  const answer = answers.counts[foodId];
  const isAnswered =
    answer !== undefined &&
    isSameSet(
      answer.photoIds,
      sightings.map(({ photoId }) => photoId),
    );
  const asksHowMany = counted.length > 1 && !isAnswered;
  return {
    foodId,
    weight: best.weight,
    certainty: best.certainty,
    ...(best.orFoodId === undefined ? {} : { orFoodId: best.orFoodId }),
    count: isAnswered ? answer.count : most,
    sightings,
    upTo: asksHowMany ? counts.reduce((sum, count) => sum + count, 0) : null,
    isTaken: sightings.every((sighting) => sighting.isTaken),
  };
}

const CERTAINTIES = ["check", "sure", "hand"] as const;

/** Certainty first, then weight. */
function rankOf({ certainty, weight }: PantryItem): number {
  return CERTAINTIES.indexOf(certainty) * 2 + weight;
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry) => other.includes(entry));
}

function groupByFood(sightings: readonly Sighting[]): Map<string, Sighting[]> {
  const groups = new Map<string, Sighting[]>();
  for (const sighting of sightings)
    groups.set(sighting.foodId, [...(groups.get(sighting.foodId) ?? []), sighting]);
  return groups;
}

/** The foods of one photo, less the boxes of which a person said that they are not there. */
function sightingsOf(
  { photoId, seen }: PhotoFoods,
  vocabulary: Vocabulary,
  { there, gone, taken }: PhotoAnswers,
): { readonly present: readonly Sighting[]; readonly gone: readonly Sighting[] } {
  const foodsOf = ({ className }: SeenClass): readonly Food[] => vocabulary.byClass.get(className) ?? [];
  const isGone = (foodId: string, boxId: string) => gone[foodId]?.includes(boxId) === true;
  const boxesOf = (foodId: string) =>
    seen.filter((entry) => foodsOf(entry).some((food) => food.id === foodId)).flatMap(({ boxIds }) => boxIds);
  const left = seen.map((entry) => {
    const boxIds = entry.boxIds.filter((id) => foodsOf(entry).some((food) => !isGone(food.id, id)));
    return { ...entry, boxIds, count: boxIds.length };
  });
  const foodIds = [...new Set(seen.flatMap(foodsOf).map((food) => food.id))];
  const isAbsent = (foodId: string) => boxesOf(foodId).every((id) => isGone(foodId, id));
  const isSaid = (foodId: string) => boxesOf(foodId).some((id) => there[foodId]?.includes(id) === true);
  const absent = foodIds.filter(isAbsent);
  const present = Object.fromEntries(foodIds.filter(isSaid).map((foodId) => [foodId, null]));
  const items = buildPantry(
    left.filter((entry) => entry.boxIds.length > 0),
    vocabulary,
    { present, absent },
  );
  const whereOf = (foodId: string) => {
    const own = seen.filter((entry) => foodsOf(entry).some((food) => food.id === foodId));
    const asked = own.find(({ rivalId }) => rivalId !== undefined);
    const boxIds = own.flatMap((entry) => entry.boxIds);
    return {
      photoId,
      boxIds,
      isTaken: boxIds.every((id) => taken[foodId]?.includes(id) === true),
      doubtIds: asked?.doubtIds ?? [],
      ...(asked?.rivalId === undefined ? {} : { rivalId: asked.rivalId }),
    };
  };
  const nothing = { weight: 0, count: null, certainty: "hand" } as const;
  return {
    present: items.map((item) => ({ ...item, ...whereOf(item.foodId) })),
    gone: absent.map((foodId) => ({ foodId, ...nothing, ...whereOf(foodId) })),
  };
}
