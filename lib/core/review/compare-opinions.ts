import { compareBoxes } from "../corrections/compare-boxes";
import type { ClassedBox } from "../geometry/box";

/** Two people's boxes of the same class agree from this overlap on. */
export const AGREED_IOU = 0.75;

export type Side = "first" | "second";

export const DIFFERENCE_KINDS = ["onlyFirst", "onlySecond", "otherClass", "otherPlace"] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** One place where two opinions differ. A side without a box there has null. */
export interface Difference<B extends ClassedBox = ClassedBox> {
  readonly kind: DifferenceKind;
  readonly first: B | null;
  readonly second: B | null;
  /** 0 where one side has no box. */
  readonly iou: number;
}

export interface Agreed<B extends ClassedBox = ClassedBox> {
  readonly first: B;
  readonly second: B;
  readonly iou: number;
}

export interface OpinionComparison<B extends ClassedBox = ClassedBox> {
  /** In reading order: a later call with the same boxes gives the same order. */
  readonly differences: readonly Difference<B>[];
  /** Same class, IoU ≥ 0.75. */
  readonly agreed: readonly Agreed<B>[];
}

const boxOf = <B extends ClassedBox>({ first, second }: Difference<B>) => (first ?? second)?.box;

function inReadingOrder<B extends ClassedBox>(one: Difference<B>, other: Difference<B>): number {
  const [a, b] = [boxOf(one), boxOf(other)];
  return (a?.y1 ?? 0) - (b?.y1 ?? 0) || (a?.x1 ?? 0) - (b?.x1 ?? 0);
}

/**
 * Tells two people's boxes of one photo apart. Boxes find each other as `compareBoxes` pairs them (greedy, from IoU 0.5 on:
 * same class first, best overlap first), so each box is in exactly one difference or one agreed pair.
 * @param first source px; not mutated
 * @param second source px; not mutated
 */
export function compareOpinions<B extends ClassedBox>(
  first: readonly B[],
  second: readonly B[],
): OpinionComparison<B> {
  const { missed, falseAlarms, wrongClass, loose, agreed } = compareBoxes(first, second);
  const same = [...agreed, ...loose].map(({ model, standing, iou }) => ({
    first: model,
    second: standing,
    iou,
  }));
  const differences: Difference<B>[] = [
    ...falseAlarms.map((box): Difference<B> => ({ kind: "onlyFirst", first: box, second: null, iou: 0 })),
    ...missed.map((box): Difference<B> => ({ kind: "onlySecond", first: null, second: box, iou: 0 })),
    ...wrongClass.map(
      ({ model, standing, iou }): Difference<B> => ({
        kind: "otherClass",
        first: model,
        second: standing,
        iou,
      }),
    ),
    ...same
      .filter(({ iou }) => iou < AGREED_IOU)
      .map((pair): Difference<B> => ({ kind: "otherPlace", ...pair })),
  ];
  return {
    differences: differences.sort(inReadingOrder),
    agreed: same.filter(({ iou }) => iou >= AGREED_IOU),
  };
}

/** What is kept at a difference. `both` where two objects lie at one place, `neither` where nobody was right. */
export const TAKES = ["first", "second", "both", "neither"] as const;
export type Take = (typeof TAKES)[number];

/**
 * The boxes that stand once every difference is settled.
 * @param takes one for each difference, in their order
 * @param agreed whose box is kept where both agree
 * @throws RangeError when a difference has no take
 */
export function settledBoxes<B extends ClassedBox>(
  comparison: OpinionComparison<B>,
  takes: readonly Take[],
  agreed: Side = "first",
): readonly B[] {
  if (takes.length !== comparison.differences.length)
    throw new RangeError(`${takes.length} takes of ${comparison.differences.length} differences`);
  const taken = comparison.differences.flatMap(({ first, second }, index) => {
    const take = takes[index];
    const wanted = [
      take === "first" || take === "both" ? first : null,
      take === "second" || take === "both" ? second : null,
    ];
    return wanted.filter((box) => box !== null);
  });
  return [...comparison.agreed.map((pair) => pair[agreed]), ...taken];
}
