import type { Box } from "../geometry/box";

export interface TrueBox {
  readonly box: Box<"source">;
  readonly classId: number;
}

export interface PredictedBox extends TrueBox {
  readonly score: number;
}

/** What is in one photo, and what was found in it. */
export interface PhotoResult {
  readonly truths: readonly TrueBox[];
  readonly predictions: readonly PredictedBox[];
}
