import { byScore, matchPhoto, RECALL_STEPS } from "./match-boxes";
import type { PhotoResult } from "./photo-result";

export type { PhotoResult, PredictedBox, TrueBox } from "./photo-result";

export interface AveragePrecision {
  /** At IoU 0.5. */
  readonly ap50: number;
  /** Mean over IoU 0.5, 0.55 … 0.95. */
  readonly ap50To95: number;
  readonly truths: number;
}

export interface MeanAveragePrecision {
  /** Means over the classes that have boxes in the set; 0 when none has. */
  readonly map50: number;
  readonly map50To95: number;
  /** Only classes with at least one true box. */
  readonly byClass: ReadonlyMap<number, AveragePrecision>;
}

/** 0.5, 0.55 … 0.95, in numpy.linspace's own arithmetic, so that an overlap on a threshold falls to the same side. */
const IOU_THRESHOLDS = Array.from({ length: 10 }, (_, i) => (i === 9 ? 0.95 : 0.5 + i * ((0.95 - 0.5) / 9)));

/** Area under the interpolated precision-recall curve, read at 101 recalls. */
function areaUnderCurve(hits: readonly boolean[], truths: number): number {
  let found = 0;
  const curve = hits.map((hit, i) => {
    if (hit) found++;
    return { recall: found / truths, precision: found / (i + 1) };
  });
  const precisions = curve.map((point) => point.precision);
  for (let i = precisions.length - 1; i > 0; i--) {
    precisions[i - 1] = Math.max(precisions[i - 1] ?? 0, precisions[i] ?? 0);
  }
  let at = 0;
  let sum = 0;
  for (const recall of RECALL_STEPS) {
    while (at < curve.length && (curve[at]?.recall ?? 0) < recall) at++;
    sum += precisions[at] ?? 0;
  }
  return sum / RECALL_STEPS.length;
}

function classPrecision(
  photos: readonly PhotoResult[],
  classId: number,
  maxDetections: number,
): AveragePrecision {
  const truths = photos.reduce(
    (sum, photo) => sum + photo.truths.filter((t) => t.classId === classId).length,
    0,
  );
  const matches = byScore(
    photos.flatMap((photo) => matchPhoto(photo, classId, { maxDetections, iouThresholds: IOU_THRESHOLDS })),
  );
  const areas = IOU_THRESHOLDS.map((_, i) =>
    areaUnderCurve(
      matches.map((match) => match.hits[i] ?? false),
      truths,
    ),
  );
  return { ap50: areas[0] ?? 0, ap50To95: mean(areas), truths };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * COCO's average precision: 101 recalls, IoU 0.5 to 0.95, boxes of any area, no crowd regions.
 * @param photos in the order in which equal scores of different photos are ranked
 * @param maxDetections most predictions of one class counted in one photo, as COCO's `maxDets`
 * @throws RangeError if `maxDetections` is below 1
 * Source: Lin et al. 2014, arXiv:1405.0312; pycocotools' COCOeval
 */
export function meanAveragePrecision(
  photos: readonly PhotoResult[],
  maxDetections = 300,
): MeanAveragePrecision {
  if (!(maxDetections >= 1)) throw new RangeError(`maxDetections is ${maxDetections}`);
  const classIds = [...new Set(photos.flatMap((photo) => photo.truths.map((truth) => truth.classId)))];
  const byClass = new Map(
    classIds.sort((a, b) => a - b).map((id) => [id, classPrecision(photos, id, maxDetections)] as const),
  );
  const all = [...byClass.values()];
  return {
    map50: mean(all.map((one) => one.ap50)),
    map50To95: mean(all.map((one) => one.ap50To95)),
    byClass,
  };
}
