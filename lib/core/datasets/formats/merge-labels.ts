import { AppError } from "../../errors";
import type { NamedBox, PhotoLabels } from "./labelled-set";

/** Boxes that differ by less are one, written twice. */
const SAME_PX = 0.02;
const EDGES = ["x1", "y1", "x2", "y2"] as const;

export function isSameLabelledBox(a: NamedBox, b: NamedBox): boolean {
  return a.name === b.name && EDGES.every((edge) => Math.abs(a.box[edge] - b.box[edge]) <= SAME_PX);
}

/**
 * Puts together what several files, or entries of one, say of a photo. A box that an earlier one has too (the people of
 * COCO's instances and of its keypoints) counts once.
 * @param all at least one
 * @throws AppError import/unreadable-labels when they are of photos of different sizes
 */
export function mergeLabels(all: readonly PhotoLabels[]): PhotoLabels {
  const [first, ...others] = all;
  if (!first) throw new RangeError("no labels to merge");
  const boxes: NamedBox[] = [...first.boxes];
  const problems: string[] = [...first.problems];
  let size = first.size;
  let crowds = first.crowds ?? 0;
  for (const one of others) {
    const news = one.boxes.filter((box) => !boxes.some((known) => isSameLabelledBox(known, box)));
    boxes.push(...news);
    problems.push(...one.problems);
    // the same crowd in two files: how many there are is then the larger count, not the sum
    crowds = Math.max(crowds, one.crowds ?? 0);
    if (size && one.size && (size.width !== one.size.width || size.height !== one.size.height)) {
      const words = [size, one.size].map(({ width, height }) => `${width} × ${height}`);
      throw new AppError("import/unreadable-labels", {
        facts: { reason: `one entry is of ${words.join(" px and another of ")} px` },
      });
    }
    size ??= one.size;
  }
  return { boxes, problems, size, ...(crowds > 0 ? { crowds } : {}) };
}
