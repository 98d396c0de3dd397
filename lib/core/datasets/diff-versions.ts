import type { Box } from "../geometry/box";
import { intersectionOverUnion, SAME_PLACE_IOU } from "../geometry/iou";

/** A box of a version: source px, top left and size. */
export interface VersionBox {
  readonly classId: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What became of the boxes of one photo from one version to another. */
export interface VersionBoxDiff {
  readonly added: readonly VersionBox[];
  readonly removed: readonly VersionBox[];
  /** Same place, another class. */
  readonly relabelled: readonly { readonly from: VersionBox; readonly to: VersionBox }[];
  /** Same class, another place. */
  readonly moved: readonly { readonly from: VersionBox; readonly to: VersionBox }[];
  readonly kept: readonly VersionBox[];
}

/** px: rounding of files is no move. */
export const STILL_PX = 0.5;

const corners = ({ x, y, width, height }: VersionBox): Box<"source"> => ({
  x1: x,
  y1: y,
  x2: x + width,
  y2: y + height,
});

function isStill(a: VersionBox, b: VersionBox): boolean {
  const [from, to] = [corners(a), corners(b)];
  return (["x1", "y1", "x2", "y2"] as const).every((edge) => Math.abs(from[edge] - to[edge]) <= STILL_PX);
}

/**
 * Pairs the boxes of a photo in two versions, best overlap first and the same class before another, each box once:
 * what is left of the first was removed, what is left of the second was added.
 */
export function diffVersionBoxes(
  before: readonly VersionBox[],
  after: readonly VersionBox[],
): VersionBoxDiff {
  const candidates = before.flatMap((from, first) =>
    after.flatMap((to, second) => {
      const iou = isStill(from, to) ? 1 : intersectionOverUnion(corners(from), corners(to));
      return iou >= SAME_PLACE_IOU
        ? [{ from, to, first, second, iou, same: from.classId === to.classId }]
        : [];
    }),
  );
  candidates.sort((a, b) => Number(b.same) - Number(a.same) || b.iou - a.iou);
  const [takenBefore, takenAfter] = [new Set<number>(), new Set<number>()];
  const pairs = candidates.filter(({ first, second }) => {
    if (takenBefore.has(first) || takenAfter.has(second)) return false;
    takenBefore.add(first);
    takenAfter.add(second);
    return true;
  });
  const same = pairs.filter((pair) => pair.same);
  return {
    added: after.filter((_, index) => !takenAfter.has(index)),
    removed: before.filter((_, index) => !takenBefore.has(index)),
    relabelled: pairs.filter((pair) => !pair.same).map(({ from, to }) => ({ from, to })),
    moved: same.filter(({ from, to }) => !isStill(from, to)).map(({ from, to }) => ({ from, to })),
    kept: same.filter(({ from, to }) => isStill(from, to)).map(({ to }) => to),
  };
}

/** True when nothing of a photo's boxes changed. */
export function isSameBoxes({ added, removed, relabelled, moved }: VersionBoxDiff): boolean {
  return added.length + removed.length + relabelled.length + moved.length === 0;
}
