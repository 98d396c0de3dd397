import { compareBoxes } from "../corrections/compare-boxes";
import type { PhotoResult } from "../metrics/photo-result";

/**
 * Missed, false and wrongly named boxes among those a person would see.
 * @param confidence from which the model's boxes are shown: its own default, since scores of two models may mean different things
 */
export function countErrors({ truths, predictions }: PhotoResult, confidence: number): number {
  const shown = predictions.filter(({ score }) => score >= confidence);
  const { missed, falseAlarms, wrongClass } = compareBoxes(shown, truths);
  return missed.length + falseAlarms.length + wrongClass.length;
}
