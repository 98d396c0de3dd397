import type { ClassedBox } from "../geometry/box";
import { intersectionOverUnion } from "../geometry/iou";

/** Boxes of one class that overlap more than this are one thing, outlined twice. */
const SAME_THING = 0.7;
const EDGES = ["x1", "y1", "x2", "y2"] as const;

const isSame = (a: ClassedBox, b: ClassedBox, within: number): boolean =>
  a.classId === b.classId && EDGES.every((edge) => Math.abs(a.box[edge] - b.box[edge]) <= within);

/** Pairs each box of one list with at most one of the other. @returns those of either that found none */
function unpaired<A extends ClassedBox, B extends ClassedBox>(
  ours: readonly A[],
  theirs: readonly B[],
  isPair: (a: A, b: B) => boolean,
): { readonly ours: readonly A[]; readonly theirs: readonly B[] } {
  const left = [...theirs];
  const alone = ours.filter((one) => {
    const at = left.findIndex((other) => isPair(one, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { ours: alone, theirs: left };
}

/** True when two lists hold the same boxes, in any order. @param within px that an edge may differ by */
export function sameBoxes(a: readonly ClassedBox[], b: readonly ClassedBox[], within: number): boolean {
  const left = unpaired(a, b, (one, other) => isSame(one, other, within));
  return left.ours.length === 0 && left.theirs.length === 0;
}

/** Boxes of `earlier` that `next` has no equal of. @param within px that an edge may differ by */
export function goneBoxes<T extends ClassedBox>(
  earlier: readonly T[],
  next: readonly ClassedBox[],
  within: number,
): readonly T[] {
  return unpaired(earlier, next, (one, other) => isSame(one, other, within)).ours;
}

/** Boxes of `next` that are of no thing that `earlier` outlines already, under the same class. */
export function newBoxes<T extends ClassedBox>(
  earlier: readonly ClassedBox[],
  next: readonly T[],
): readonly T[] {
  return unpaired(
    next,
    earlier,
    (one, other) => one.classId === other.classId && intersectionOverUnion(one.box, other.box) > SAME_THING,
  ).ours;
}
