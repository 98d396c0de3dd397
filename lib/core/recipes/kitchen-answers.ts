/** What a person said about the foods on one photo, by food: for which boxes. A box that is drawn or found later is open again. */
export interface PhotoAnswers {
  /** The food is there. */
  readonly there: Readonly<Record<string, readonly string[]>>;
  /** The food is not there, whatever these boxes say. */
  readonly gone: Readonly<Record<string, readonly string[]>>;
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
}

export const NO_ANSWERS: KitchenAnswers = { photos: {}, counts: {} };
export const NO_PHOTO_ANSWERS: PhotoAnswers = { there: {}, gone: {} };

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
    const { there, gone } = photos[photoId] ?? NO_PHOTO_ANSWERS;
    const { [foodId]: _there, ...otherThere } = there;
    const { [foodId]: _gone, ...otherGone } = gone;
    photos[photoId] = {
      there: isThere === true ? { ...otherThere, [foodId]: boxIds } : otherThere,
      gone: isThere === false ? { ...otherGone, [foodId]: boxIds } : otherGone,
    };
  }
  return { ...answers, photos };
}

export function answerCount(answers: KitchenAnswers, foodId: string, count: CountAnswer): KitchenAnswers {
  return { ...answers, counts: { ...answers.counts, [foodId]: count } };
}

/** Only what is about photos that are still there. */
export function forgetPhotos(answers: KitchenAnswers, kept: readonly string[]): KitchenAnswers {
  const photos = Object.fromEntries(Object.entries(answers.photos).filter(([id]) => kept.includes(id)));
  const counts = Object.fromEntries(
    Object.entries(answers.counts).filter(([, { photoIds }]) => photoIds.every((id) => kept.includes(id))),
  );
  return { photos, counts };
}
