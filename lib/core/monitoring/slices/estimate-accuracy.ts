import { type Likely, shareOf } from "./likely";

/** A photo with boxes of the model, and what a person who saved it said of them. */
export interface ScoredPhoto {
  /** Mean score of its boxes, in [0, 1]. */
  readonly score: number;
  readonly boxes: number;
  /** Of its boxes, those that were judged, and of them those that were deleted or renamed. Null until somebody saves it. */
  readonly judged: { readonly boxes: number; readonly wrong: number } | null;
}

/** Fewer judged photos say nothing, in all and in each range of scores. */
export const FEWEST_JUDGED = 30;
const PLACES = 10;

interface Range {
  readonly upTo: number;
  readonly photos: number;
  readonly boxes: number;
  readonly wrong: number;
}

/** Ranges of scores, low to high, each with enough judged photos; the last takes what is left. */
function rangesOf(photos: readonly ScoredPhoto[]): readonly Range[] {
  const ranges: Range[] = [];
  let open = { photos: 0, boxes: 0, wrong: 0 };
  for (let place = 0; place < PLACES; place++) {
    const isLast = place === PLACES - 1;
    for (const { score, judged } of photos) {
      if (!judged || Math.min(PLACES - 1, Math.floor(score * PLACES)) !== place) continue;
      open = {
        photos: open.photos + 1,
        boxes: open.boxes + judged.boxes,
        wrong: open.wrong + judged.wrong,
      };
    }
    if (open.photos >= FEWEST_JUDGED) {
      ranges.push({ ...open, upTo: (place + 1) / PLACES });
      open = { photos: 0, boxes: 0, wrong: 0 };
    } else if (isLast && open.photos > 0) {
      const last = ranges.pop();
      if (last)
        ranges.push({
          upTo: 1,
          photos: last.photos + open.photos,
          boxes: last.boxes + open.boxes,
          wrong: last.wrong + open.wrong,
        });
    }
  }
  return ranges;
}

/**
 * How many of the boxes of `current` are right, told without anybody's word on them: their scores are calibrated by what people
 * said of the boxes of `reference` with such scores. It sees what moves the scores, and not a model that errs as surely as it was
 * right before. Boxes of one photo err together, so the interval counts photos.
 * @returns null where fewer than `FEWEST_JUDGED` photos of the reference were judged, or the current has no boxes
 */
export function estimateAccuracy(
  reference: readonly ScoredPhoto[],
  current: readonly ScoredPhoto[],
): Likely | null {
  const ranges = rangesOf(reference);
  const boxes = current.reduce((sum, photo) => sum + photo.boxes, 0);
  if (ranges.length === 0 || boxes === 0) return null;
  const weights = ranges.map(() => 0);
  for (const { score, boxes: count } of current) {
    const place = ranges.findIndex(({ upTo }) => score < upTo);
    weights[place < 0 ? ranges.length - 1 : place]! += count / boxes;
  }
  let value = 0;
  let variance = 0;
  for (const [at, { photos, boxes: all, wrong }] of ranges.entries()) {
    const weight = weights[at] ?? 0;
    value += weight * (1 - wrong / all);
    // a range in which nothing was wrong yet is not certain: Agresti and Coull 1998
    const share = (wrong * (photos / all) + 2) / (photos + 4);
    variance += (weight ** 2 * share * (1 - share)) / photos;
  }
  const half = 1.959964 * Math.sqrt(variance);
  const photos = ranges.reduce((sum, range) => sum + range.photos, 0);
  return {
    value: Math.min(1, value),
    low: Math.max(0, value - half),
    high: Math.min(1, value + half),
    photos,
  };
}

/** What people said of these photos. Null where they said too little. */
export function judgedAccuracy(photos: readonly ScoredPhoto[]): Likely | null {
  const judged = photos.flatMap((photo) => (photo.judged ? [photo.judged] : []));
  const right = shareOf(judged.map(({ boxes, wrong }) => ({ part: boxes - wrong, whole: boxes })));
  return right && right.photos >= FEWEST_JUDGED ? right : null;
}
