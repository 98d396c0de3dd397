/** Largest absolute differences between two runs of one model. */
export interface ParityDifference {
  /** Of cx, cy, w, h, in model px. */
  readonly boxPx: number;
  readonly score: number;
  /** Of the pooled feature vector; 0 when there is none. */
  readonly feature: number;
}

/** One run's outputs, or the part of them that is kept as golden. */
export interface ParityOutputs {
  /** [rows, anchors] row-major; the first four rows are cx cy w h. */
  readonly detections: Float32Array;
  readonly anchors: number;
  readonly features: Float32Array;
}

/** Largest absolute difference; Infinity when one holds a value that is not finite, or the lengths differ. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] ?? 0) - (b[i] ?? 0));
    if (!Number.isFinite(difference)) return Number.POSITIVE_INFINITY;
    if (difference > largest) largest = difference;
  }
  return largest;
}

/** Keeps every `step`-th anchor of [rows, anchors], from the first. */
export function sampleAnchors(detections: Float32Array, anchors: number, step: number): Float32Array {
  const kept = Math.ceil(anchors / step);
  const rows = detections.length / anchors;
  return Float32Array.from({ length: rows * kept }, (_, i) => {
    const row = Math.floor(i / kept);
    return detections[row * anchors + (i % kept) * step] ?? 0;
  });
}

/** Compares two runs of one model. */
export function parityDifference(a: ParityOutputs, b: ParityOutputs): ParityDifference {
  const boxes = (outputs: ParityOutputs) => outputs.detections.subarray(0, 4 * outputs.anchors);
  const scores = (outputs: ParityOutputs) => outputs.detections.subarray(4 * outputs.anchors);
  return {
    boxPx: largestDifference(boxes(a), boxes(b)),
    score: largestDifference(scores(a), scores(b)),
    feature: largestDifference(a.features, b.features),
  };
}
