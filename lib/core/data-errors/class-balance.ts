import { entropyOf } from "./association";

export interface ClassBalance {
  /** 1 when all classes have equally many boxes, towards 0 when one has nearly all; 1 for a single class. */
  readonly evenness: number;
  /** Boxes of the largest class over those of the median one. */
  readonly largestToMedian: number;
  /** Classes with fewer than a tenth of the median class's boxes, fewest first. */
  readonly rare: readonly number[];
}

/**
 * How evenly a set's boxes are spread over its classes: entropy over its maximum (Pielou's evenness).
 * @param counts boxes by class id, each above 0
 * @returns undefined for none
 */
export function balanceOf(counts: ReadonlyMap<number, number>): ClassBalance | undefined {
  const sorted = [...counts].sort((a, b) => a[1] - b[1]);
  if (sorted.length === 0) return undefined;
  const boxes = sorted.map(([, count]) => count);
  const half = boxes.length / 2;
  const median = (boxes[Math.ceil(half) - 1]! + boxes[Math.floor(half)]!) / 2;
  return {
    evenness: boxes.length === 1 ? 1 : entropyOf(boxes) / Math.log(boxes.length),
    largestToMedian: boxes.at(-1)! / median,
    rare: sorted.filter(([, count]) => count < median / 10).map(([classId]) => classId),
  };
}
