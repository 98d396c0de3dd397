import { rivalOf } from "@/lib/core/detection/class-scores";
import type { StageBox } from "@/lib/core/editor/document";
import type { ClassLookup } from "./class-lookup";

/** One row of the Found list: a class with its boxes, surest first. */
export interface ClassGroup {
  readonly classId: number;
  readonly name: string;
  readonly boxes: readonly StageBox[];
  /** 1 for a box a person drew. */
  readonly bestScore: number;
}

/** The score a box counts with: a person's word is certain. */
export function certainty(box: StageBox): number {
  return box.state === "detected" ? (box.score ?? 0) : 1;
}

/**
 * Boxes by class, surest class first, then by name. A slider that only adds weaker boxes never reorders what is
 * already there.
 */
export function groupByClass(boxes: readonly StageBox[], classes: ClassLookup): ClassGroup[] {
  const byClass = new Map<number, StageBox[]>();
  for (const box of boxes) {
    const group = byClass.get(box.classId);
    if (group) group.push(box);
    else byClass.set(box.classId, [box]);
  }
  return [...byClass]
    .map(([classId, members]) => {
      const sorted = members.sort((a, b) => (b.score ?? 1) - (a.score ?? 1));
      return { classId, name: classes.nameOf(classId), boxes: sorted, bestScore: sorted[0]?.score ?? 1 };
    })
    .sort((a, b) => b.bestScore - a.bestScore || a.name.localeCompare(b.name));
}

/** A class on a photo, all its boxes together. */
export interface ClassCount {
  readonly classId: number;
  readonly count: number;
  /** The best among its boxes, in (0, 1]. */
  readonly score: number;
  /** What its surest box is nearly as likely to be; undefined when that is settled. */
  readonly rivalId: number | undefined;
  /** All its boxes. */
  readonly boxIds: readonly string[];
  /** Those of them that are nearly as likely to be the rival. */
  readonly doubtIds: readonly string[];
}

/** Input of Cook and Care: classes of the given kinds, with how often and how surely they were found. */
export function countsOfKind(
  boxes: readonly StageBox[],
  classes: ClassLookup,
  kinds: readonly string[],
): ClassCount[] {
  return groupByClass(boxes, classes)
    .filter(({ classId }) => kinds.includes(classes.kindOf(classId)))
    .map((group) => {
      const [surest] = group.boxes.toSorted((a, b) => certainty(b) - certainty(a));
      const rivalId = surest && rivalIdOf(surest);
      return {
        classId: group.classId,
        count: group.boxes.length,
        score: surest ? certainty(surest) : 0,
        rivalId,
        boxIds: group.boxes.map(({ id }) => id),
        doubtIds:
          rivalId === undefined
            ? []
            : group.boxes.filter((box) => rivalIdOf(box) === rivalId).map(({ id }) => id),
      };
    });
}

function rivalIdOf({ state, score, alternatives }: StageBox): number | undefined {
  return state === "detected" ? rivalOf(score, alternatives)?.classId : undefined;
}
