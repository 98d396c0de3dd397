import { compareBoxes } from "../../corrections/compare-boxes";
import type { ClassedBox } from "../../geometry/box";
import type { ClassPair } from "./cohen-kappa";

/** One photo that two people looked at apart from each other. */
export interface OpinionPair {
  readonly photoId: string;
  readonly first: { readonly userId: string; readonly boxes: readonly ClassedBox[] };
  readonly second: { readonly userId: string; readonly boxes: readonly ClassedBox[] };
}

/** An object both drew: its two classes, and how well the boxes cover each other. */
export interface SeenByBoth {
  readonly classes: ClassPair;
  readonly iou: number;
}

/** What a photo adds to the figures. Each box is in one list. */
export interface PairedPhoto {
  readonly photoId: string;
  readonly both: readonly SeenByBoth[];
  /** Classes of the boxes that only one of them drew. */
  readonly onlyFirst: readonly number[];
  readonly onlySecond: readonly number[];
}

/**
 * Finds the objects that both drew: IoU ≥ 0.5, whatever their classes. Matching is that of `compareBoxes` (greedy, same
 * class first, then best overlap).
 */
export function pairUp({ photoId, first, second }: OpinionPair): PairedPhoto {
  const { missed, falseAlarms, wrongClass, loose, agreed } = compareBoxes(first.boxes, second.boxes);
  return {
    photoId,
    both: [...agreed, ...loose, ...wrongClass].map(({ model, standing, iou }) => ({
      classes: [model.classId, standing.classId],
      iou,
    })),
    onlyFirst: falseAlarms.map(({ classId }) => classId),
    onlySecond: missed.map(({ classId }) => classId),
  };
}
