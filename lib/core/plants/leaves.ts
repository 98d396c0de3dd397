import type { Box } from "../geometry/box";
import { intersectionOverUnion } from "../geometry/iou";

/** What one box says of a leaf. */
export interface LeafReading {
  readonly species: string;
  /** "healthy" or the name of a disease or pest. */
  readonly condition: string;
  /** How likely species and condition are right, and the species alone, in (0, 1]: calibrated scores. */
  readonly sure: number;
  readonly speciesSure: number;
}

export interface LeafBox extends LeafReading {
  readonly box: Box<"source">;
  /** A person drew, moved, renamed or confirmed it: nothing the model says of that leaf counts beside it. */
  readonly isPersons: boolean;
}

/** One leaf: what is said of it, surest first. Never empty. */
export type Leaf = readonly LeafReading[];

/** Boxes of different names that overlap more than this are one leaf. */
export const SAME_LEAF_IOU = 0.5;

/**
 * Puts boxes that lie on one leaf together, so that a leaf that looks like two diseases is counted once and votes for
 * both. Within one leaf a condition is read once, at its surest.
 * @param boxes of one photo, any order
 */
export function groupLeaves(boxes: readonly LeafBox[]): Leaf[] {
  const sorted = [...boxes].sort((a, b) => Number(b.isPersons) - Number(a.isPersons) || b.sure - a.sure);
  const leaves: LeafBox[][] = [];
  for (const box of sorted) {
    const leaf = leaves.find(([first]) => intersectionOverUnion(first!.box, box.box) > SAME_LEAF_IOU);
    if (!leaf) leaves.push([box]);
    else if (!leaf[0]!.isPersons && !leaf.some((known) => isSame(known, box))) leaf.push(box);
  }
  return leaves.map((leaf) =>
    leaf.map(({ species, condition, sure, speciesSure }) => ({ species, condition, sure, speciesSure })),
  );
}

function isSame(a: LeafReading, b: LeafReading): boolean {
  return a.species === b.species && a.condition === b.condition;
}
