import type { ClassedBox } from "../geometry/box";
import { intersectionOverUnion, SAME_PLACE_IOU } from "../geometry/iou";

/** Overlap from which a label of a later version is the one that was looked at. */
const SAME_LABEL = 0.9;

/**
 * What a person looked at and found right: a label, or a place where nothing is missing. It holds in every later version, for
 * every model.
 */
export interface KeptLabel {
  readonly label: ClassedBox | null;
  /** What a model would have had there; null for a box that it found empty. */
  readonly model: ClassedBox | null;
}

/** Whether two labels are the same one: class, and place but for a few px. */
export const isSameLabel = (a: ClassedBox, b: ClassedBox): boolean =>
  a.classId === b.classId && intersectionOverUnion(a.box, b.box) >= SAME_LABEL;

/**
 * Whether a person has said already that this is right. Of a label that was kept nothing is asked again, be it name or place;
 * of a place where nothing is missing, the same class in about that place.
 */
export function isKept(doubt: KeptLabel, kept: readonly KeptLabel[]): boolean {
  const { label, model } = doubt;
  return kept.some((one) => {
    if (label) return one.label !== null && isSameLabel(one.label, label);
    if (!model || one.label || !one.model) return false;
    return (
      one.model.classId === model.classId && intersectionOverUnion(one.model.box, model.box) >= SAME_PLACE_IOU
    );
  });
}

/** Whether what a doubt was about has changed since: its label stands no more, or its missing box is there. */
export function isMended({ label, model }: KeptLabel, standing: readonly ClassedBox[]): boolean {
  if (label) return !standing.some((one) => isSameLabel(one, label));
  return (
    model !== null && standing.some((one) => intersectionOverUnion(one.box, model.box) >= SAME_PLACE_IOU)
  );
}
