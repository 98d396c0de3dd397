import { byScore, matchPhoto, RECALL_STEPS } from "./match-boxes";
import type { PhotoResult } from "./photo-result";

const IOU_THRESHOLD = 0.5;

/** All that one class's AP50 depends on, for any choice of photos. */
export interface ClassMatches {
  readonly classId: number;
  /** [predictions] best score first: photo it was made in. What follows the last hit is left out: it cannot count. */
  readonly photos: Int32Array;
  /** [predictions] 1 where a true box was found. */
  readonly hits: Uint8Array;
  /** [photos] true boxes in each photo. */
  readonly truthsByPhoto: Int32Array;
  readonly truths: number;
  /** Photos with at least one true box. */
  readonly photosWithTruths: number;
}

/** A model's predictions on one set, matched once; any resample's mAP50 follows without matching again. */
export interface MatchTable {
  readonly photoCount: number;
  /** By class id; only classes with at least one true box. */
  readonly classes: readonly ClassMatches[];
}

function classMatches(photos: readonly PhotoResult[], classId: number, maxDetections: number): ClassMatches {
  const truthsByPhoto = Int32Array.from(
    photos,
    (photo) => photo.truths.filter((truth) => truth.classId === classId).length,
  );
  const options = { maxDetections, iouThresholds: [IOU_THRESHOLD] };
  const matches = byScore(
    photos.flatMap((photo, index) =>
      matchPhoto(photo, classId, options).map(({ score, hits }) => ({
        score,
        index,
        isHit: hits[0] ?? false,
      })),
    ),
  );
  let last = matches.length;
  while (last > 0 && !matches[last - 1]?.isHit) last--;
  const kept = matches.slice(0, last);
  return {
    classId,
    photos: Int32Array.from(kept, (match) => match.index),
    hits: Uint8Array.from(kept, (match) => (match.isHit ? 1 : 0)),
    truthsByPhoto,
    truths: truthsByPhoto.reduce((sum, count) => sum + count, 0),
    photosWithTruths: truthsByPhoto.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
  };
}

/**
 * Matches a model's predictions on a set, once, at IoU 0.5.
 * @param photos in the order in which equal scores of different photos are ranked
 * @param maxDetections most predictions of one class counted in one photo, as COCO's `maxDets`
 */
export function createMatchTable(photos: readonly PhotoResult[], maxDetections = 300): MatchTable {
  const classIds = [...new Set(photos.flatMap((photo) => photo.truths.map((truth) => truth.classId)))];
  return {
    photoCount: photos.length,
    classes: classIds.sort((a, b) => a - b).map((id) => classMatches(photos, id, maxDetections)),
  };
}

/** Room for one class's precision-recall curve, used again for each resample. */
export interface CurveSpace {
  readonly recalls: Float64Array;
  readonly precisions: Float64Array;
}

/** Room for the longest curve of a table. */
export function createCurveSpace(table: MatchTable): CurveSpace {
  const longest = Math.max(1, ...table.classes.map((one) => one.photos.length));
  return { recalls: new Float64Array(longest), precisions: new Float64Array(longest) };
}

/**
 * AP50 of one class when each photo counts as often as `weights` says (0 leaves it out).
 * Copies of a prediction rank one after the other (the order of equal scores is anyone's choice), so of a block of equal
 * hits the last has the highest recall and the highest precision: it represents all, and misses only lower what follows.
 * @param weights [photos] whole numbers from 0
 * @returns NaN when no true box of the class is left
 */
export function weightedAp50(one: ClassMatches, weights: Int32Array, space: CurveSpace): number {
  let truths = 0;
  for (let photo = 0; photo < weights.length; photo++) truths += weights[photo]! * one.truthsByPhoto[photo]!;
  if (truths === 0) return Number.NaN;
  const { recalls, precisions } = space;
  let found = 0;
  let seen = 0;
  let points = 0;
  for (let i = 0; i < one.photos.length; i++) {
    const weight = weights[one.photos[i]!]!;
    if (weight === 0) continue;
    seen += weight;
    if (one.hits[i] === 0) continue;
    found += weight;
    recalls[points] = found / truths;
    precisions[points] = found / seen;
    points++;
  }
  for (let i = points - 1; i > 0; i--) {
    if (precisions[i]! > precisions[i - 1]!) precisions[i - 1] = precisions[i]!;
  }
  let at = 0;
  let sum = 0;
  for (const recall of RECALL_STEPS) {
    while (at < points && recalls[at]! < recall) at++;
    if (at === points) break;
    sum += precisions[at]!;
  }
  return sum / RECALL_STEPS.length;
}
