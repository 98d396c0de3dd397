import { compareBoxes } from "../corrections/compare-boxes";
import type { PhotoResult } from "../metrics/photo-result";

/** Confidence from which a box is shown to people, and counts as an error when it is wrong. */
export const SHOWN_CONFIDENCE = 0.25;

/** Missed, false and wrongly named boxes among those a person would see. */
export function countErrors({ truths, predictions }: PhotoResult): number {
  const shown = predictions.filter(({ score }) => score >= SHOWN_CONFIDENCE);
  const { missed, falseAlarms, wrongClass } = compareBoxes(shown, truths);
  return missed.length + falseAlarms.length + wrongClass.length;
}
