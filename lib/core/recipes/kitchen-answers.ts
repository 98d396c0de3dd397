import type { Row } from "./stock/row-changes";
import type { Place } from "./stock/stocked-food";

/** What a person said about the foods on one photo, by food: for which boxes. A box that is drawn or found later is open again. */
export interface PhotoAnswers {
  /** The food is there. */
  readonly there: Readonly<Record<string, readonly string[]>>;
  /** The food is not there, whatever these boxes say. */
  readonly gone: Readonly<Record<string, readonly string[]>>;
  /** The pantry that lasts knows of it: what it says of the food holds, and these boxes count no longer. */
  readonly taken: Readonly<Record<string, readonly string[]>>;
}

/** How many there are of a food that several photos show; holds for exactly these photos. */
export interface CountAnswer {
  readonly count: number;
  readonly photoIds: readonly string[];
}

export interface KitchenAnswers {
  readonly photos: Readonly<Record<string, PhotoAnswers>>;
  /** By food. */
  readonly counts: Readonly<Record<string, CountAnswer>>;
  /** Which place a photo shows, where a person said so. */
  readonly places: Readonly<Record<string, Place>>;
  /** Foods of the pantry that no photo shows and that are still there, each as `stillKey`. */
  readonly still: readonly string[];
}

export const NO_ANSWERS: KitchenAnswers = { photos: {}, counts: {}, places: {}, still: [] };
export const NO_PHOTO_ANSWERS: PhotoAnswers = { there: {}, gone: {}, taken: {} };

/** The boxes of one photo that an answer is about. */
export interface AnsweredBoxes {
  readonly photoId: string;
  readonly boxIds: readonly string[];
}

/** Records on each photo whether a food is there; the latest answer counts. Null takes the answers back. */
export function answerFood(
  answers: KitchenAnswers,
  foodId: string,
  isThere: boolean | null,
  on: readonly AnsweredBoxes[],
): KitchenAnswers {
  const photos = { ...answers.photos };
  for (const { photoId, boxIds } of on) {
    const { there, gone, taken } = photos[photoId] ?? NO_PHOTO_ANSWERS;
    const { [foodId]: _there, ...otherThere } = there;
    const { [foodId]: _gone, ...otherGone } = gone;
    photos[photoId] = {
      there: isThere === true ? { ...otherThere, [foodId]: boxIds } : otherThere,
      gone: isThere === false ? { ...otherGone, [foodId]: boxIds } : otherGone,
      taken,
    };
  }
  return { ...answers, photos };
}

export function answerCount(answers: KitchenAnswers, foodId: string, count: CountAnswer): KitchenAnswers {
  return { ...answers, counts: { ...answers.counts, [foodId]: count } };
}

/** Records that the pantry that lasts knows of a food on these photos, or no longer does. */
export function markTaken(
  answers: KitchenAnswers,
  foodId: string,
  isTaken: boolean,
  on: readonly AnsweredBoxes[],
): KitchenAnswers {
  const photos = { ...answers.photos };
  for (const { photoId, boxIds } of on) {
    const before = photos[photoId] ?? NO_PHOTO_ANSWERS;
    const { [foodId]: _, ...others } = before.taken;
    photos[photoId] = { ...before, taken: isTaken ? { ...others, [foodId]: boxIds } : others };
  }
  return { ...answers, photos };
}

/** The pantry starts anew: what photos show counts again and is asked about again. */
export function forgetTaken(answers: KitchenAnswers): KitchenAnswers {
  const photos = Object.entries(answers.photos).map(([id, said]) => [id, { ...said, taken: {} }] as const);
  return { ...answers, photos: Object.fromEntries(photos), still: [] };
}

/** @param place null where they show no place of their own */
export function answerPlace(
  answers: KitchenAnswers,
  photoIds: readonly string[],
  place: Place | null,
): KitchenAnswers {
  const others = Object.fromEntries(Object.entries(answers.places).filter(([id]) => !photoIds.includes(id)));
  const said = place === null ? {} : Object.fromEntries(photoIds.map((id) => [id, place]));
  return { ...answers, places: { ...others, ...said } };
}

/** One state of a row beside exactly these photos: another photo asks again. */
export function stillKey(row: Row, photoIds: readonly string[]): string {
  return [row.id, row.changeId, ...[...photoIds].sort()].join(" ");
}

export function answerStill(answers: KitchenAnswers, key: string): KitchenAnswers {
  return { ...answers, still: [...answers.still.filter((known) => known !== key), key] };
}

/** Only what is about photos that are still there. */
export function forgetPhotos(answers: KitchenAnswers, kept: readonly string[]): KitchenAnswers {
  const photos = Object.fromEntries(Object.entries(answers.photos).filter(([id]) => kept.includes(id)));
  const counts = Object.fromEntries(
    Object.entries(answers.counts).filter(([, { photoIds }]) => photoIds.every((id) => kept.includes(id))),
  );
  const places = Object.fromEntries(Object.entries(answers.places).filter(([id]) => kept.includes(id)));
  const still = answers.still.filter((key) =>
    key
      .split(" ")
      .slice(2)
      .every((id) => kept.includes(id)),
  );
  return { photos, counts, places, still };
}
