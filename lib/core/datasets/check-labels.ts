import type { Size } from "../geometry/box";
import { checkBox } from "./check-box";
import { type Finding, finding } from "./finding";
import { parseYoloLine, type YoloLabel } from "./yolo-line";

export interface LabelCheck {
  readonly findings: readonly Finding[];
  /** The labels that can be used, in file order. */
  readonly labels: readonly YoloLabel[];
}

/**
 * Checks one label file.
 * @param photo its name in findings, and its size in px, which decides what is absurd
 */
export function checkLabels(
  text: string,
  photo: { readonly name: string; readonly size: Size },
  classCount: number,
): LabelCheck {
  const findings: Finding[] = [];
  const labels: YoloLabel[] = [];
  const isClass = (classIndex: number) => classIndex < classCount;
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const note = (code: Finding["code"], facts: Finding["facts"]) =>
      findings.push(finding(code, [photo.name], facts, index + 1));
    const label = parseYoloLine(line);
    if (!label) note("label-syntax", { text: line.slice(0, 80) });
    else if (checkBox(label, { photo: photo.size, isClass, note, before: labels })) labels.push(label);
  }
  const polygons = labels.filter((label) => label.shape === "polygon").length;
  if (polygons > 0) findings.push(finding("label-polygon", [photo.name], { count: polygons }));
  return { findings, labels };
}
