import { matchPhoto, RECALL_STEPS } from "./match-boxes";
import type { PhotoResult } from "./mean-average-precision";

/** Confidences 0, 0.01 … 1 that curves are read at. */
export const CONFIDENCE_STEPS: readonly number[] = Array.from({ length: 101 }, (_, i) => i / 100);

/** Quality of a class's detections at each confidence. Arrays have 101 entries. */
export interface OperatingCurve {
  readonly classId: number;
  readonly truths: number;
  /** Detections that found a true box, at or above each confidence. */
  readonly hits: readonly number[];
  /** All detections at or above each confidence. */
  readonly found: readonly number[];
  /** Interpolated precision at recall 0, 0.01 … 1; 0 where the recall is not reached. */
  readonly precisionAtRecall: readonly number[];
}

/** Precision is 1 when nothing was found: nothing found was wrong. */
export const precisionOf = (hits: number, found: number): number => (found === 0 ? 1 : hits / found);
export const recallOf = (hits: number, truths: number): number => (truths === 0 ? 0 : hits / truths);

/** Harmonic mean of precision and recall, from counts; 0 when there is nothing to find and nothing found. */
export function f1Of(hits: number, found: number, truths: number): number {
  return found + truths === 0 ? 0 : (2 * hits) / (found + truths);
}

interface Scored {
  readonly score: number;
  readonly isHit: boolean;
}

function interpolated(sorted: readonly Scored[], truths: number): readonly number[] {
  let hits = 0;
  const points = sorted.map(({ isHit }, i) => {
    if (isHit) hits++;
    return { recall: hits / truths, precision: hits / (i + 1) };
  });
  const best = points.map(({ precision }) => precision);
  for (let i = best.length - 1; i > 0; i--) best[i - 1] = Math.max(best[i - 1]!, best[i]!);
  let at = 0;
  return RECALL_STEPS.map((recall) => {
    while (at < points.length && points[at]!.recall < recall) at++;
    return best[at] ?? 0;
  });
}

function countsAt(sorted: readonly Scored[]): { hits: readonly number[]; found: readonly number[] } {
  const hits: number[] = [];
  const found: number[] = [];
  let at = 0;
  let hit = 0;
  for (const confidence of [...CONFIDENCE_STEPS].reverse()) {
    while (at < sorted.length && sorted[at]!.score >= confidence) {
      if (sorted[at]!.isHit) hit++;
      at++;
    }
    hits.push(hit);
    found.push(at);
  }
  return { hits: hits.reverse(), found: found.reverse() };
}

/**
 * Each class's counts by confidence, matched as COCO does at IoU 0.5: best score first, one true box each.
 * @returns by class id; classes with true boxes or detections in these photos
 */
export function operatingCurves(
  photos: readonly PhotoResult[],
  maxDetections = 300,
): readonly OperatingCurve[] {
  const boxes = photos.flatMap(({ truths, predictions }) => [...truths, ...predictions]);
  const classIds = [...new Set(boxes.map(({ classId }) => classId))].sort((a, b) => a - b);
  return classIds.map((classId) => {
    const truths = photos.reduce(
      (sum, photo) => sum + photo.truths.filter((truth) => truth.classId === classId).length,
      0,
    );
    const sorted = photos
      .flatMap((photo) => matchPhoto(photo, classId, { maxDetections, iouThresholds: [0.5] }))
      .map(({ score, hits }) => ({ score, isHit: hits[0] ?? false }))
      .sort((a, b) => b.score - a.score);
    const precisionAtRecall = truths === 0 ? RECALL_STEPS.map(() => 0) : interpolated(sorted, truths);
    return { classId, truths, ...countsAt(sorted), precisionAtRecall };
  });
}

/** Counts of several classes together. */
export function sumCurves(curves: readonly OperatingCurve[]): Omit<OperatingCurve, "classId"> {
  const sum = (of: (curve: OperatingCurve) => readonly number[]) =>
    CONFIDENCE_STEPS.map((_, i) => curves.reduce((total, curve) => total + of(curve)[i]!, 0));
  const withTruths = curves.filter(({ truths }) => truths > 0);
  return {
    truths: curves.reduce((total, { truths }) => total + truths, 0),
    hits: sum(({ hits }) => hits),
    found: sum(({ found }) => found),
    precisionAtRecall: RECALL_STEPS.map((_, i) =>
      withTruths.length === 0
        ? 0
        : withTruths.reduce((total, curve) => total + curve.precisionAtRecall[i]!, 0) / withTruths.length,
    ),
  };
}

/**
 * F1 over all boxes of these photos, of the detections from `confidence` on: what a person is shown.
 * @param confidence in [0, 1], read to two places as the curves are
 * @returns null where there is nothing to find
 */
export function f1At(photos: readonly PhotoResult[], confidence: number): number | null {
  const { truths, hits, found } = sumCurves(operatingCurves(photos));
  const at = Math.round(confidence * 100);
  return truths === 0 ? null : f1Of(hits[at] ?? 0, found[at] ?? 0, truths);
}

/** The confidence at which F1 is best; of equals the middle one, since the best spot is then farthest from both ends. */
export function bestConfidence(curve: Pick<OperatingCurve, "truths" | "hits" | "found">): {
  readonly confidence: number;
  readonly f1: number;
} {
  const f1 = CONFIDENCE_STEPS.map((_, i) => f1Of(curve.hits[i]!, curve.found[i]!, curve.truths));
  const best = Math.max(...f1);
  const first = f1.indexOf(best);
  let last = first;
  while (last + 1 < f1.length && f1[last + 1] === best) last++;
  return { confidence: CONFIDENCE_STEPS[Math.floor((first + last) / 2)]!, f1: best };
}
