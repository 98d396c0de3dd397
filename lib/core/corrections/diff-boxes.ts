import type { Box, ClassedBox } from "../geometry/box";
import { type BoxPair, compareBoxes } from "./compare-boxes";

/** What became of a photo's boxes between two states. */
export interface BoxDiff<B extends ClassedBox, A extends ClassedBox = B> {
  readonly added: readonly A[];
  readonly removed: readonly B[];
  readonly relabelled: readonly BoxPair<B, A>[];
  /** Same class and place, other edges. */
  readonly moved: readonly BoxPair<B, A>[];
  readonly unchanged: readonly BoxPair<B, A>[];
}

/** Edges this close are the same: what rounding on the way leaves, px. */
const SAME_EDGE_PX = 0.01;

export function isSameBox(a: Box<"source">, b: Box<"source">): boolean {
  return (["x1", "y1", "x2", "y2"] as const).every((edge) => Math.abs(a[edge] - b[edge]) <= SAME_EDGE_PX);
}

/** Tells two states of one photo's boxes apart; pairs are found as `compareBoxes` finds them, `model` is before. */
export function diffBoxes<B extends ClassedBox, A extends ClassedBox>(
  before: readonly B[],
  after: readonly A[],
): BoxDiff<B, A> {
  const { missed, falseAlarms, wrongClass, loose, agreed } = compareBoxes(before, after);
  const same = [...agreed, ...loose];
  return {
    added: missed,
    removed: falseAlarms,
    relabelled: wrongClass,
    moved: same.filter(({ model, standing }) => !isSameBox(model.box, standing.box)),
    unchanged: same.filter(({ model, standing }) => isSameBox(model.box, standing.box)),
  };
}
