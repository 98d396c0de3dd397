import type { ModelBox } from "@/lib/contracts/corrections";
import { compareBoxes, type ErrorKind } from "@/lib/core/corrections/compare-boxes";
import type { StageBox } from "@/lib/core/editor/document";

/** One thing the model got wrong, with the boxes to draw it. */
export interface FoundError {
  readonly kind: ErrorKind;
  readonly model: ModelBox | undefined;
  readonly standing: StageBox | undefined;
  readonly iou: number | undefined;
}

/** Errors of the model against what stands now, worst first. */
export function foundErrors(
  modelBoxes: readonly ModelBox[],
  standing: readonly StageBox[],
): readonly FoundError[] {
  const { missed, falseAlarms, wrongClass, loose } = compareBoxes(modelBoxes, standing);
  return [
    ...wrongClass.map((pair) => ({ kind: "wrongClass" as const, ...pair })),
    ...missed.map((box) => ({
      kind: "missed" as const,
      model: undefined,
      standing: box,
      iou: undefined,
    })),
    ...falseAlarms.map((box) => ({
      kind: "falseAlarm" as const,
      model: box,
      standing: undefined,
      iou: undefined,
    })),
    ...loose.map((pair) => ({ kind: "loose" as const, ...pair })),
  ];
}
