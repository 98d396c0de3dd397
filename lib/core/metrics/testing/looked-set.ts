import type { ClassScore } from "../../detection/types";
import type { LookedPhoto, LookedSet } from "../looked-photo";

/** A 10 × 10 box with its left edge at `x`. */
export const boxAt = (x: number) => ({ x1: x, y1: 0, x2: x + 10, y2: 10 });

/** What the network scored at one place. */
export interface Scored {
  readonly x: number;
  readonly classes: readonly ClassScore[];
}

/** A labelled photo: what is there by place and class, and what was scored, best first. */
export function lookedPhoto(
  truths: readonly { readonly x: number; readonly classId: number | undefined }[],
  scored: readonly Scored[],
): LookedPhoto {
  const sorted = [...scored].sort((a, b) => b.classes[0]!.score - a.classes[0]!.score);
  return {
    truths: truths.map(({ x, classId }) => ({ box: boxAt(x), classId, name: `name ${classId}` })),
    candidates: {
      count: sorted.length,
      boxes: Float32Array.from(sorted.flatMap(({ x }) => [x, 0, x + 10, 10])),
      scores: Float32Array.from(sorted, ({ classes }) => classes[0]!.score),
      classIds: Uint16Array.from(sorted, ({ classes }) => classes[0]!.classId),
      others: sorted.map(({ classes }) => classes.slice(1)),
    },
  };
}

export const lookedSet = (set: string, ...photos: readonly LookedPhoto[]): LookedSet => ({ set, photos });
