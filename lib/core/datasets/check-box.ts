import { type Box, boxArea, type Size } from "../geometry/box";
import { intersectionOverUnion } from "../geometry/iou";
import type { Finding } from "./finding";

/** A box with its class, in fractions of the photo. */
export interface NormalisedClassBox {
  readonly classIndex: number;
  readonly box: Box<"normalised">;
}

export interface BoxContext {
  readonly photo: Size;
  readonly isClass: (classIndex: number) => boolean;
  /** The usable boxes of the same photo that came before it. */
  readonly before: readonly NormalisedClassBox[];
  readonly note: (code: Finding["code"], facts: Finding["facts"]) => void;
}

/** Export rounding: a coordinate this far outside 0..1 is not reported. */
const ROUNDING = 1e-3;
/** A box longer than this against its width, or the other way round, is more likely a slip than a food. */
const MAX_ASPECT = 20;
/** Two boxes of one class that overlap more are one box saved twice. */
const SAME_BOX_IOU = 0.95;

/**
 * Checks one box: its class, its place in the photo, its shape, and whether it was said before.
 * @returns whether the box can be used
 */
export function checkBox({ box, classIndex }: NormalisedClassBox, context: BoxContext): boolean {
  const { note, photo, before } = context;
  if (!context.isClass(classIndex)) {
    note("label-class-unknown", { class: classIndex });
    return false;
  }
  if (boxArea(box) === 0) {
    note("label-no-area", {});
    return false;
  }
  if (box.x2 <= 0 || box.y2 <= 0 || box.x1 >= 1 || box.y1 >= 1) {
    note("label-outside-photo", {});
    return false;
  }
  const beyond = Math.max(-box.x1, -box.y1, box.x2 - 1, box.y2 - 1);
  if (beyond > ROUNDING) note("label-out-of-range", { beyond: Number(beyond.toFixed(4)) });
  const aspect = aspectOf(box, photo);
  if (aspect > MAX_ASPECT) note("label-aspect", { aspect: Number(aspect.toFixed(1)) });
  const isTwin = before.some(
    (other) => other.classIndex === classIndex && intersectionOverUnion(other.box, box) > SAME_BOX_IOU,
  );
  if (isTwin) note("label-duplicate", { class: classIndex });
  return !isTwin;
}

/** The longer edge against the shorter, in px. */
function aspectOf(box: Box<"normalised">, photo: Size): number {
  const width = (box.x2 - box.x1) * photo.width;
  const height = (box.y2 - box.y1) * photo.height;
  return Math.max(width, height) / Math.min(width, height);
}
