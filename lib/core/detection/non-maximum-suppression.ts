/** Compares a candidate with kept boxes of every class. */
export const ANY_CLASS = -1;

/**
 * Greedy non-maximum suppression (NMS) per class, one candidate at a time: a candidate that overlaps a kept box of its
 * own class by more than the threshold is dropped. Boxes are chained by class, newest first, since neighbours in score
 * are often neighbours in the photo; a dropped candidate allocates nothing.
 * Source: Girshick et al. 2014, arXiv:1311.2524, section 2.2
 */
export class NonMaximumSuppression {
  private size = 0;
  /** [capacity × 5] x1 y1 x2 y2 area. */
  private readonly boxes: Float64Array;
  private readonly previous: Int32Array;
  private readonly newestOfClass: Int32Array;

  constructor(capacity: number, classCount: number) {
    this.boxes = new Float64Array(capacity * 5);
    this.previous = new Int32Array(capacity);
    this.newestOfClass = new Int32Array(classCount).fill(-1);
  }

  /** Keeps the candidate whose corners start at `at`. */
  add(source: Float32Array, at: number, classId: number): void {
    const to = this.size * 5;
    for (let edge = 0; edge < 4; edge++) this.boxes[to + edge] = source[at + edge]!;
    this.boxes[to + 4] = (source[at + 2]! - source[at]!) * (source[at + 3]! - source[at + 1]!);
    this.previous[this.size] = this.newestOfClass[classId]!;
    this.newestOfClass[classId] = this.size++;
  }

  /**
   * Whether a kept box of the class overlaps this candidate with an IoU strictly above the threshold.
   * @param classId of the candidate, or `ANY_CLASS`
   */
  suppresses(source: Float32Array, at: number, classId: number, iouThreshold: number): boolean {
    const x1 = source[at]!;
    const y1 = source[at + 1]!;
    const x2 = source[at + 2]!;
    const y2 = source[at + 3]!;
    const area = (x2 - x1) * (y2 - y1);
    const { boxes, previous } = this;
    const isAny = classId === ANY_CLASS;
    const newest = isAny ? this.size - 1 : this.newestOfClass[classId]!;
    for (let index = newest; index >= 0; index = isAny ? index - 1 : previous[index]!) {
      const other = index * 5;
      const width = Math.min(x2, boxes[other + 2]!) - Math.max(x1, boxes[other]!);
      if (width <= 0) continue;
      const height = Math.min(y2, boxes[other + 3]!) - Math.max(y1, boxes[other + 1]!);
      if (height <= 0) continue;
      const intersection = width * height;
      if (intersection / (area + boxes[other + 4]! - intersection) > iouThreshold) return true;
    }
    return false;
  }
}
