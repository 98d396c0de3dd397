import type { ClassedBox, Size } from "../geometry/box";
import { checkBox, type NormalisedClassBox } from "./check-box";
import { type Finding, finding } from "./finding";

/**
 * Checks the boxes of one photo as `checkLabels` does those of a file.
 * @param photo its name in findings, and its size in px
 * @returns findings that carry the box they are about, and the boxes that can be used
 */
export function checkStandingBoxes<T extends ClassedBox>(
  boxes: readonly T[],
  photo: { readonly name: string; readonly size: Size },
  isClass: (classId: number) => boolean,
): { readonly findings: readonly Finding[]; readonly usable: readonly T[] } {
  const findings: Finding[] = [];
  const before: NormalisedClassBox[] = [];
  const { width, height } = photo.size;
  const usable = boxes.filter(({ classId, box }) => {
    const note = (code: Finding["code"], facts: Finding["facts"]) =>
      findings.push({ ...finding(code, [photo.name], facts), region: box });
    const normalised = {
      x1: box.x1 / width,
      y1: box.y1 / height,
      x2: box.x2 / width,
      y2: box.y2 / height,
    };
    const classed = { classIndex: classId, box: normalised };
    const isUsable = checkBox(classed, { photo: photo.size, isClass, before, note });
    if (isUsable) before.push(classed);
    return isUsable;
  });
  return { findings, usable };
}
