import { intersectionOverUnion } from "../geometry/iou";
import type { PhotoResult } from "./photo-result";

/** COCO's 101 recalls: 0, 0.01 … 1. */
export const RECALL_STEPS: readonly number[] = Array.from({ length: 101 }, (_, i) =>
  i === 100 ? 1 : i * 0.01,
);

/** One prediction, compared with what is true. */
export interface Match {
  readonly score: number;
  /** Per IoU threshold: whether a true box was found. */
  readonly hits: readonly boolean[];
}

export interface MatchOptions {
  /** Most predictions of the class that count in the photo. */
  readonly maxDetections: number;
  readonly iouThresholds: readonly number[];
}

/** Stable, best first. */
export function byScore<T extends { readonly score: number }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => b.score - a.score);
}

/** Gives each prediction, best first, the free true box it overlaps most; equal overlaps take the later one. */
function matchAt(threshold: number, overlaps: readonly (readonly number[])[]): readonly boolean[] {
  const taken = new Set<number>();
  return overlaps.map((row) => {
    let best = Math.min(threshold, 1 - 1e-10);
    let chosen = -1;
    row.forEach((overlap, truth) => {
      if (overlap >= best && !taken.has(truth)) {
        best = overlap;
        chosen = truth;
      }
    });
    if (chosen >= 0) taken.add(chosen);
    return chosen >= 0;
  });
}

/**
 * Compares a photo's predictions of one class with its true boxes, as COCO does.
 * @returns best score first, at most `maxDetections`
 */
export function matchPhoto(photo: PhotoResult, classId: number, options: MatchOptions): readonly Match[] {
  const truths = photo.truths.filter((one) => one.classId === classId);
  const own = photo.predictions.filter((one) => one.classId === classId);
  const predictions = byScore(own).slice(0, options.maxDetections);
  const overlaps = predictions.map(({ box }) => truths.map((truth) => intersectionOverUnion(box, truth.box)));
  const perThreshold = options.iouThresholds.map((threshold) => matchAt(threshold, overlaps));
  return predictions.map(({ score }, i) => ({ score, hits: perThreshold.map((hits) => hits[i] ?? false) }));
}
